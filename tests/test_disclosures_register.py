"""The register of requests for information: from the letter that comes in to the record of what was sent."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from cspr_portal import clock
from reviews import key_rotation
from reviews.audit.verification import verify
from reviews.cases import actions as cases
from reviews.disclosures import access, urls
from reviews.documents import storing
from reviews.models import AuditRow, InformationReply, InformationRequest
from reviews.stages import Stage
from tests import files, registering, typed
from tests.assigned import assign
from tests.reading import address, everything_but_the_audit_log, words
from tests.registering import ADDRESS, NAME, REGISTER, at
from tests.test_scope import answer

pytestmark = pytest.mark.django_db
LINK = "Requests and disclosures"


def send(browser, request, rest, data, status=302):
    response = browser.post(at(request, rest), data)
    assert response.status_code == status, words(response)
    return response


def test_two_people_answer_a_request_and_each_step_stays_on_record(cast, make_case, as_user, media):
    """A12, A13, E09, G06: prepared, decided by somebody else, and sent by people; nothing goes out by itself."""
    case = make_case(Stage.RAPID_REVIEW).case
    assign(case, cast.legal_adviser, cast.coordinator)
    coordinator, la, lawyer = (as_user(getattr(cast, one)) for one in ("coordinator", "la", "legal_adviser"))
    today = clock.today(clock.now())
    typed_in = registering.form(
        case.area, today - timedelta(days=3), case, **typed.day("named_day", today - timedelta(days=1))
    )
    for _twice in range(2):
        response = coordinator.post(f"{REGISTER}new/", typed_in)
    request = InformationRequest.objects.get()
    assert response.headers["Location"] == at(request)
    assert "Overdue by 1 day" in words(coordinator.get(REGISTER))
    assert "Request for information, Coroner: answer it" in words(coordinator.get("/staff/"))
    assert "Request for information" not in words(la.get("/staff/")), "nothing is to be decided yet"

    send(
        lawyer,
        request,
        "advice/",
        {"given_by": "Dana Lawson", "summary": "Give it.", **typed.day("given_on", today)},
    )
    assert "Give it." in words(la.get(at(request)))
    send(lawyer, request, "answer/", {"outcome": "full", "reasons": "So."}, 403)

    file = {"title": "Rapid review, redacted", "file": files.upload("real-name.pdf", files.pdf())}
    send(coordinator, request, "copies/add/", file)
    copy = request.copies.get()
    storing.sweep(clock.now() + timedelta(hours=2))
    assert not list(storing.faults()), "the sweep knows the files of the register too"
    whole = {
        "outcome": "part",
        "grounds": ["third_party"],
        "reasons": "Others are named.",
        "copies": [str(copy.pk)],
    }
    assert "Choose at least one ground" in words(
        send(coordinator, request, "answer/", whole | {"grounds": []}, 200)
    )
    send(coordinator, request, "answer/", whole)
    first = access.holding(request)
    yes = {"decision": str(first.pk), "has_read": "on"}
    refused = send(coordinator, request, "answer/decide/", yes, 403)
    assert "Only somebody else may decide what you have prepared." in words(refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        request.decisions.update(decided_at=clock.now(), decided_by=cast.coordinator)
    assert "decide the answer" in words(la.get("/staff/"))

    send(la, request, "answer/set-aside/", {"decision": str(first.pk), "reason": "Page 4 names a school."})
    send(coordinator, request, "answer/", whole)
    send(la, request, "answer/decide/", yes, 409)
    assert access.holding(request).decided_at is None, "what was read before is not what is decided now"
    sent = {"to_whom": "Coroner’s officer", "sent_how": "secure_mail", "copies": [str(copy.pk)]}
    sent |= typed.day("sent_on", today)
    send(coordinator, request, "reply/", sent, 409)
    send(la, request, "answer/decide/", yes | {"decision": str(access.holding(request).pk)})
    send(coordinator, request, f"copies/{copy.pk}/remove/", {}, 409)
    for _twice in range(2):
        send(coordinator, request, "reply/", sent)
    assert InformationReply.objects.get().released.get().sha256 == copy.sha256
    page = words(la.get(at(request)))
    assert copy.sha256 in page and "Answered" in page and "Page 4 names a school." in page
    assert "Request for information" not in words(coordinator.get("/staff/"))
    got = la.get(at(request, f"copies/{copy.pk}/"))
    assert b"".join(got) == files.pdf() and "real-name" not in str(got.headers)
    assert "What was sent on a request for information was recorded" in words(la.get(address(case)))

    assert mail.outbox == []
    rows = AuditRow.objects.filter(reference=case.reference, verb__startswith="information.")
    kept = [row.verb.removeprefix("information.") for row in rows.order_by("sequence")]
    assert kept == [
        *("recorded", "advised", "copy_added", "answer_prepared", "answer_set_aside", "answer_prepared"),
        *("answer_decided", "reply_recorded", "copy_opened"),
    ]
    told = str(list(rows.values_list("detail", flat=True)))
    assert not any(word in told for word in ("Give it", "Page 4", "redacted", "named"))
    assert verify().fault is None


PEOPLE = ("outsider", "panel_member", "reviewer", "scrutineer", "publisher", "auditor", "administrator")


@pytest.mark.exhaustive
def test_outside_the_scope_a_request_never_was(cast, make_case, as_user, time_machine):
    """A02, A06, A18: every address of the register, as for a key that was never given; the recused have lost it too."""
    case = make_case(Stage.PRE_PUBLICATION).case
    about = registering.decided(cast.coordinator, cast.police, case)
    alone = registering.received(cast.coordinator, kind="foi", area=case.area)
    copy = about.copies.get()
    assign(case, cast.scrutineer, cast.coordinator)
    cases.recuse(case, cast.la, reason="A cousin.", by=cast.coordinator, at=clock.now())
    cases.recuse(case, cast.second_coordinator, reason="A friend.", by=cast.coordinator, at=clock.now())
    hidden = [(getattr(cast, name), about) for name in ("la", *PEOPLE, "second_coordinator", "legal_adviser")]
    hidden += [(cast.police, alone), (cast.legal_adviser, alone)]
    browsers = [(as_user(person), request) for person, request in hidden]
    time_machine.move_to(clock.now(), tick=False)
    for browser, _request in browsers:
        browser.get("/staff/")  # the first answer carries the cookie
    before = everything_but_the_audit_log()
    for place, (browser, request) in enumerate(browsers):
        nowhere = answer(browser.get(reverse("information_request", kwargs={"key": uuid.uuid4()})))
        assert nowhere[0] == 404
        for pattern in urls.urlpatterns:
            names = set(pattern.pattern.converters)
            if not names:
                continue
            real = {"key": request.pk} | ({"copy": copy.pk} if "copy" in names else {})
            url = reverse(pattern.name, kwargs=real)
            for method in ("get", "post") if place < 2 else ("get",):
                there = answer(getattr(browser, method)(url))
                assert there == nowhere or there[0] == 405, (method, pattern.name)
        listed = browser.get(f"{REGISTER}?show=all")
        assert listed.status_code in {200, 404} and str(request.pk) not in listed.content.decode()
    assert everything_but_the_audit_log() == before
    for name in PEOPLE[1:]:
        assert as_user(getattr(cast, name)).get(REGISTER).status_code == 404, name
    for name in ("panel_member", "reviewer", "scrutineer"):
        browser = as_user(getattr(cast, name))
        assert LINK not in words(browser.get(address(case))), name
        assert browser.get(address(case, "disclosures/")).status_code == 403, name
    assert at(about) in as_user(cast.police).get(address(case, "disclosures/")).content.decode()
    # The copy of one request under another one's address
    stray = at(alone, f"copies/{copy.pk}/")
    assert as_user(cast.coordinator).get(stray).status_code == 404


def test_who_may_record_what(cast, make_case, as_user):
    """A09, A18: a delegate only about a case of theirs, and a case of another area is told as one that never was."""
    case, today = make_case(area="Eastfold").case, clock.today(clock.now())
    other = make_case(pseudonym="Child Robin").case
    delegate = as_user(cast.eastfold_delegate)
    no_case = words(delegate.post(f"{REGISTER}new/", registering.form(case.area, today)))
    assert "Only a coordinator may record a request that is about no case." in no_case
    answers = []
    for reference in (other.reference, "SC-BCDF-GHJK"):
        typed_in = registering.form(case.area, today) | {"cases": reference}
        answers.append(words(delegate.post(f"{REGISTER}new/", typed_in)).replace(reference, ""))
    assert "You have no case with the reference" in answers[0]
    assert _errors(answers[0]) == _errors(answers[1])
    two = words(
        as_user(cast.coordinator).post(f"{REGISTER}new/", registering.form(case.area, today, case, other))
    )
    assert "Only cases of one area belong in one request." in two
    assert as_user(cast.legal_adviser).get(f"{REGISTER}new/").status_code == 403
    assert as_user(cast.publisher).get(f"{REGISTER}new/").status_code == 404
    assert not InformationRequest.objects.exists()
    mass = {"answered_on": "2026-01-01", "sort_on": "2030-01-01", "recorded_by": str(cast.la.pk)}
    delegate.post(f"{REGISTER}new/", registering.form(case.area, today, case) | mass)
    kept = InformationRequest.objects.get()
    assert (kept.recorded_by, kept.answered_on, kept.sort_on) == (cast.eastfold_delegate, None, None)


def test_the_name_of_a_private_person_is_sealed_and_opened_for_a_reason(cast, make_case, as_user, settings):
    """A10, I06: in no page, no log and no column; shown once, recorded, and sealed again under a new key."""
    case = make_case().case
    request = registering.received(cast.coordinator, case)
    browser = as_user(cast.la)
    pages = [
        REGISTER,
        at(request),
        at(request, "requester/"),
        at(request, "gather/"),
        "/staff/",
        address(case),
    ]
    for page in pages:
        assert NAME not in words(browser.get(page)) and ADDRESS not in words(browser.get(page)), page
    assert "Choose why you open it." in words(browser.post(at(request, "requester/open/"), {}))
    for _round in range(2):
        shown = words(browser.post(at(request, "requester/open/"), {"purpose": "answer"}))
        assert NAME in shown and ADDRESS in shown
        settings.IDENTITY_KEYS = [*_new_keys(), *settings.IDENTITY_KEYS]
        before = bytes(InformationRequest.objects.get().sealed)
        key_rotation.rotate()
        assert bytes(InformationRequest.objects.get().sealed) != before
    rows = AuditRow.objects.filter(verb="information.requester_opened", actor=str(cast.la.pk))
    assert [row.detail["purpose"] for row in rows] == ["answer"] * 2
    assert NAME not in str(everything_but_the_audit_log()) + str(list(AuditRow.objects.values()))


def _errors(page):
    return re.findall(r'class="govuk-error-message">.*?</p>', page, re.DOTALL)


def _new_keys():
    from cryptography.fernet import Fernet

    return [Fernet.generate_key()]
