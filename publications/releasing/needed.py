"""What a publication needs before its day can be set: which steps, and what each is called. Pure.

The copy to the national Panel and the Secretary of State (clock C4) is apart: see checklist.py.
"""

from publications.models import Kind, StepKind

# A report, of today's or the older kind: everything is asked.
OF_A_REPORT = (
    StepKind.FAMILY,
    StepKind.COMMUNICATIONS,
    StepKind.LEGAL,
    StepKind.ORDERS,
    StepKind.PROCEEDINGS,
    StepKind.PRACTITIONERS,
    StepKind.DEPOSIT,
)
# A brief or a response of a case. The family meets their story again, and an order or a trial binds these texts as
# it binds the report. Legal advice and word to practitioners belong to the report, which says what they did; the
# NSPCC's collection takes reports.
OF_ANOTHER_TEXT = (StepKind.FAMILY, StepKind.COMMUNICATIONS, StepKind.ORDERS, StepKind.PROCEEDINGS)
# It stands where a report would. Its justification and the family are asked whether or not its case is in the portal.
OF_A_STATEMENT = (StepKind.NOT_IN_FULL, *OF_ANOTHER_TEXT)
OF_A_STATEMENT_ALONE = (StepKind.NOT_IN_FULL, StepKind.FAMILY, StepKind.COMMUNICATIONS)
# Tied to no case, nothing can be looked up, and nobody's family is known.
OF_NO_CASE = (StepKind.COMMUNICATIONS,)

# These rest on the very words: another edition asks again.
OF_THE_EDITION = (StepKind.LEGAL, StepKind.ORDERS)
# What somebody who sees no case may record.
BY_A_PUBLISHER = (StepKind.COMMUNICATIONS, StepKind.DEPOSIT)

COPY = "copy"
# As they follow "nobody has recorded".
WORDS: dict[str, str] = {
    COPY: "the copy to the national Panel and the Secretary of State",
    StepKind.FAMILY: "that the family was told",
    StepKind.COMMUNICATIONS: "the partners’ communications",
    StepKind.LEGAL: "legal advice on this edition",
    StepKind.ORDERS: "the check of court orders",
    StepKind.PROCEEDINGS: "the check of parallel proceedings",
    StepKind.PRACTITIONERS: "that practitioners were told and offered support",
    StepKind.DEPOSIT: "the deposit with the NSPCC",
    StepKind.NOT_IN_FULL: "why the report is not published in full",
}


def needed(kind: str, *, is_of_a_case: bool, is_version: bool) -> tuple[StepKind, ...]:
    """Return the steps that a publication of this kind needs before its day can be set, in their order.

    A version (easy read, a translation) opens with its text and needs none of its own.
    """
    if is_version:
        return ()
    if kind == Kind.STATEMENT:
        return OF_A_STATEMENT if is_of_a_case else OF_A_STATEMENT_ALONE
    if not is_of_a_case:
        return OF_NO_CASE
    return OF_A_REPORT if kind in (Kind.CSPR, Kind.SCR) else OF_ANOTHER_TEXT
