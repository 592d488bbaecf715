"""Dates as the house writes them: Nov 24, 2026, and with a time Nov 24, 2026, 3:30 p.m."""

DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = "M j, Y, P"
SHORT_DATE_FORMAT = DATE_FORMAT
SHORT_DATETIME_FORMAT = DATETIME_FORMAT
