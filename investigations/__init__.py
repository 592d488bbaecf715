"""What a law-enforcement agency works."""
