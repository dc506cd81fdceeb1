"""Earlier recommendations with the themes of a case, for those who decide whether it needs a review (test B).

Recurrent themes, and improvements that were identified before, are criteria of regulation 11 (SI 2018/789).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from reviews.models import ActionState, Case, Recommendation, Theme, User
from reviews.standing import visible_to

# Enough to see that a theme comes back; the cases' own pages hold the rest.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Earlier:
    """An earlier recommendation, the themes that it shares, and how many of its actions are verified."""

    recommendation: Recommendation
    themes: list[str]
    actions: int
    verified: int


@dataclass(frozen=True)
class Beside:
    """What stands beside the decision: the case's themes, and the newest of what was recommended on them before."""

    themes: list[Theme]
    found: list[Earlier]
    has_more: bool = False


def beside(case: Case, user: User, at: datetime) -> Beside:
    """Return the recommendations of other cases that share a theme with `case`, as far as `user` may know of them."""
    themes = list(Theme.objects.filter(findings__case=case).distinct())
    if not themes:
        return Beside([], [])
    rows = list(_with_themes(themes, case, user, at)[: MOST_SHOWN + 1])
    return Beside(themes, [_earlier(one, themes) for one in rows[:MOST_SHOWN]], len(rows) > MOST_SHOWN)


def _with_themes(themes: list[Theme], case: Case, user: User, at: datetime) -> QuerySet[Recommendation]:
    cases = visible_to(user, at).exclude(pk=case.pk)
    keys = Recommendation.objects.filter(findings__themes__in=themes, case__in=cases.values("pk")).values(
        "pk"
    )
    found = Recommendation.objects.filter(pk__in=keys).select_related("case")
    return found.prefetch_related("actions", "findings__themes", "case__children").order_by("-added_at")


def _earlier(one: Recommendation, themes: list[Theme]) -> Earlier:
    own = {theme.pk for finding in one.findings.all() for theme in finding.themes.all()}
    shared = [theme.name for theme in themes if theme.pk in own]
    actions = list(one.actions.all())
    return Earlier(one, shared, len(actions), sum(each.state == ActionState.VERIFIED for each in actions))
