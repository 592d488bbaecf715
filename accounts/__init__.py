"""Sign-in and credentials, behind a database login of their own."""
