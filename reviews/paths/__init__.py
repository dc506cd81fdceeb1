"""The paths of a case: what law and guidance ask of it. rules.py decides and is pure; case.py reads a case."""

from .case import (
    DAYS_TOLD,
    as_death,
    asked_of,
    children_with_days_told,
    is_given_up,
    of_case,
    tellings,
    told_of_deaths,
    with_days_told,
    with_moments,
)

__all__ = [
    "DAYS_TOLD",
    "as_death",
    "asked_of",
    "children_with_days_told",
    "is_given_up",
    "of_case",
    "tellings",
    "told_of_deaths",
    "with_days_told",
    "with_moments",
]
