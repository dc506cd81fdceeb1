"""The type of a request by somebody signed in: what every view behind the sign-in gets."""

from django.http import HttpRequest

from reviews.models import User


class StaffRequest(HttpRequest):
    """A request whose user is an account: LoginRequiredMiddleware let nobody else through."""

    user: User
