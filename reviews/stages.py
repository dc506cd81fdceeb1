"""The way of a case as data: its stages, which follows which, and whose turn each is. Pure.

The conditions of each step are in the access modules; here is only what may follow what.
"""

from django.db.models import TextChoices


class Stage(TextChoices):
    LOGGED = "logged", "Criteria decision"
    NOT_MET = "not_met", "Criteria not met"
    TOLD = "told", "Told: no review required"
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
    CONTRIBUTION = "contribution", "Contribution"
    CLOSED = "closed", "Closed"


START = Stage.LOGGED
# Where a case begins: with the criteria, or as our part in a review that another partnership leads.
STARTS: frozenset[Stage] = frozenset({START, Stage.CONTRIBUTION})

# A step that a decision makes has the name of the decision; all others are moves with a typed reason.
# A decision that is reopened, because facts have changed, leads the case back to where it was made.
FOLLOWS: dict[Stage, tuple[Stage, ...]] = {
    Stage.LOGGED: (Stage.NOT_MET, Stage.RAPID_REVIEW, Stage.TOLD, Stage.CONTRIBUTION),
    Stage.NOT_MET: (Stage.LOGGED,),
    Stage.TOLD: (Stage.LOGGED,),
    Stage.RAPID_REVIEW: (
        Stage.NO_REVIEW,
        Stage.NATIONAL,
        Stage.SCOPING,
        Stage.LOGGED,
        Stage.CONTRIBUTION,
    ),
    Stage.NO_REVIEW: (Stage.CLOSED, Stage.RAPID_REVIEW),
    Stage.NATIONAL: (Stage.CLOSED, Stage.RAPID_REVIEW),
    Stage.SCOPING: (Stage.GATHERING,),
    Stage.GATHERING: (Stage.ANALYSIS,),
    Stage.ANALYSIS: (Stage.ENGAGEMENT,),
    Stage.ENGAGEMENT: (Stage.DRAFTING,),
    Stage.DRAFTING: (Stage.PANEL_AGREEMENT,),
    Stage.PANEL_AGREEMENT: (Stage.PARTNER_AGREEMENT, Stage.DRAFTING),
    Stage.PARTNER_AGREEMENT: (Stage.PRE_PUBLICATION, Stage.DRAFTING),
    Stage.PRE_PUBLICATION: (Stage.PUBLISHED, Stage.DRAFTING),
    Stage.PUBLISHED: (Stage.EMBEDDING, Stage.PRE_PUBLICATION),
    Stage.EMBEDDING: (Stage.CLOSED,),
    Stage.CONTRIBUTION: (Stage.CLOSED, Stage.LOGGED, Stage.RAPID_REVIEW),
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
    Stage.TOLD: "Nobody: the record is kept",
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
    Stage.CONTRIBUTION: "The coordinator",
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

# Where a reopened decision leads back to.
REOPENED: frozenset[tuple[Stage, Stage]] = frozenset(
    {
        (Stage.NOT_MET, Stage.LOGGED),
        (Stage.TOLD, Stage.LOGGED),
        (Stage.RAPID_REVIEW, Stage.LOGGED),
        (Stage.NO_REVIEW, Stage.RAPID_REVIEW),
        (Stage.NATIONAL, Stage.RAPID_REVIEW),
    }
)

# The lead goes to another partnership, and we contribute; or it comes back to where it left.
HANDED_OVER: frozenset[tuple[Stage, Stage]] = frozenset(
    {
        (Stage.LOGGED, Stage.CONTRIBUTION),
        (Stage.RAPID_REVIEW, Stage.CONTRIBUTION),
        (Stage.CONTRIBUTION, Stage.LOGGED),
        (Stage.CONTRIBUTION, Stage.RAPID_REVIEW),
    }
)

# The day of publication is cancelled before it has come.
DAY_CANCELLED: frozenset[tuple[Stage, Stage]] = frozenset({(Stage.PUBLISHED, Stage.PRE_PUBLICATION)})

# Nothing waits for anybody here, though the first two may be reopened.
ENDS: frozenset[Stage] = frozenset({Stage.NOT_MET, Stage.TOLD, Stage.CLOSED})
