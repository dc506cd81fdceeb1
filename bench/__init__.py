"""Figures to take by hand. Nothing here is imported by the portal or by its tests."""
