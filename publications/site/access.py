"""Who may change the words of the site's own pages. A rule returns its sentence, or None."""

from reviews.models import Role, User

ROLES = (Role.COORDINATOR, Role.PUBLISHER)


def change(user: User) -> str | None:
    """Say why `user` may neither read the history of the site's pages nor change them."""
    if user.acts_as(*ROLES):
        return None
    return "Only a coordinator or the publisher changes the words of the public site."
