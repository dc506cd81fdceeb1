"""Fifty rounds of each race on PostgreSQL, where two deeds truly run at once; on SQLite, which lets one write, a few."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from publications import progress
from publications.freezing import card, pdf
from publications.models import Publication
from reviews.audit.verification import verify
from reviews.models import AuditRow, User
from tests import admin_pages, typed
from tests import publication_builders as build
from tests.reading import address
from tests.test_publications_at_once import CORRECTED, at, served, withdrawal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
    pytest.mark.exhaustive,
]

APPROVAL = {"number": "1", "has_read": "on"}


@pytest.fixture(autouse=True)
def _drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the PDFs and cards look like is no part of a race."""
    drawn = build.pdf_of("A report.")
    facts = {"title": "A", "kind_name": "", "partnership": "A", "language": "en-GB"}
    picture = card.card_png(
        **facts, cover=b"<svg xmlns='http://www.w3.org/2000/svg'/>", cover_type="image/svg+xml"
    )
    monkeypatch.setattr(pdf, "make_pdf", lambda **_: drawn)
    monkeypatch.setattr(card, "card_png", lambda **_: picture)


def rounds() -> range:
    return range(50 if connection.vendor == "postgresql" else 4)


def done(publication: Publication) -> list[str]:
    """What the log says was done to it, in the log's order."""
    found = AuditRow.objects.filter(reference=str(publication.pk), outcome="done").order_by("sequence")
    return list(found.values_list("verb", flat=True))


def test_e10_fifty_times_publishing_and_withdrawing_at_once_end_in_one_of_both(
    cast: Any, at_once: Any
) -> None:
    """E10: it is out, or it is gone; never neither, and the log says the same in the same order."""
    for turn in rounds():
        out = build.approved(cast, title=f"Out {turn}")
        build.see_to_everything(cast, out)
        (opened, _), (withdrawn, _) = at_once(
            (cast.publisher, at(out, "publish/"), {"when": "now", "confirmed": "yes"}),
            (cast.la, at(out, "withdraw/"), withdrawal(cast)),
        )
        assert opened == 302 and withdrawn in {302, 409}
        is_gone = withdrawn == 302
        out = build.fresh(out)
        assert out.opens_at is not None
        # Who withdrew may have pressed the button a moment before it was to open: then it never was out.
        was_out = out.withdrawn_at is None or out.withdrawn_at > out.opens_at
        assert served(out) == ((410 if was_out else 404) if is_gone else 200)
        steps = [
            verb for verb in done(out) if verb in ("publication.scheduled", "publication.withdrawn_early")
        ]
        assert steps == ["publication.scheduled", "publication.withdrawn_early"][: 1 + is_gone]
    assert verify().fault is None


def test_e10_fifty_times_two_approvers_and_an_editor_at_once_approve_one_draft_or_none(
    cast: Any, at_once: Any
) -> None:
    """E10: what is approved is what was read; an edit that came first voids both, one that came later voids the one."""
    for turn in rounds():
        publication = build.checked(cast, title=f"Listening {turn}")
        wishes = [
            (cast.police, at(publication, "approve/"), APPROVAL),
            (cast.icb, at(publication, "approve/"), APPROVAL),
        ]
        if turn % 2:
            wishes.append((cast.publisher, at(publication, "write/"), CORRECTED | {"expected_number": "1"}))
        statuses = [status for status, _ in at_once(*wishes)]
        approved = statuses[:2].count(302)
        publication = build.fresh(publication)
        assert set(statuses) <= {302, 409} and publication.editions.count() == approved <= 1
        assert done(publication).count("publication.approved") == approved
        if turn % 2:
            assert statuses[2] == 302 and publication.edition is None
            assert progress.newest_draft(publication).number == 2
        else:
            assert approved == 1 and publication.edition is not None
    assert verify().fault is None


def test_e10_fifty_times_an_account_that_is_closed_while_its_owner_sends_a_form(
    cast: Any, make_case: Any, at_once: Any, as_user: Any
) -> None:
    """E10, A16: the form was taken whole or not at all, and the next request is led to sign in."""
    case = make_case().case
    admin: Client = as_user(cast.administrator)
    where = admin_pages.url(User, "change", cast.police)
    form = admin.get(where).context["adminform"].form
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    closing = {name: str(value) for name, value in kept.items() if name != "is_active"}
    for turn in rounds():
        User.objects.filter(pk=cast.police.pk).update(is_active=True)
        browser = as_user(cast.police)
        before = case.partner_views.count()
        (closed, _), (sent, led_to) = at_once(
            (cast.administrator, where, closing),
            (cast.police, address(case, "view/"), typed.view(reasons=f"Seen in round {turn}.")),
        )
        assert closed == 302 and not User.objects.get(pk=cast.police.pk).is_active
        assert sent == 302
        taken = case.partner_views.count() - before
        assert taken in ({0, 1} if led_to.startswith("/accounts/login/") else {1})
        given = AuditRow.objects.filter(verb="criteria.view_given", reference=case.reference, outcome="done")
        assert given.count() == before + taken
        assert browser.get("/staff/")["Location"].startswith("/accounts/login/")
    assert verify().fault is None
