"""The places in which the portal holds something about the people of a case: data, one entry a place, no rule.

A place is one line on the page that gathers, or one line for each of its rows. What stands in a working pack of it is
named field by field; a place without fields is named there and no more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reviews.models import (
    Agreement,
    Case,
    ChronologyEntry,
    Engagement,
    Finding,
    KeyLine,
    Meeting,
    Participant,
    PassageComment,
    Recommendation,
    ReportVersion,
    RequestState,
    SealedItem,
)

PRIVILEGED, THIRD_PARTY, SEALED = "Legally privileged", "Other people", "Sealed"
Fields = tuple[tuple[str, str], ...]
# Agencies' drafts are their own until they are sent.
SENT = (RequestState.SUBMITTED, RequestState.ACCEPTED)


@dataclass(frozen=True)
class Place:
    """A place: what it is called, its rows of a case, the fields of a row, what its rows are flagged with.

    `title` is the field by which a row is called where each row is a line of its own; "" makes one line of them all.
    `day` is the field of a row's day.
    """

    words: str
    url_name: str
    rows: Callable[[Case], Iterable[Any]]
    fields: Fields = ()
    flags: tuple[str, ...] = (THIRD_PARTY,)
    title: str = ""
    day: str = ""


PLACES: dict[str, Place] = {
    "case": Place(
        "The case: what happened, and when it was known",
        "case",
        lambda case: [case],
        (
            ("What happened", "summary"),
            ("Why the harm is serious, or may be", "harm_reasoning"),
            ("Outcome", "outcome"),
            ("Abuse or neglect", "abuse"),
            ("Suspected suicide", "is_suspected_suicide"),
            ("Incident from", "incident_from"),
            ("Incident to", "incident_to"),
            ("The local authority was aware on", "aware_on"),
            ("Aware by", "aware_by"),
            ("Referred by", "referred_by"),
            ("Other children’s safety", "children_safe_note"),
        ),
    ),
    "child": Place(
        "Child",
        "children",
        lambda case: case.children.all(),
        (
            ("Age", "age_band"),
            ("Sex", "sex"),
            ("Ethnicity", "ethnicity"),
            ("Disabled", "is_disabled"),
            ("Looked after", "is_looked_after"),
            ("Placement", "placement"),
            ("Legal status", "legal_status"),
            ("Child protection plan", "child_protection_plan"),
            ("Child in need plan", "child_in_need_plan"),
            ("Home area", "home_area"),
            ("Placing area", "placing_area"),
            ("Former areas", "former_areas"),
        ),
        title="pseudonym",
        day="added_at",
    ),
    "sealed": Place(
        "Sealed: names, dates of birth, addresses, schools, relatives, practitioners",
        "open_sealed",
        lambda case: SealedItem.objects.filter(case=case).defer("ciphertext"),
        flags=(SEALED, THIRD_PARTY),
        day="sealed_at",
    ),
    "involved": Place(
        "Agencies involved",
        "involved_agencies",
        lambda case: case.involved_agencies.select_related("agency"),
        (("Agency", "agency"), ("Another body", "other_name"), ("Involvement", "involvement")),
        day="added_at",
    ),
    "view": Place(
        "Partners’ views on the criteria",
        "decisions",
        lambda case: case.partner_views.all(),
        (
            ("Partner", "partner_role"),
            ("View", "view"),
            ("Reasons", "reasons"),
            ("Given by", "given_as"),
            ("Given on", "given_at"),
        ),
        day="given_at",
    ),
    "criteria": Place(
        "Decisions on the criteria",
        "decisions",
        lambda case: case.criteria_decisions.all(),
        (("Reasons", "rationale"), ("Decided on", "decided_at"), ("Decided by", "decided_as")),
        day="decided_at",
    ),
    "notification": Place(
        "Notifications to the national Panel",
        "decisions",
        lambda case: case.notifications.all(),
        (("What was sent", "what_was_sent"), ("Sent on", "sent_on"), ("Note", "note")),
        day="sent_on",
    ),
    "telling": Place(
        "Who else was told",
        "told",
        lambda case: case.tellings.all(),
        (("Who was told", "told"), ("Which, or who", "who"), ("On", "told_on"), ("Note", "note")),
        day="told_on",
    ),
    "rapid": Place(
        "The rapid review",
        "rapid_review",
        lambda case: (
            case.rapid_review.parts.select_related("section") if hasattr(case, "rapid_review") else ()
        ),
        (("Section", "section"), ("Text", "text")),
    ),
    "review": Place(
        "Decisions on a review",
        "decisions",
        lambda case: case.review_decisions.all(),
        (("Outcome", "outcome"), ("Reasons", "rationale"), ("Decided on", "decided_on")),
        day="decided_on",
    ),
    "panel_answer": Place(
        "Answers of the national Panel",
        "decisions",
        lambda case: case.panel_answers.all(),
        (
            ("Answer", "answer"),
            ("On", "answered_on"),
            ("Note", "note"),
            ("What followed", "response_followed"),
        ),
        day="answered_on",
    ),
    "return": Place(
        "Agency’s return",
        "agency_requests",
        lambda case: case.agency_requests.filter(state__in=SENT).select_related("agency", "agency_return"),
        (
            ("What was asked", "asked"),
            ("Involvement", "agency_return.involvement"),
            ("Key practice episodes", "agency_return.episodes"),
            ("Immediate safety and early learning", "agency_return.safety"),
            ("Improvements", "agency_return.improvements"),
            ("Analysis", "agency_return.analysis"),
            ("What the agency does because of it", "agency_return.agency_actions"),
        ),
        title="agency",
        day="sent_at",
    ),
    "unsent": Place(
        "Returns that agencies are writing: their own until they send them",
        "agency_requests",
        lambda case: case.agency_requests.exclude(state__in=(*SENT, RequestState.WITHDRAWN)),
        day="sent_at",
    ),
    "document": Place(
        "Document",
        "documents",
        lambda case: case.documents.all(),
        (("Added on", "added_at"), ("SHA-256", "sha256")),
        title="title",
        day="added_at",
    ),
    "letter": Place(
        "Correspondence",
        "correspondence",
        lambda case: case.correspondence.all(),
        (
            ("Direction", "direction"),
            ("With whom", "party"),
            ("Which office or body", "party_words"),
            ("Day", "happened_on"),
            ("What it says", "note"),
        ),
        title="subject",
        day="happened_on",
    ),
    "proceeding": Place(
        "Parallel proceedings",
        "proceedings",
        lambda case: case.proceedings.all(),
        (
            ("Kind", "kind"),
            ("Status", "status"),
            ("Led by", "led_by"),
            ("Effect on the review", "effect"),
            ("Effect on people", "effect_on_people"),
        ),
        day="added_at",
    ),
    "order": Place(
        "Court orders",
        "court_orders",
        lambda case: case.court_orders.all(),
        (("Order", "title"), ("Court", "court"), ("Made on", "made_on"), ("Whom it protects", "protects")),
        day="made_on",
    ),
    "escalation": Place(
        "Escalations",
        "escalations",
        lambda case: case.escalations.all(),
        (("About", "about"), ("Reason", "reason"), ("Outcome", "outcome")),
        day="raised_at",
    ),
    "advice": Place(
        "A scrutineer’s advice",
        "advice",
        lambda case: case.advice.all(),
        (("About", "about"), ("Advice", "advice"), ("Response", "response")),
        day="given_at",
    ),
    "chronology": Place(
        "The chronology",
        "chronology",
        lambda case: ChronologyEntry.objects.filter(review__case=case, gone_at__isnull=True).select_related(
            "agency"
        ),
        (
            ("Day", "happened_on"),
            ("Agency", "agency"),
            ("What happened", "event"),
            ("Source", "source"),
            ("Practice comment", "practice_comment"),
        ),
        day="happened_on",
    ),
    "participant": Place(
        "Somebody who takes part",
        "engagement",
        lambda case: Participant.objects.filter(review__case=case),
        (
            ("Group", "engaged_with"),
            ("Reached through", "reach_through"),
            ("Who must not know", "must_not_know"),
            ("What may be said", "may_be_said"),
            ("What must not be said", "must_not_be_said"),
            ("Language", "language"),
            ("What was promised", "next_contact"),
        ),
        title="called",
        day="added_at",
    ),
    "engagement": Place(
        "What happened with family and practitioners",
        "engagement",
        lambda case: Engagement.objects.filter(review__case=case).select_related("participant"),
        (
            ("With", "participant"),
            ("Group", "engaged_with"),
            ("Outcome", "outcome"),
            ("Day", "happened_on"),
            ("Note", "note"),
        ),
        day="happened_on",
    ),
    "line": Place(
        "Key lines of enquiry",
        "enquiry",
        lambda case: KeyLine.objects.filter(review__case=case),
        (("Question", "question"), ("Why", "why"), ("Method", "method"), ("Answer", "answer")),
        day="added_at",
    ),
    "meeting": Place(
        "Meetings of the review’s panel",
        "meetings",
        lambda case: Meeting.objects.filter(review__case=case),
        (("Day", "held_on"), ("Purpose", "purpose"), ("Agenda", "agenda"), ("Decisions", "decisions")),
        day="held_on",
    ),
    "report": Place(
        "The report: its newest version",
        "report",
        lambda case: ReportVersion.objects.filter(review__case=case).order_by("-written_at")[:1],
        (("Written on", "written_at"), ("Text", "text")),
        day="written_at",
    ),
    "earlier": Place(
        "Earlier versions of the report",
        "report",
        lambda case: (
            ReportVersion.objects.filter(review__case=case).defer("text").order_by("-written_at")[1:]
        ),
        day="written_at",
    ),
    "comment": Place(
        "Comments on the report",
        "report",
        lambda case: PassageComment.objects.filter(version__review__case=case),
        (("Passage", "passage"), ("Comment", "comment"), ("Answer", "answer")),
        day="given_at",
    ),
    "agreement": Place(
        "Who agrees to the report",
        "report",
        lambda case: Agreement.objects.filter(version__review__case=case),
        (("By", "given_as"), ("View", "view"), ("Comments", "comments")),
        day="given_at",
    ),
    "finding": Place(
        "Findings",
        "learning",
        lambda case: Finding.objects.filter(case=case),
        (("Title", "title"), ("Text", "text")),
        day="added_at",
    ),
    "recommendation": Place(
        "Recommendations and actions",
        "learning",
        lambda case: Recommendation.objects.filter(case=case),
        (("What should be different", "change"), ("How it will be known", "measure")),
        day="added_at",
    ),
    "request": Place(
        "Other requests for information about the case, with legal advice",
        "case_information_requests",
        lambda case: case.information_requests.all(),
        flags=(PRIVILEGED, THIRD_PARTY),
    ),
}
# What no row of these tables holds, and a person has to look at in its own place.
BESIDE = (
    ("rest", "The rest of the case file: holds, people, related cases, what was known and when, its intake"),
    ("publications", "Publications of the case: drafts, checks, editions, requests for copies"),
    ("log", "The audit log of the case. An auditor can hand its rows out"),
)
