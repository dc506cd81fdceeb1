"""Which methods the public site answers: GET and HEAD, everything else with 405."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from cspr_portal import errors

View = Callable[..., HttpResponse]


def read_only(view: View) -> View:
    """Let a view answer GET and HEAD only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return errors.method_not_allowed(request, ["GET", "HEAD"])
        return view(request, *args, **kwargs)

    return guarded
