"""How often the lineage is right, and what it still knows when something is taken away."""
