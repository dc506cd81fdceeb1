"""What waits on a case because of comments on its report. Writing and agreeing the report is in of_stage.py."""

from collections.abc import Iterator

from reviews.models import Case, PassageComment, Turn
from reviews.stages import Stage

from . import of_reviewers


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits for the Independent Reviewers of `case` while they draft: comments without an answer."""
    if case.stage != Stage.DRAFTING:
        return
    if PassageComment.objects.filter(version__review=case.review, answered_at__isnull=True).exists():
        yield from of_reviewers.each(case, "answer_comments")
