"""The type of a request on the private side, where the middleware has seen to it that somebody is signed in."""

from django.http import HttpRequest

from reviews.models import User


class StaffRequest(HttpRequest):
    """A request whose user is a person. Only for type checking: nothing makes one."""

    user: User  # type: ignore[assignment]
