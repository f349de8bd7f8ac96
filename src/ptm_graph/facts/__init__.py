"""What texts say, as numbers and short names; nothing here knows where they lie."""
