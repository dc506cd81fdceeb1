"""The paths of a case: what law and guidance ask of it. rules.py decides and is pure; case.py reads a case."""

from .case import asked_of, days_told, death_recorded_at, of_case, with_days_told

__all__ = ["asked_of", "days_told", "death_recorded_at", "of_case", "with_days_told"]
