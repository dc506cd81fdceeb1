"""The mail about an alert: that there is one, and where. It names no person and no case."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from reviews.models import Alert

from . import access

log = logging.getLogger(__name__)


def send(alert: Alert) -> None:
    """Tell those who may look at `alert`. Without a mail server it waits in the portal all the same."""
    scheme = "http" if settings.DEMO else "https"
    address = f"{scheme}://{settings.ALLOWED_HOSTS[0]}{reverse('alert', args=[alert.pk])}"
    text = (
        "The portal noticed something that a second person should look at. It may well be in order: such notes are "
        "there for safety, not for blame.\n\n"
        f"Sign in to read what it is:\n{address}\n\n{settings.PARTNERSHIP['name']}\n"
    )
    for person in access.people_to_tell(alert, alert.raised_at):
        try:
            send_mail("Please look at an alert in the portal", text, None, [person.email])
        except (OSError, SMTPException) as error:
            log.error("The mail about an alert was not sent: %s", type(error).__name__)
            return
