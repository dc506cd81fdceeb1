"""Where each partner stands on the decision on a review: asked, counted, kept, and shown with the dissent."""

import re
from html import unescape
from typing import Any

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews import stage_moves
from reviews.decisions import actions
from reviews.decisions.stands import Said, agreeing, missing, refusal_to_decide
from reviews.models import AgreementView, AuditRow, Case, DecisionQuorum, PartnerRole, PartnerStand, Stand
from reviews.report import actions as report
from reviews.stages import Stage
from tests import typed
from tests.deciding import stage, today
from tests.reading import address, everything_but_the_audit_log, words
from tests.reading_pdfs import text_of

OUTCOMES = ["cspr", "no_review", "national"]
AGAINST = "We expect to learn nothing that we don’t know."

# Counting, without a database

TEXT = st.sampled_from(["", "Ade Bello, director", "ADE BELLO,  Director", "Rhona Haldane, superintendent"])
SAID = st.builds(Said, st.sampled_from(Stand.values), TEXT, st.sampled_from(["", "So we say."]))
ALL_THREE = st.fixed_dictionaries(dict.fromkeys(PartnerRole.values, SAID))


@given(ALL_THREE, st.integers(1, 3))
def test_a_decision_may_be_recorded_when_as_many_agree_as_have_to(said, needed):
    count = [one.stand for one in said.values()].count("agrees")
    assert agreeing(said) == count
    sentence = refusal_to_decide(said, needed)
    assert (sentence is None) is (count >= needed)
    if sentence is not None:
        whom = {1: "one of the three", 2: "two of the three", 3: "all three"}[needed]
        assert sentence.startswith(f"Not yet: {whom} safeguarding partners must agree; ")
        assert f"{['none does', 'one does', 'two do'][count]}." in sentence
        assert "escalate it to a lead safeguarding partner" in sentence


@given(ALL_THREE)
def test_each_thing_that_is_missing_is_named_at_its_field_and_nothing_else_is(said):
    expected = set()
    named: dict[str, list[str]] = {}
    for role in PartnerRole.values:
        one = said[role]
        if not one.given_as and one.stand != "absent":
            expected.add(f"{role}_given_as")
        if not one.words and one.stand != "agrees":
            expected.add(f"{role}_words")
        if one.given_as:
            named.setdefault(re.sub(r"\s+", " ", one.given_as).lower(), []).append(role)
    expected |= {f"{roles[-1]}_given_as" for roles in named.values() if len(roles) > 1}
    found = missing(said)
    assert {name for name, _sentence in found} == expected
    assert all(sentence.endswith(".") for _name, sentence in found)


def test_a_partner_of_which_nothing_is_said_is_missing():
    assert missing({}) == [
        ("la_stand", "Choose where the local authority stood."),
        ("police_stand", "Choose where the police stood."),
        ("icb_stand", "Choose where the Integrated Care Board stood."),
    ]


# Through the address

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(make_case) -> Case:
    """A case whose rapid review is recorded."""
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    return Case.objects.get(pk=walk.case.pk)


def decide(browser: Any, case: Case, outcome: str = "cspr", **changes: str) -> Any:
    return browser.post(address(case, "review-decision/"), typed.review_decision(today(), outcome, **changes))


def against(*roles: str) -> dict[str, str]:
    """What is typed for partners that disagree."""
    return {
        key: value
        for role in roles
        for key, value in {f"{role}_stand": "disagrees", f"{role}_words": AGAINST}.items()
    }


