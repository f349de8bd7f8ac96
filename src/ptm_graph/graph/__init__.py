"""Graphs of papers: made from a library, cut to a part, as tables, with dates."""
