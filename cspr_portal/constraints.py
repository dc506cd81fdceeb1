"""Database constraints that many models share. Only their making lives here, no model."""

from django.db import models
from django.db.models import F, Q


def together(table: str, first: str, second: str) -> models.CheckConstraint:
    """Both columns are set, or neither is: who and when are one fact."""
    return models.CheckConstraint(
        name=f"{table}_{first}_with_{second}",
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
    )


def one_of(table: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The column holds one of the choices, whoever wrote it."""
    return models.CheckConstraint(
        name=f"{table}_{field}_known", condition=Q(**{f"{field}__in": choices.values})
    )


def all_one_of(table: str, **fields: type[models.TextChoices]) -> list[models.BaseConstraint]:
    """`one_of` for several columns: all_one_of("child", sex=Sex, is_looked_after=Known)."""
    return [one_of(table, field, choices) for field, choices in fields.items()]


def in_order(table: str, first: str, second: str) -> models.CheckConstraint:
    """The second day is not before the first, where both are set."""
    return models.CheckConstraint(
        name=f"{table}_{second}_not_before_{first}",
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__isnull": True})
        | Q(**{f"{second}__gte": F(first)}),
    )


def different(table: str, first: str, second: str) -> models.CheckConstraint:
    """Two people who may not be the same person."""
    return models.CheckConstraint(name=f"{table}_{first}_is_not_{second}", condition=~Q(**{first: F(second)}))
