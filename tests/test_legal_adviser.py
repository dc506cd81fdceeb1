"""A legal adviser who is assigned to a case: what opens to them, what stays shut, and that privilege goes nowhere."""

import io
import zipfile

import pytest

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.documents import actions as documents
from reviews.documents.examining import examine
from reviews.models import Document, DocumentClass, User
from reviews.stages import Stage
from tests import files, learned, typed
from tests.assigned import advise, assign
from tests.deciding import escalate, today
from tests.reading import address, everything_but_the_audit_log, words
from tests.reading_pdfs import page_texts
from tests.test_assignments import CLOSED, READ
from tests.test_staff_queries import MOST, asked

pytestmark = pytest.mark.django_db

CANARY = "ZZCANARY counsel’s opinion"
NOT_ORDINARY = "A legal adviser may add legally privileged documents only."
# They have pages that a scrutineer has, but for the advice; and may add documents.
THEIRS = [rest for rest in READ if rest != "advice/"]
SHUT = [rest for rest in CLOSED if rest != "documents/add/"]


@pytest.fixture
def adviser(cast, case):
    """A legal adviser who is assigned to the case."""
    assign(case, cast.legal_adviser, cast.coordinator)
    return cast.legal_adviser


def privileged(case, browser, title: str = CANARY) -> Document:
    response = files.add(browser, case, title=title, document_class="privileged")
    assert response.status_code == 302
    browser.get(address(case, "documents/"))  # says once that it is there, with its title
    return case.documents.latest("added_at")


# Assigned, and no longer


def test_they_have_the_case_only_while_they_are_assigned(cast, make_case, as_user):
    case, browser = make_case().case, as_user(cast.legal_adviser)
    assert browser.get(address(case)).status_code == 404
    page = as_user(cast.coordinator).post(
        address(case, "assigned/add/"), typed.assignment(cast.legal_adviser), follow=True
    )
    assert "Simon Crake can read the case from now on." in words(page)
    assert "Legal adviser" in words(page)
    assert browser.get(address(case)).status_code == 200
    assert case.reference in words(browser.get("/staff/cases/"))
    as_user(cast.coordinator).post(address(case, f"assigned/{case.assignments.get().pk}/end/"))
    assert browser.get(address(case)).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))


def test_a_role_given_in_the_admin_waits_for_a_coordinator(cast, make_case, as_user, admin):
    case = make_case().case
    person = {
        "email": "law@demo.invalid",
        "name": "Nora Pike",
        "post": "",
        "role": "legal_adviser",
        "agency": "",
    }
    assert admin.post("/admin/reviews/user/add/", {**person, "is_active": "on"}).status_code == 302
    made = User.objects.get(email="law@demo.invalid")
    browser, url = as_user(cast.coordinator), address(case, "assigned/add/")
    assert "Nora Pike" not in words(browser.get(url))
    assert "Legal adviser" in words(browser.get("/staff/people/"))
    browser.post(f"/staff/people/confirm/role/{made.pk}/")
    assert "Nora Pike, legal adviser" in words(browser.get(url))
    browser.post(url, typed.assignment(made))
    assert as_user(made).get(address(case)).status_code == 200


def test_a_seat_on_the_panel_is_not_offered_to_them(cast, make_case, as_user, admin):
    seat = make_case(Stage.SCOPING).case.review.seats.first()
    page = words(admin.get(f"/admin/reviews/panelseat/{seat.pk}/change/"))
    assert "Nadia Quill" in page and "Simon Crake" not in page


# What they read, and what not


def test_they_read_the_case(cast, make_case, as_user):
    case = make_case(Stage.PRE_PUBLICATION).case
    assign(case, cast.legal_adviser, cast.coordinator)
    browser = as_user(cast.legal_adviser)
    answers = {rest: browser.get(address(case, rest)).status_code for rest in THEIRS}
    assert answers == dict.fromkeys(THEIRS, 200)
    assert asked(browser, address(case)) <= MOST


@pytest.mark.parametrize("stage", [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.DRAFTING, Stage.PARTNER_AGREEMENT])
def test_they_change_nothing_and_open_nothing_sealed(cast, make_case, as_user, stage):
    case = make_case(stage).case
    assign(case, cast.legal_adviser, cast.coordinator)
    browser = as_user(cast.legal_adviser)
    before = everything_but_the_audit_log()
    for rest in SHUT:
        for response in (
            browser.get(address(case, rest)),
            browser.post(address(case, rest), {"reason": "x", "number": "1"}),
        ):
            # 405: a page that is only read. 409: not at this stage, for nobody
            assert response.status_code in {403, 405, 409}, (rest, response.status_code)
    assert len([rest for rest in SHUT if browser.get(address(case, rest)).status_code == 403]) > 20
    assert everything_but_the_audit_log() == before


