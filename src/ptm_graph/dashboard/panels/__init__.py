"""What stands beside the drawing: one paper, or one edge, in full."""