def shown(browser: Any, case: Case) -> list[str]:
    """The words of the record's page and those of its PDF."""
    page = browser.get(address(case, "decisions/review/")).content.decode()
    pdf = browser.get(address(case, "decisions/review.pdf"))
    main = page.split("<main")[1].split("</main>")[0].split(">", 1)[1]
    texts = [unescape(strip_tags(main.replace("<", " <"))), text_of(pdf.content)]
    return [re.sub(r" ([,.)])", r"\1", " ".join(text.split())) for text in texts]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_where_each_partner_stood_is_kept_with_the_agency_of_the_day(cast, as_user, reviewed, outcome):
    changes = {**against("icb"), "police_words": "We want it soon."}
    assert decide(as_user(cast.coordinator), reviewed, outcome, **changes).status_code == 302
    decision = Case.objects.get(pk=reviewed.pk).review_decision
    kept = {
        one.partner_role: (one.stand, one.agency.name, one.given_as, one.words)
        for one in decision.stands.select_related("agency")
    }
    assert kept == {
        "la": ("agrees", "Aldermere County Council", "Ade Bello, Director of children’s services", ""),
        "police": (
            "agrees",
            "Aldermere Police",
            "Rhona Haldane, Detective superintendent",
            "We want it soon.",
        ),
        "icb": ("disagrees", cast.icb.agency.name, "Carys Iveson, Chief nurse", AGAINST),
    }
    row = AuditRow.objects.filter(verb="review.decided").latest("sequence")
    assert row.detail == {"decision": outcome, "la": "agrees", "police": "agrees", "icb": "disagrees"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_too_few_who_agree_record_nothing_whichever_way_it_goes(cast, as_user, reviewed, outcome):
    """A11: no decision before as many agree as have to."""
    browser = as_user(cast.la)
    before = everything_but_the_audit_log()
    response = decide(browser, reviewed, outcome, **against("police", "icb"), rationale="I think so.")
    page = words(response)
    assert response.status_code == 409
    assert "Not yet: two of the three safeguarding partners must agree; one does." in page
    assert f'href="{address(reviewed, "escalations/raise/")}"' in page
    assert "I think so." in page, "what was typed is kept"
    assert everything_but_the_audit_log() == before
    assert decide(as_user(cast.la), reviewed, outcome, **against("icb")).status_code == 302


def test_a_partner_that_could_not_be_heard_does_not_agree(cast, as_user, reviewed):
    absent = {"icb_stand": "absent", "icb_given_as": "", "icb_words": "Delegate and deputy are ill."}
    response = decide(as_user(cast.coordinator), reviewed, **absent, **against("police"))
    assert response.status_code == 409
    assert decide(as_user(cast.coordinator), reviewed, **absent).status_code == 302
    page = words(as_user(cast.police).get(address(reviewed, "decisions/")))
    assert "Who could not be heard" in page
    assert "Delegate and deputy are ill." in page


def test_how_many_must_agree_is_data_from_a_day_on(cast, as_user, reviewed, time_machine):
    tomorrow = clock.add_working_days(today(), 1)
    DecisionQuorum.objects.create(decision="review", effective_from=tomorrow, partners_needed=3)
    browser = as_user(cast.coordinator)
    asks = address(reviewed, "review-decision/")
    assert "two of the three safeguarding partners must agree" in words(browser.get(asks))
    time_machine.move_to(clock.at_hour(tomorrow, 9))
    browser = as_user(cast.coordinator)
    assert "all three safeguarding partners must agree" in words(browser.get(asks))
    response = decide(browser, reviewed, **against("icb"))
    assert response.status_code == 409
    assert "Not yet: all three safeguarding partners must agree; two do." in words(response)
    assert decide(browser, reviewed).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"police_stand": ""}, "Choose where the police stood."),
        ({"police_given_as": " "}, "Enter who spoke for the police: name and post."),
        ({"icb_stand": "disagrees"}, "Enter what the Integrated Care Board said against the decision."),
        (
            {"icb_stand": "absent"},
            "Enter why the Integrated Care Board could not be heard, and what was tried.",
        ),
        (
            {"icb_given_as": "ADE BELLO,  director of children’s services"},
            "is named for the local authority and the Integrated Care Board. One person speaks for one partner.",
        ),
        ({"la_given_as": "x" * 201}, "200 characters"),
    ],
)
def test_what_is_missing_or_said_twice_is_named_at_its_field(cast, as_user, reviewed, changes, sentence):
    browser = as_user(cast.coordinator)
    before = everything_but_the_audit_log()
    response = decide(browser, reviewed, **changes)
    assert response.status_code == 200
    assert sentence in words(response)
    assert everything_but_the_audit_log() == before


def test_the_action_refuses_what_the_form_would(cast, reviewed):
    """A11: whatever a page lets through, the rule is asked again under the lock."""
    known: dict[str, Any] = {
        "outcome": "no_review",
        "criteria": {},
        "is_learning_likely": False,
        "learning_reason": "No.",
        "is_national_view": False,
        "national_reason": "No.",
        "rationale": "So.",
        "decided_on": today(),
        "by": cast.coordinator,
        "at": clock.now(),
    }
    one = Said("agrees", "Ade Bello")
    two = Said("agrees", "Rhona Haldane")
    with pytest.raises(Refused, match="Choose where the Integrated Care Board stood"):
        actions.decide_review(reviewed, said={"la": one, "police": two}, **known)
    with pytest.raises(Refused, match="One person speaks for one partner"):
        actions.decide_review(reviewed, said=dict.fromkeys(PartnerRole.values, one), **known)
    with pytest.raises(NotYet, match="one does"):
        no = Said("disagrees", "Carys Iveson", AGAINST)
        nobody = Said("absent", "", "Away.")
        actions.decide_review(reviewed, said={"la": one, "police": nobody, "icb": no}, **known)
    assert not PartnerStand.objects.exists()


