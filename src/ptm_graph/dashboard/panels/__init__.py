"""The panels beside the drawing: one paper, or one edge, in full."""
