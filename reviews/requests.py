"""The type of a request by somebody signed in: what every view behind the sign-in gets."""

from django.http import HttpRequest

from reviews.models import User


class StaffRequest(HttpRequest):
    """A request whose user is an account: LoginRequiredMiddleware let nobody else through."""

    user: User
    # Set where an address leads to a case without naming it, so that a refusal is logged under its reference
    case_reference: str
