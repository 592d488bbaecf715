"""Spreadsheets that an agency brings in: read, matched, tried, then made, all or nothing."""
