"""Dumps of whole services: one module for each, and what they have in common."""
