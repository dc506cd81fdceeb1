"""Subject access: what the portal holds about somebody is gathered for a person to redact, and marked as such."""

import pypdfium2
import pytest
from django.conf import settings

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.disclosures import actions, gathering
from reviews.documents import actions as documents
from reviews.documents.examining import examine
from reviews.models import AuditRow, GatheredLook, WorkingPack
from reviews.stages import Stage
from tests import files, registering, typed
from tests.reading import address, words
from tests.registering import at

pytestmark = pytest.mark.django_db
MARK = "Not redacted. Not for release"
ADVICE = "Zzcanary: settle before the inquest."
LETTER = "Zzcanary counsel on settling"


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


def test_what_is_held_is_gathered_flagged_and_packed_without_what_is_privileged_or_sealed(
    cast, make_case, as_user
):
    """A10: each page of a pack says that it is not redacted; privileged and sealed things are lines, never texts."""
    case = make_case(Stage.RAPID_REVIEW).case
    files.papers(case, cast.coordinator)
    file = examine(files.upload("advice.pdf", files.pdf()), settings.FILE_LIMIT)
    now = clock.now()
    documents.add_document(
        case, file=file, title=LETTER, document_class="privileged", by=cast.coordinator, at=now
    )
    other = registering.received(cast.coordinator, case, kind="coroner")
    today = clock.today(now)
    actions.advise(other, given_by="Counsel", given_on=today, summary=ADVICE, by=cast.coordinator, at=now)
    request = registering.received(cast.coordinator, case)
    browser = as_user(cast.coordinator)
    child = case.children.get()
    assert browser.post(at(request, "subject/"), {"who": f"child:{child.pk}"}).status_code == 302
    # A child of another case can't be named
    stranger = make_case(area="Eastfold", pseudonym="Child Robin").case.children.get()
    assert browser.post(at(request, "subject/"), {"who": f"child:{stranger.pk}"}).status_code == 200

    shown = browser.get(at(request, "gather/"))
    rows = {line.key.split(":")[0]: line for line, *_rest in shown.context["rows"]}
    flags = {code: line.flags for code, line in rows.items()}
    assert flags["child"] == () and flags["sealed"] == ("Sealed", "Other people")
    assert flags["request"] == ("Legally privileged", "Other people") and flags["letter"] == ("Other people",)
    papers = [line for line, *_rest in shown.context["rows"] if line.key.startswith("document:")]
    assert {line.words: line.flags for line in papers} == {
        "Document": ("Legally privileged", "Other people"),
        "Document: Letter from the coroner": ("Other people",),
    }
    assert LETTER not in words(shown) and ADVICE not in words(shown)

    ticked = {
        "lines": "1",
        f"looked-{rows['child'].key}": "on",
        f"note-{rows['child'].key}": "All of it is theirs.",
    }
    browser.post(at(request, "gather/"), {**ticked, "looked-nowhere:1": "on"})
    look = GatheredLook.objects.get()
    assert (look.place, look.looked_by, look.note) == (
        rows["child"].key,
        cast.coordinator,
        "All of it is theirs.",
    )
    assert "1 of " in words(browser.get(at(request, "gather/")))

    assert "Choose why you take it." in words(browser.post(at(request, "gather/pack/"), {}))
    assert not WorkingPack.objects.exists()
    made = browser.post(at(request, "gather/pack/"), {"purpose": "redact"})
    texts = pages(made.content)
    assert len(texts) > 2 and all(MARK in text for text in texts)
    whole = " ".join(texts)
    assert "No account fits what was seen." in whole and "Request for papers" in whole
    assert "Its pages, at the end" in whole and "Legally privileged" in whole
    for canary in (LETTER, ADVICE, "Zzcanary", "Quarrington", "Quillmoor", registering.NAME):
        assert canary not in whole, canary
    row = AuditRow.objects.get(verb="information.pack_taken")
    assert (row.reference, row.detail["purpose"], row.detail["number"]) == (case.reference, "redact", 1)
    assert "Pack 1: " in words(browser.get(at(request, "gather/")))
    assert "To redact it" in words(browser.get(at(request, "gather/")))
    # The coroner's request gathers nothing
    assert browser.get(at(other, "gather/")).status_code == 403


def test_an_account_holders_information_tells_of_no_case_outside_the_readers_scope(cast, make_case, as_user):
    """A18: seats and log rows of cases that aren't the reader's are in no line, no count and no pack."""
    make_case(Stage.GATHERING)
    request = registering.received(cast.outsider, kind="subject_access", area=_area(cast.outsider))
    as_user(cast.panel_member).get("/staff/")
    browser = as_user(cast.outsider)
    who = {"who": "account", "account": str(cast.panel_member.pk)}
    assert browser.post(at(request, "subject/"), who).status_code == 302
    keys = [line.key.split(":")[0] for line, *_rest in browser.get(at(request, "gather/")).context["rows"]]
    assert "account" in keys and "seats" not in keys
    whole = " ".join(pages(browser.post(at(request, "gather/pack/"), {"purpose": "redact"}).content))
    assert cast.panel_member.email in whole and "SC-" not in whole


def test_a10_nobody_but_a_coordinator_looks_through_the_accounts(cast, make_case, as_user):
    """Otherwise a delegate would learn name, post and address of everybody in every area, whom no page shows them."""
    request = registering.received(cast.coordinator, make_case().case, kind="subject_access")
    named = {"who": "account", "account": str(cast.outsider.pk)}
    browser = as_user(cast.la)
    page = words(browser.get(at(request, "subject/")))
    assert cast.outsider.name not in page and "has an account" not in page
    assert browser.post(at(request, "subject/"), named).status_code == 200
    with pytest.raises(Refused, match="Only a coordinator"):
        gathering.name_subject(request, person=cast.outsider, by=cast.la, at=clock.now())
    assert cast.outsider.email not in words(browser.get(at(request, "gather/")))
    browser = as_user(cast.coordinator)
    assert cast.outsider.name in words(browser.get(at(request, "subject/")))
    assert browser.post(at(request, "subject/"), named).status_code == 302


def _area(person):
    return person.coordinator_areas.get().area


def test_the_time_of_a_request_is_extended_once_and_only_if_they_were_told_in_time(cast, make_case, as_user):
    """The first due day is the last on which they can be told; a request that was withdrawn waits for nobody."""
    case = make_case().case
    request = registering.received(cast.coordinator, case)
    browser, today = as_user(cast.la), clock.today(clock.now())
    late = {"reason": "Four boxes of paper.", **typed.day("told_on", clock.add_months(today, 2))}
    assert "future" in words(browser.post(at(request, "extend/"), late))
    assert browser.post(at(request, "extend/"), late | typed.day("told_on", today)).status_code == 302
    request.refresh_from_db()
    assert request.sort_on >= clock.add_months(request.received_on, 3)
    assert browser.post(at(request, "extend/"), late | typed.day("told_on", today)).status_code == 409
    assert browser.post(at(request, "withdraw/"), {"reason": "They took it back."}).status_code == 302
    assert "Request for information" not in words(as_user(cast.coordinator).get("/staff/"))
    assert browser.post(at(request, "requester/"), {"name": "Somebody"}).status_code == 409
    assert "Withdrawn" in words(browser.get(address(case, "disclosures/")))
