"""Versions of a report, comments on them and Word files, by the real actions, and the forms about them. No test."""

import io
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from docx import Document

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Case, PassageComment, User
from reviews.report import actions
from reviews.stages import Stage
from tests import pictured
from tests.reading import address

PASSAGE = "each service saw something small"


def comment(case: Case, by: User, passage: str = PASSAGE, said: str = "Which one first?") -> PassageComment:
    """Comment on a passage of the newest version."""
    version = case.review.report_versions.first()
    return actions.comment_on_passage(version, passage=passage, comment=said, by=by, at=clock.now())


def commented(case: Case, by: User) -> PassageComment:
    """A comment on the first version, and a picture, whatever the case's stage: agreed reports have those of drafts."""
    pictured.keep(case, by)
    version = case.review.report_versions.last()
    return PassageComment.objects.create(
        version=version,
        passage=PASSAGE,
        comment="Which one first?",
        given_at=clock.now(),
        given_by=by,
        given_as="Coordinator",
    )


def word(write: Callable[[Any], object] | None = None) -> io.BytesIO:
    """A Word file with the parts that a report must hold, and what `write` puts into it."""
    document = Document()
    for heading, text in (
        ("Systemic reasons", "Nobody was asked."),
        ("Recommended improvements", "One number to ring."),
    ):
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    if write is not None:
        write(document)
    made = io.BytesIO()
    document.save(made)
    made.seek(0)
    made.name = "Report on Zebedee Quarrington.docx"
    return made


def bring(browser: Client, case: Case, file: Any) -> HttpResponse:
    """Bring a file, through the page."""
    return browser.post(address(case, "report/word/"), {"file": file})


def sent_back(walk: Walk) -> None:
    """Write a version and comment on it."""
    walk.write()
    comment(walk.case, walk.coordinator)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "write_report": (Stage.DRAFTING, "reviewer", lambda walk: None),
    "agree_report": (Stage.PANEL_AGREEMENT, "police", lambda walk: None),
    "move_on": (Stage.GATHERING, "coordinator", lambda walk: None),
    "bring_report": (Stage.DRAFTING, "reviewer", lambda walk: None),
    "comment_on_report": (Stage.PANEL_AGREEMENT, "panel_member", lambda walk: None),
    "bring_comments": (Stage.PANEL_AGREEMENT, "panel_member", lambda walk: None),
    "answer_comment": (Stage.DRAFTING, "reviewer", sent_back),
}
# Addresses with a version's number in them.
OF_A_VERSION = {"comment_on_report", "bring_comments", "report_version", "report_version_word"}
# Addresses of a picture, beside each page that shows one.
OF_A_PICTURE = {
    "report_picture": {},
    "picture_while_writing": {},
    "picture_while_agreeing": {},
    "version_picture": {"number": 1},
    "picture_while_commenting": {"number": 1},
}
# One press of a button and no field to fill in.
PLAIN = {"take_comments"}


def keys(case: Case) -> dict[str, Any]:
    """The key of the comment that was made, and the name of the picture that was kept."""
    comment = PassageComment.objects.get(version__review__case=case)
    return {"passage": comment.pk, "name": pictured.NAME}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name == "answer_comment":
        return {"passage": keys(case)["passage"]}
    if name in OF_A_PICTURE:
        return {"name": pictured.NAME, **OF_A_PICTURE[name]}
    return {"number": 1} if name in OF_A_VERSION else {}
