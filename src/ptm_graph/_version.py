"""The version, alone, so that everybody may ask for it."""

__version__ = "0.1.0"
