"""What the office does: each verb is one transaction and one audit entry."""
