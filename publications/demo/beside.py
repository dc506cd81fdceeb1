"""What stands beside the demonstration's publications: an easy read, an action plan, an extension, requests for a copy."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from cspr_portal import clock
from publications import actions, progress
from publications.attachments import actions as attaching
from publications.attachments.taking_in import take_in
from publications.copies import actions as copies
from publications.copies.words import Asked
from publications.freezing import freeze
from publications.jigsaw import nothing_of_the_kind
from publications.models import AttachmentKind, CopyRequest, Publication, VersionForm
from publications.rendering import pdf
from publications.versions import actions as versions
from publications.windows import last_day
from publications.withdrawals import actions as withdrawals
from reviews.models import User

from . import requested

EASY_READ = """## Who this is about

Robin is a baby. Robin likes to look out at the world.

Robin was badly hurt. Robin is safe now.

## What went wrong

- People saw that something was not right.
- They did not tell each other.

## What is better now

There is one number to ring with a worry.
"""
PLAN = """<h2>What, by when, by whom</h2>
<table><thead><tr><th scope="col">What</th><th scope="col">By</th></tr></thead>
<tbody><tr><td>One number to ring with a small worry</td><td>The partnership, by spring</td></tr></tbody></table>"""


def tell(people: Mapping[str, User], at: datetime) -> None:
    """Put all of it beside what the stories have published."""
    by_title = {
        one.edition.title: one for one in Publication.objects.select_related("edition") if one.edition
    }
    easy_read(by_title["Child Robin"], people, at - timedelta(days=90))
    extended(by_title["Babies, sleep and a plan for the night"], people["publisher"], at - timedelta(days=5))
    asked_for(people, at)
    heron = Publication.objects.get(drafts__title="Child Heron")
    action_plan(heron, people["coordinator"], at)
    if heron.case is not None:
        requested.asked(heron.case, people, at)


def easy_read(publication: Publication, people: Mapping[str, User], at: datetime) -> None:
    """Prepare an easy read of a text that is open, and take it through check and approval."""
    version = versions.create_version(
        publication,
        form=VersionForm.EASY_READ,
        language="en-GB",
        title="Robin: what we learned",
        summary="In short sentences.",
        care_note="",
        text=EASY_READ,
        by=people["coordinator"],
        at=at,
    )
    draft = progress.newest_draft(version)
    later = at + timedelta(days=1)
    actions.finish_check(draft, jigsaw=nothing_of_the_kind(), by=people["police-delegate"], at=later)
    draft = progress.newest_draft(version)
    actions.approve(draft, freeze(draft), by=people["la-delegate"], at=later + timedelta(days=1))


def action_plan(publication: Publication, by: User, at: datetime) -> None:
    """Let an action plan go out with the next draft."""
    name = settings.PARTNERSHIP["name"]
    made = pdf.make_pdf(
        title="Action plan", kind_name="", partnership=name, summary="", care_note="", body_html=PLAN
    )
    kind = AttachmentKind.PLAN
    taken = take_in(kind, made, title="Action plan", publication=publication)
    number = progress.newest_draft(publication).number
    words = {"title": "Action plan"}
    attaching.add_file(publication, taken, kind=kind, words=words, expected_number=number, by=by, at=at)


def extended(publication: Publication, by: User, at: datetime) -> None:
    """Let something stay three months longer than its window."""
    if publication.closes_at is not None:
        stands = last_day(publication.closes_at)
        last, reason = clock.add_months(stands, 3), "Training is still using it."
        withdrawals.extend(publication, last=last, expected_until=stands, reason=reason, by=by, at=at)


def asked_for(people: Mapping[str, User], at: datetime) -> None:
    """Leave one request for a copy waiting, and one declined."""
    for days, asked in (
        (9, Asked("Pat Example", "", "01632 960456", "Something about moves between schools.")),
        (
            2,
            Asked(
                "Sam Example",
                "sam@demo.invalid",
                "",
                "The review about a child called Linnet.",
                purpose="work",
            ),
        ),
    ):
        copies.ask(asked, key=uuid.uuid4(), at=at - timedelta(days=days))
    first = CopyRequest.objects.order_by("received_at")[0]
    copies.decline(
        first,
        reason="It was withdrawn because a family could be recognised.",
        by=people["coordinator"],
        at=at,
    )
