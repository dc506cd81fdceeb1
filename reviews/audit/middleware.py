"""Carries the request's facts to the audit log, and turns refusals into pages that say why."""

import hashlib
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cspr_portal import errors, peer, request_id
from cspr_portal.refusals import Refused

from .recording import drop_openings, note, settle_openings, within_request

# Answers that show nothing of what an address names.
NOT_SHOWN = {403, 404, 405, 410, 429}


class AuditMiddleware:
    """Gives each request an id for its audit rows; a refusal leaves a row and its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key or ""
        facts = {
            "id": request_id.current() or uuid.uuid4().hex,
            "session": hashlib.sha256(key.encode()).hexdigest()[:16] if key else "",
            "from": peer.address(request),
        }
        with within_request(facts):
            response = self.get_response(request)
            settle_openings(were_shown=response.status_code not in NOT_SHOWN)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        match = request.resolver_match
        named = str(match.kwargs.get("reference", "")) if match else ""
        reference = named or getattr(request, "case_reference", "")
        drop_openings()
        note(
            request.user if request.user.is_authenticated else None,
            f"refused.{match.view_name if match else ''}"[:60],
            reference,
            outcome="denied",
        )
        return errors.refused(request, exception.sentence, exception.status)
