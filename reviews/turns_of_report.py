"""What waits on a case because of comments on its report. Writing and agreeing the report is in turns.py."""

from collections.abc import Iterator

from reviews.models import Case, PassageComment, Turn
from reviews.stages import Stage


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits for the Independent Reviewers of `case` while they draft: comments without an answer."""
    if case.stage != Stage.DRAFTING or not hasattr(case, "review"):
        return
    if PassageComment.objects.filter(version__review=case.review, answered_at__isnull=True).exists():
        current = case.review.appointments.filter(checked_at__isnull=False, ended_at__isnull=True)
        for key in current.values_list("user", flat=True):
            yield Turn.of_person(case, "answer_comments", key)
