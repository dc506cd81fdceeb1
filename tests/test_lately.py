"""What happened last stands on the case's page: for each reader what is theirs, and never who read or opened what."""

import re

import pytest

from cspr_portal import clock
from reviews import lately
from reviews.cases import actions as cases
from reviews.models import AuditRow
from reviews.stages import Stage
from reviews.standing import standing
from tests import typed
from tests.assigned import advise, assign
from tests.reading import address, words
from tests.test_house_rules import modules


def happened(user, case) -> list[str]:
    return [one.words for one in lately.story(case, standing(user, case, clock.now())).last]


@pytest.mark.django_db
def test_the_newest_events_stand_on_the_page_in_words_with_who_and_when(cast, make_case, as_user):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review()
    case, browser = walk.case, as_user(cast.coordinator)
    for number in range(2):
        browser.post(address(case, "children/add/"), typed.child(f"Child {number}"))
    page = " ".join(words(as_user(cast.police).get(address(case))).split())
    sent = AuditRow.objects.get(verb="rapid_review.sent")
    when = f"{clock.day_words(clock.today(sent.at))}, {clock.london(sent.at):%H:%M}"
    sentence = "The rapid review was sent to the national Panel"
    by = f"{when}, by {cast.coordinator.name}"
    assert f'<li>{sentence}<br><span class="sp-small sp-muted">{by}</span></li>' in page
    assert page.count("A child was added<br>") == 1, "the same thing done again is said once"
    found = happened(cast.police, case)
    assert (len(found), found[0]) == (lately.MOST, "A child was added")
    assert page.count("<strong>Rapid review</strong>") == 1, "and how it got here stands below"
    assert as_user(cast.outsider).get(address(case)).status_code == 404


@pytest.mark.django_db
def test_what_is_kept_apart_inside_a_case_is_not_told_here(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    assign(case, cast.scrutineer, cast.coordinator)
    assign(case, cast.legal_adviser, cast.coordinator)
    advise(case, cast.scrutineer)
    cases.seal_identities(case, [("school", "Elm Lane School")], by=cast.coordinator, at=clock.now())
    cases.recuse(case, cast.la_deputy, reason="A cousin.", by=cast.coordinator, at=clock.now())
    as_user(cast.la).get(address(case))
    said = "A scrutineer’s advice was given"
    for person in ("coordinator", "la", "police"):
        assert said in happened(getattr(cast, person), case), person
    for person in ("panel_member", "reviewer", "scrutineer", "legal_adviser"):
        assert said not in happened(getattr(cast, person), case), person
    assert f"The case was moved to “{Stage.GATHERING.label}”" in happened(cast.panel_member, case)
    newest = set(AuditRow.objects.filter(reference=case.reference).values_list("verb", flat=True)[:8])
    assert {"sealed.added", "case.recused", "opened.case"} <= newest
    for user in (cast.coordinator, cast.panel_member):
        page = words(as_user(user).get(address(case)))
        lines = page[page.index('id="lately"') : page.index('id="history"')]
        assert not re.search("seal|recus|cousin|Elm Lane|opened", lines)


def test_every_step_of_a_case_has_words_or_is_left_out_on_purpose():
    tables = (set(lately.FOR_EVERYBODY), set(lately.FOR_THE_PARTNERSHIP), lately.LEFT_OUT)
    known = set.union(*tables)
    assert sum(map(len, tables)) == len(known), "each stands in one table"
    recorded = {verb for module in modules("reviews") for verb in _recorded(module)}
    assert recorded - known == set(), "say it in reviews/lately.py, or leave it out there on purpose"
    assert known - recorded == set(), "nobody records this any more"


def _recorded(module) -> set[str]:
    """The verbs that actions of this module record of a case: written out, or handed to `record` by a name."""
    text = module.read_text()
    if module.name == "lately.py" or "reviews.audit.recording" not in text:
        return set()
    nouns = "|".join({verb.split(".")[0] for verb in (*lately.FOR_EVERYBODY, *lately.FOR_THE_PARTNERSHIP)})
    named = [line for line in text.splitlines() if re.search(r"\bverb ?=", line)]
    found = {verb for line in named for verb in re.findall(rf'"((?:{nouns})\.\w+)"', line)}
    found |= set(re.findall(r'\brecord_on\(\s*\w+,\s*\w+,\s*"([\w.]+)"', text))
    return found | set(re.findall(r'\brecord\(\s*\w+,\s*"([\w.]+)",\s*[\w.]*reference', text))
