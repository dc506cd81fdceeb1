"""Which methods the public site answers: GET and HEAD, two forms POST too, everything else with 405."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from cspr_portal import errors

View = Callable[..., HttpResponse]


def read_only(view: View) -> View:
    """Let a view answer GET and HEAD only."""
    return _answering(view, ["GET", "HEAD"])


def reads_and_takes(view: View) -> View:
    """Let a view with a form answer GET, HEAD and POST only."""
    return _answering(view, ["GET", "HEAD", "POST"])


def _answering(view: View, methods: list[str]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in methods:
            return errors.method_not_allowed(request, methods)
        return view(request, *args, **kwargs)

    return guarded
