"""The program that draws PDFs hangs, crashes or takes everything: a plain refusal, and nothing is approved."""

from typing import Any

import pytest
from django.test import Client

from cspr_portal.pdf import apart
from cspr_portal.pdf.staff import staff_pdf
from publications.rendering import pdf
from reviews.audit.verification import verify
from tests import publication_builders as build
from tests.faults import hanging
from tests.reading import everything_but_the_audit_log, words
from tests.simultaneous import rows
from tests.test_staff_pdf import AT

pytestmark = [pytest.mark.django_db, pytest.mark.same_with_each_database]


def test_f09_a_pdf_that_never_comes_is_not_waited_for_and_nothing_is_approved(
    cast: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F09: it hangs, reckons without end, crashes or wants all memory; with a sound one the same form goes through."""
    publication = build.checked(cast)
    where, typed = f"/staff/publications/{publication.pk}/approve/", {"number": "1", "has_read": "on"}
    browser: Client = as_user(cast.police)
    monkeypatch.setattr(pdf, "LONGEST_IN_PLACE", 0)
    before = everything_but_the_audit_log()
    with monkeypatch.context() as broken:
        broken.setattr(apart, "PATIENCE", 2)
        broken.setattr(apart, "CPU_SECONDS", 1)
        for fault in (
            hanging.waits_for_ever,
            hanging.reckons_for_ever,
            hanging.crashes,
            hanging.takes_all_memory,
        ):
            broken.setattr(apart, "unpacked", fault)
            refused = browser.post(where, typed)
            assert refused.status_code == 409, fault
            assert "PDF can’t be made within the time and memory" in words(refused)
            assert (build.fresh(publication).edition, rows("publication.approved")) == (None, 0)
    now = everything_but_the_audit_log()
    before.pop("StaffSession", None), now.pop("StaffSession", None)
    assert now == before
    assert browser.post(where, typed).status_code == 302
    assert build.fresh(publication).edition is not None
    assert verify().fault is None


def test_f09_a_paper_for_staff_that_is_drawn_apart_looks_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts: dict[str, Any] = {"title": "T", "reference": "SC-BCDF-GHJK", "reader": "Sam Whitlock", "at": AT}
    in_place = staff_pdf("layouts/staff_pdf.html", {}, **facts)
    monkeypatch.setattr(apart, "ALWAYS", True)
    assert staff_pdf("layouts/staff_pdf.html", {}, **facts) == in_place
    monkeypatch.setattr(apart, "unpacked", hanging.crashes)
    with pytest.raises(apart.TooMuch, match="within the time and memory"):
        staff_pdf("layouts/staff_pdf.html", {}, **facts)