@pytest.mark.parametrize(("person", "role"), [("la_deputy", "la"), ("police", "police"), ("icb", "icb")])
def test_the_form_names_the_three_bodies_in_their_order_and_whoever_fills_it_in(
    cast, as_user, reviewed, person, role
):
    user = getattr(cast, person)
    response = as_user(user).get(address(reviewed, "review-decision/"))
    page = words(response)
    places = [
        page.index(f"Where does {name} stand") for name in ("Aldermere County Council", "Aldermere Police")
    ]
    assert places == sorted(places)
    assert page.index(f"Where does {cast.icb.agency.name} stand") > places[-1]
    form = response.context["form"]
    begun = {key: form[f"{key}_given_as"].value() for key in PartnerRole.values}
    assert begun == {key: f"{user.name}, {user.post}" if key == role else None for key in begun}


def test_the_coordinator_speaks_for_nobody(cast, as_user, reviewed):
    form = as_user(cast.coordinator).get(address(reviewed, "review-decision/")).context["form"]
    assert not any(form[f"{role}_given_as"].value() for role in PartnerRole.values)
    assert not any(form[f"{role}_stand"].value() for role in PartnerRole.values)


def test_who_disagreed_is_shown_first_wherever_the_decision_is_shown(cast, as_user, reviewed):
    decide(as_user(cast.coordinator), reviewed, "no_review", **against("icb"))
    browser = as_user(cast.police)
    page = words(browser.get(address(reviewed, "decisions/")))
    dissent = page[page.index("Should there be a review?") :]
    assert dissent.index("Who did not agree") < dissent.index(AGAINST) < dissent.index("Who agreed")
    for text in shown(browser, reviewed):
        part = text[text.index("Who did not agree") :]
        assert (
            f"Integrated Care Board: “Disagrees”. Carys Iveson, Chief nurse, {cast.icb.agency.name}" in part
        )
        assert part.index(AGAINST) < part.index("Where each partner stood") < part.index("What was weighed")
        assert "Ade Bello, Director of children’s services" in part


def test_a_decision_with_which_all_agree_says_so(cast, as_user, reviewed):
    decide(as_user(cast.coordinator), reviewed)
    for text in shown(as_user(cast.police), reviewed):
        assert "No partner disagreed with the decision." in text
    assert "Who did not agree" not in words(as_user(cast.police).get(address(reviewed, "decisions/")))


def test_a_decision_recorded_before_this_was_asked_says_that_it_was_not(cast, as_user, reviewed):
    decide(as_user(cast.coordinator), reviewed)
    PartnerStand.objects.all().delete()
    browser = as_user(cast.police)
    assert "not recorded." in words(browser.get(address(reviewed, "decisions/")))
    for text in shown(browser, reviewed):
        assert "Where each partner stood was not recorded." in text
        assert "No partner disagreed" not in text


def test_a_decision_made_anew_keeps_the_earlier_stands(cast, as_user, reviewed):
    browser = as_user(cast.coordinator)
    decide(browser, reviewed, "no_review", **against("icb"))
    browser.post(address(reviewed, "review-decision/reopen/"), {"reason": "The Panel asks."})
    assert decide(browser, reviewed, "cspr").status_code == 302
    assert PartnerStand.objects.count() == 6
    for text in shown(browser, reviewed):
        assert text.index("No partner disagreed") < text.index("Earlier decisions") < text.index(AGAINST)


# Agreeing a report


@pytest.mark.parametrize(("needed", "moves"), [(3, False), (2, True)])
def test_how_many_partners_must_agree_a_report_is_data_and_each_is_asked(make_case, needed, moves):
    if needed != 3:
        DecisionQuorum.objects.create(decision="agreement", effective_from=today(), partners_needed=needed)
    walk = make_case(Stage.PARTNER_AGREEMENT)
    version = walk.case.review.report_versions.first()

    def missing_now() -> str | None:
        return stage_moves.missing_for(walk.case, Stage.PRE_PUBLICATION, clock.now())

    for person, view in zip(walk.partners, ("agrees", "with_comments", "disagrees"), strict=True):
        assert "there is no answer yet on version 1" in (missing_now() or "")
        report.give_agreement(
            walk.case, version, view=AgreementView(view), comments="Why.", by=person, at=clock.now()
        )
    assert (missing_now() is None) is moves
    if not moves:
        assert "version 1 is not agreed by the Integrated Care Board" in (missing_now() or "")
    assert stage(walk.case) == Stage.PARTNER_AGREEMENT
