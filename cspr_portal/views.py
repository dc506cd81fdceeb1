"""The house's own public address: the files of the partnership's look. No database, no visitor, no rule of a case."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from cspr_portal import errors
from cspr_portal.look import ADDRESS, Look

# A drawing that is opened by itself may show what is in it, and nothing else.
DRAWING = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60, must-revalidate"


@login_not_required
@require_safe
def look_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the look. Its address changes with it, so a page of before a change is led to today's."""
    look: Look = settings.PARTNERSHIP["look"]
    file = look.files.get(name)
    if file is None:
        today = next((one for one in look.files if one.split(".")[0] == name.split(".")[0]), None)
        if today is None:
            return errors.handler404(request)
        return HttpResponseRedirect(f"{ADDRESS}{today}", headers={"Cache-Control": FOR_A_MINUTE})
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Cache-Control"] = FOR_GOOD
    if file.media_type == "image/svg+xml":
        response.headers["Content-Security-Policy"] = DRAWING
    return response
