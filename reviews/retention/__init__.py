"""Keeping and disposing: periods, disposal holds, disposals by two people, and what is held at all."""
