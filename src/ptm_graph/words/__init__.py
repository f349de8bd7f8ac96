"""The words of the field: papers, identifiers, titles, characters."""
