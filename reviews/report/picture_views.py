"""A picture of the report, as the pages ask for it that show it. Who may see one is in access.py."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cspr_portal import clock
from cspr_portal.attachments import guarded
from cspr_portal.refusals import check
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access


@require_safe
def report_picture(
    request: StaffRequest, reference: str, name: str, number: int | None = None
) -> HttpResponse:
    """Give a picture's bytes, beside each page that shows the text.

    One that no version shows is there for who writes the report alone, and not at all for anybody else.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    if number is not None:
        get_object_or_404(case.review.report_versions.only("pk"), number=number)
    picture = get_object_or_404(access.pictures(request.user, case, at), name=name)
    response = HttpResponse(bytes(picture.content), content_type=picture.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(False, picture.name) or "inline"
    return guarded(response)
