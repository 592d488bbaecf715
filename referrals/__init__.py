"""What one agency chose to tell another."""
