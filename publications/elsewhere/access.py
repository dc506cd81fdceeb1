"""Who may record that a case's report was published by another body. Each rule returns its sentence, or None."""

from datetime import datetime

from reviews.models import Case, User
from reviews.stages import Stage
from reviews.standing import standing

# A lead partnership publishes a review to which we contributed; a report that is out may come out elsewhere too.
WITHOUT_A_STEP = (Stage.CONTRIBUTION, Stage.PUBLISHED, Stage.EMBEDDING, Stage.CLOSED)
CAN_BE_OUT = (Stage.PRE_PUBLICATION, *WITHOUT_A_STEP)


def record(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that the case's report was published by another body."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator records where else a report was published."
    if case.stage not in CAN_BE_OUT:
        return (
            "Not yet: the case has not reached “Pre-publication”, and is no contribution to another partnership’s "
            "review, so no report of it can be out."
        )
    return None
