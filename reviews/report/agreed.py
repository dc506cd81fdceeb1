"""When the safeguarding partners have agreed a version of the report. Pure; who may say so is in access.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.models import AgreementView, PartnerRole


@dataclass(frozen=True)
class PartnersOn:
    """Where the three safeguarding partners are with one version. Roles are listed as partners always are."""

    silent: tuple[str, ...]
    opposed: tuple[str, ...]
    # Each partner has answered, and as many agree as are needed
    is_agreed: bool
    # So many are against it that it can't be agreed any more, whatever the silent ones will say
    is_refused: bool


def partners_on(views: Mapping[str, str], needed: int) -> PartnersOn:
    """Return where the partners are with a version: `views` holds what each role said, `needed` how many must agree.

    Agreeing with comments is agreeing. Source: each partner decides for itself (Children Act 2004, section 16E),
    so each is asked; how many must agree is data (DecisionQuorum), all three unless it says otherwise.
    """
    silent = tuple(role for role in PartnerRole.values if role not in views)
    opposed = tuple(role for role in PartnerRole.values if views.get(role) == AgreementView.DISAGREES)
    can_agree = len(PartnerRole.values) - len(opposed)
    return PartnersOn(
        silent=silent,
        opposed=opposed,
        is_agreed=not silent and can_agree >= needed,
        is_refused=can_agree < needed,
    )