def test_a_scrutineers_advice_is_not_for_them(cast, case, adviser, as_user):
    assign(case, cast.scrutineer, cast.coordinator)
    advice = advise(case, cast.scrutineer)
    browser = as_user(adviser)
    assert "A scrutineer’s advice" not in words(browser.get(address(case)))
    for rest in ("advice/", "advice/give/", f"advice/{advice.pk}/respond/"):
        for response in (browser.get(address(case, rest)), browser.post(address(case, rest), typed.advice())):
            assert response.status_code in {403, 405}, rest
            assert "Hear the child before the draft." not in words(response)
    assert case.advice.count() == 1


def test_they_answer_no_escalation_and_none_can_go_to_them(cast, case, adviser, as_user):
    escalation = escalate(case, cast.la, cast.lead_partner)
    browser, rest = as_user(adviser), f"escalations/{escalation.pk}/outcome/"
    assert browser.get(address(case, "escalations/")).status_code == 200
    outcome = {"outcome": "Agreed.", **typed.day("decided_on", today())}
    assert browser.post(address(case, rest), outcome).status_code == 403
    escalation.refresh_from_db()
    assert escalation.closed_at is None
    with pytest.raises(Refused, match="Only a confirmed lead safeguarding partner"):
        escalate(case, cast.la, adviser)


# Legally privileged documents


PRIVILEGE = {
    "coordinator": 200,
    "la": 200,
    "police": 200,
    "icb": 200,
    "legal_adviser": 200,
    "lead_partner": 403,
    "scrutineer": 403,
    "panel_member": 403,
    "reviewer": 403,
    "agency_author": 404,
    "outsider": 404,
    "publisher": 404,
    "auditor": 404,
    "administrator": 404,
}


@pytest.mark.parametrize(("person", "status"), PRIVILEGE.items())
def test_who_opens_a_privileged_document(cast, case, adviser, as_user, media, person, status):
    """Practice 17, for every role: listed and opened, or neither named nor opened."""
    for assigned in (cast.lead_partner, cast.scrutineer):
        assign(case, assigned, cast.coordinator)
    document = privileged(case, as_user(adviser))
    browser = as_user(getattr(cast, person))
    response = browser.get(address(case, f"documents/{document.pk}/"))
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == files.pdf()
        assert "-privileged-" in response.headers["Content-Disposition"]
    listed = browser.get(address(case, "documents/"))
    assert (CANARY in words(listed)) == (status == 200)
    assert listed.status_code == (404 if status == 404 else 200)


def test_they_add_privileged_documents_and_no_others(cast, case, adviser, as_user, media):
    browser = as_user(adviser)
    page = browser.get(address(case, "documents/add/"))
    assert "document_class" not in page.context["form"].fields
    assert "Legally privileged" in words(page)
    files.add(browser, case, document_class="ordinary")
    assert case.documents.get().document_class == DocumentClass.PRIVILEGED
    with pytest.raises(Refused) as refusal:
        documents.add_document(
            case,
            file=examine(files.upload("a.pdf", files.pdf()), 1024 * 1024),
            title="Mine",
            document_class="ordinary",
            by=adviser,
            at=clock.now(),
        )
    assert refusal.value.sentence == NOT_ORDINARY
    assert case.documents.count() == 1


def test_they_remove_what_they_added_and_nothing_else(cast, case, adviser, as_user, media):
    mine = privileged(case, as_user(adviser), "Mine")
    theirs = privileged(case, as_user(cast.coordinator), "Theirs")
    browser = as_user(adviser)
    wrong = browser.post(address(case, f"documents/{theirs.pk}/remove/"), {"reason": "Wrong case."})
    assert wrong.status_code == 403
    assert (
        browser.post(address(case, f"documents/{mine.pk}/remove/"), {"reason": "Wrong case."}).status_code
        == 302
    )
    assert list(case.documents.filter(removed_at__isnull=True)) == [theirs]


def texts(response) -> str:
    """All text of a page, a Word file or a PDF."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    if body.startswith(b"%PDF"):
        return " ".join(page_texts(body))
    return body.decode(errors="replace")


@pytest.mark.parametrize(
    "rest",
    [
        "report/1/word/",
        "rapid-review/word/",
        "chronology/export.csv",
        "decisions/criteria.pdf",
        "decisions/review.pdf",
        "decisions/",
    ],
)
def test_privilege_is_in_no_export(cast, make_case, as_user, media, rest):
    """Practice 17: never in a pack or an export, not even its title, though the reader may open the document."""
    case = make_case(Stage.PRE_PUBLICATION).case
    browser = as_user(cast.coordinator)
    privileged(case, browser)
    response = browser.get(address(case, rest))
    assert response.status_code == 200
    text = texts(response)
    assert case.reference in text or rest.endswith(".csv")
    assert "ZZCANARY" not in text


def test_a_privileged_document_is_no_evidence_of_an_action(cast, make_case, as_user, media):
    case = make_case().case
    learned.learn(case, cast.coordinator)
    browser = as_user(cast.coordinator)
    privileged(case, browser)
    url = address(case, f"learning/actions/{learned.keys(case)['action']}/step/")
    files.papers(case, cast.coordinator)
    page = words(browser.get(url))
    assert "Letter from the coroner" in page and CANARY not in page
