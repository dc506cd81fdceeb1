"""Who may write, complete, read and send the rapid review, and record the national Panel's answer and what follows.

Each rule returns its sentence, or None. What is in the decision on a review is in reviews/decisions/.
"""

from datetime import date, datetime

from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.words import listed
from reviews.decisions.access import is_review_decided
from reviews.models import (
    Case,
    NationalPanelAnswer,
    PartnersResponse,
    RapidReview,
    RapidReviewPart,
    RapidReviewSection,
    User,
)
from reviews.stages import Stage
from reviews.standing import standing

MEETING = ("the day of the meeting", "who attended")


def write(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not write the rapid review."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record the rapid review."
    if case.held_rapid_review is not None:
        return "Already: the rapid review is recorded."
    if case.stage != Stage.RAPID_REVIEW:
        return "Not yet: a rapid review follows when the criteria are met."
    return None


def read(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not read the rapid review: a draft is its writers' own."""
    return None if case.held_rapid_review is not None else write(user, case, at)


def complete(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the rapid review as complete: also what it still lacks."""
    return write(user, case, at) or missing_sentence(case, at)


def missing_sentence(case: Case, at: datetime) -> str | None:
    """Say what the rapid review lacks before it can be recorded as complete, or None."""
    review = begun(case)
    meeting = (review.meeting_on, review.attended_by) if review is not None else (None, "")
    lacks = [words for words, value in zip(MEETING, meeting, strict=True) if not value]
    written = texts(case)
    lacks += [
        f"“{section.heading}”"
        for section in sections(case, at)
        if section.is_required and section.key not in written
    ]
    if not lacks:
        return None
    return f"Not yet: {listed(lacks)} {'is' if len(lacks) == 1 else 'are'} missing."


def download(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not take the rapid review away as a file: partners once it is complete."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator and the safeguarding partners may download the rapid review."
    if begun(case) is None:
        return "Not yet: nothing of the rapid review is written."
    if case.held_rapid_review is None and not who.is_coordinator:
        return "Not yet: the rapid review is still being written."
    return None


def send(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that the rapid review was sent to the national Panel."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record that the rapid review was sent."
    if case.held_rapid_review is None:
        return "Not yet: the rapid review has not been recorded."
    if case.held_rapid_review.sent_on:
        return "Already: it is recorded that the rapid review was sent."
    if not is_review_decided(case):
        return "Not yet: the rapid review goes out with the decision on a review, which is not recorded."
    return None


def record_answer(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record what the national Panel answered."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record the national Panel’s answer."
    if case.held_rapid_review is None or not case.held_rapid_review.sent_on:
        return "Not yet: the rapid review has not been sent."
    return None


def respond(user: User, answer: NationalPanelAnswer, at: datetime) -> str | None:
    """Say why `user` may not record how the partners respond to the national Panel's answer."""
    refusal = speak_for_partners(user, answer.case, at)
    if refusal is None and answer.response:
        return "Already: the partners’ response to this answer is recorded."
    return refusal


def record_followed(user: User, answer: NationalPanelAnswer, at: datetime) -> str | None:
    """Say why `user` may not record what followed the partners' challenge."""
    refusal = speak_for_partners(user, answer.case, at)
    if refusal is not None:
        return refusal
    if not answer.response:
        return "Not yet: the partners’ response to this answer is not recorded."
    if answer.response != PartnersResponse.CHALLENGE:
        return "Already: the partners agree with this answer, so there is no challenge to follow up."
    if answer.response_followed:
        return "Already: what followed the challenge is recorded."
    return None


def speak_for_partners(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record what the partners make of the national Panel's answers."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only the coordinator or a safeguarding partner may record the partners’ response."


# What is there


def begun(case: Case) -> RapidReview | None:
    """Return the rapid review, complete or not; None while nothing of it is written. Reads what came with the case."""
    return getattr(case, "rapid_review", None)


def newest(case: Case) -> RapidReview | None:
    """Return the same as it is kept now, whatever was read before."""
    return RapidReview.objects.filter(case=case).first()


def sections(case: Case, at: datetime) -> QuerySet[RapidReviewSection]:
    """Return the sections that the rapid review has to have, in their order: those asked for when it was begun."""
    review = begun(case)
    return sections_on(clock.today(review.begun_at if review is not None else at))


def sections_on(day: date) -> QuerySet[RapidReviewSection]:
    """Return the sections that a rapid review begun on `day` (a day in London) has to have, in their order."""
    return RapidReviewSection.objects.asked_on(day)


def written(case: Case) -> QuerySet[RapidReviewPart]:
    """Return what is written so far, each part with its section, in their order."""
    return RapidReviewPart.objects.filter(rapid_review__case=case).select_related("section")


def to_write(case: Case, at: datetime) -> list[tuple[str, str]]:
    """Return (heading, text so far) of every section that is asked for, in their order."""
    found = texts(case)
    return [(section.heading, found.get(section.key, "")) for section in sections(case, at)]


def texts(case: Case) -> dict[str, str]:
    """Return what is written so far: key of the section → text. Empty sections are left out."""
    return dict(written(case).values_list("section__key", "text"))
