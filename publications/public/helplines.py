"""The helplines that public pages name: always the same whole list, so that it says nothing of any report."""

from cspr_portal.one_statement import Part, ask, facts, rows
from publications.models import Helpline

SHOWN = ("name", "for_whom", "telephone", "writing", "url", "hours")


def helplines_part() -> Part:
    """Ask for every helpline that is shown, in the order that administrators gave them, for `helplines_of`."""
    return rows(Helpline.objects.filter(is_shown=True), **{name: name for name in SHOWN})


def helplines_of(text: str) -> list[Helpline]:
    """Return the helplines."""
    return [Helpline(**line) for line in facts(text)]


def helplines() -> list[Helpline]:
    """Return the helplines, for a page that asks for nothing else with them."""
    return helplines_of(ask(helplines_part())[0])
