"""What a paper itself says: its reference list and every sentence that cites."""
