"""People, agencies, memberships, awards: who is who."""
