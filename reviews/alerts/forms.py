"""What is said of an alert once it was looked at."""

from cspr_portal.forms import PortalForm, long_text


class LookedForm(PortalForm):
    """One sentence."""

    what_was_found = long_text(
        "What did you find?",
        help_text="One sentence is enough, for example: she prepared the yearly return. Nothing of a case.",
        rows=3,
    )
