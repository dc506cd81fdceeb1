"""The way of a case as data: its stages, which follows which, and whose turn each is. Pure.

The conditions of each step are in the access modules; here is only what may follow what.
"""

from django.db.models import TextChoices


class Stage(TextChoices):
    LOGGED = "logged", "Criteria decision"
    NOT_MET = "not_met", "Criteria not met"
    RAPID_REVIEW = "rapid_review", "Rapid review"
    NO_REVIEW = "no_review", "No further review"
    NATIONAL = "national", "National review"
    SCOPING = "scoping", "Scoping"
    GATHERING = "gathering", "Information gathering"
    ANALYSIS = "analysis", "Analysis"
    ENGAGEMENT = "engagement", "Engagement"
    DRAFTING = "drafting", "Drafting"
    PANEL_AGREEMENT = "panel_agreement", "Panel agreement"
    PARTNER_AGREEMENT = "partner_agreement", "Partner agreement"
    PRE_PUBLICATION = "pre_publication", "Pre-publication"
    PUBLISHED = "published", "Published"
    EMBEDDING = "embedding", "Embedding learning"
    CLOSED = "closed", "Closed"


START = Stage.LOGGED

# A step that a decision makes has the name of the decision; all others are moves with a typed reason.
FOLLOWS: dict[Stage, tuple[Stage, ...]] = {
    Stage.LOGGED: (Stage.NOT_MET, Stage.RAPID_REVIEW),
    Stage.NOT_MET: (),
    Stage.RAPID_REVIEW: (Stage.NO_REVIEW, Stage.NATIONAL, Stage.SCOPING),
    Stage.NO_REVIEW: (Stage.CLOSED,),
    Stage.NATIONAL: (Stage.CLOSED,),
    Stage.SCOPING: (Stage.GATHERING,),
    Stage.GATHERING: (Stage.ANALYSIS,),
    Stage.ANALYSIS: (Stage.ENGAGEMENT,),
    Stage.ENGAGEMENT: (Stage.DRAFTING,),
    Stage.DRAFTING: (Stage.PANEL_AGREEMENT,),
    Stage.PANEL_AGREEMENT: (Stage.PARTNER_AGREEMENT, Stage.DRAFTING),
    Stage.PARTNER_AGREEMENT: (Stage.PRE_PUBLICATION, Stage.DRAFTING),
    Stage.PRE_PUBLICATION: (Stage.PUBLISHED, Stage.DRAFTING),
    Stage.PUBLISHED: (Stage.EMBEDDING,),
    Stage.EMBEDDING: (Stage.CLOSED,),
    Stage.CLOSED: (),
}

# Steps that a person takes on the "Move the review on" page; the others belong to a decision or a publication.
MOVED_BY_HAND: frozenset[Stage] = frozenset(
    {
        Stage.GATHERING,
        Stage.ANALYSIS,
        Stage.ENGAGEMENT,
        Stage.DRAFTING,
        Stage.PANEL_AGREEMENT,
        Stage.PARTNER_AGREEMENT,
        Stage.PRE_PUBLICATION,
        Stage.EMBEDDING,
        Stage.CLOSED,
    }
)

OWNERS: dict[Stage, str] = {
    Stage.LOGGED: "The three safeguarding partners, then the coordinator",
    Stage.NOT_MET: "Nobody: the record is kept",
    Stage.RAPID_REVIEW: "The coordinator and the safeguarding partners",
    Stage.NO_REVIEW: "The coordinator",
    Stage.NATIONAL: "The national Panel",
    Stage.SCOPING: "The coordinator and the review's panel",
    Stage.GATHERING: "The agencies, then the coordinator",
    Stage.ANALYSIS: "The Independent Reviewer",
    Stage.ENGAGEMENT: "The Independent Reviewer and the coordinator",
    Stage.DRAFTING: "The Independent Reviewer",
    Stage.PANEL_AGREEMENT: "The review's panel",
    Stage.PARTNER_AGREEMENT: "The three safeguarding partners",
    Stage.PRE_PUBLICATION: "The coordinator and the publisher",
    Stage.PUBLISHED: "The coordinator",
    Stage.EMBEDDING: "The coordinator and the agencies",
    Stage.CLOSED: "Nobody: the record is kept",
}

REVIEW_STAGES: frozenset[Stage] = frozenset(
    {
        Stage.SCOPING,
        Stage.GATHERING,
        Stage.ANALYSIS,
        Stage.ENGAGEMENT,
        Stage.DRAFTING,
        Stage.PANEL_AGREEMENT,
        Stage.PARTNER_AGREEMENT,
        Stage.PRE_PUBLICATION,
        Stage.PUBLISHED,
        Stage.EMBEDDING,
    }
)

ENDS: frozenset[Stage] = frozenset(stage for stage, after in FOLLOWS.items() if not after)
