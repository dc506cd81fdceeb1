"""Taking in a case as people do it: begun by its area, section by section, checked, logged. No test lives here."""

import re
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from reviews.models import Intake
from tests import typed
from tests.reading import words

LOG = "/staff/cases/new/"


def address(intake: Intake, rest: str = "") -> str:
    """An address of the intake."""
    return f"{LOG}{intake.pk}/{rest}"


def begin(browser: Client, area: Any, **changes: Any) -> Intake:
    """Begin an intake in an area and return it."""
    start = typed.start(area, **changes)
    response = browser.post(LOG, start)
    assert response.status_code == 302, words(response)
    return Intake.objects.get(pk=start["form_key"])


def fill(browser: Client, intake: Intake, rest: str, data: dict[str, Any], **more: Any) -> HttpResponse:
    """Save one section as it is opened now: the form's own version goes with what is typed."""
    url = address(intake, rest)
    return browser.post(url, {"version": version(browser, url), **data}, **more)


def version(browser: Client, url: str) -> str:
    """The version of the answers that a page was opened with."""
    found = re.search(r'name="version" value="(\d+)"', words(browser.get(url)))
    return found[1] if found else ""


def fill_all(browser: Client, intake: Intake, answers: dict[str, dict[str, Any]]) -> None:
    """Save all these sections (section → what is typed); each has to be complete. A child gets a key of its own."""
    for section, data in answers.items():
        rest = f"{section}/{uuid.uuid4()}/" if section in {"children", "proceedings"} else f"{section}/"
        response = fill(browser, intake, rest, data)
        assert response.status_code == 302, (section, words(response))


def log(browser: Client, intake: Intake) -> HttpResponse:
    """Read the answers and log the case."""
    url = address(intake, "check/")
    return browser.post(url, {"version": version(browser, url)}, follow=True)


def take_in(browser: Client, area: Any, answers: dict[str, dict[str, Any]]) -> HttpResponse:
    """From nothing to a logged case, and return the page that the person lands on."""
    intake = begin(browser, area)
    fill_all(browser, intake, answers)
    return log(browser, intake)


# Every form of an intake: where it stands, and what must be filled in before. One press of a button: PLAIN.
FORMS: dict[str, str] = {
    "log_case": "",
    "intake_place": "place/",
    "intake_drop": "drop/",
    "intake_safe": "safe/",
    "intake_incident": "incident/",
    "intake_known": "known/",
    "intake_harm": "harm/",
    "intake_agencies": "agencies/",
    "intake_lines": "agencies/involvement/",
    "intake_notified": "notified/",
    "intake_contribution": "contribution/",
    "intake_children_entry": "children/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/",
    "intake_proceedings_entry": "proceedings/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/",
}
PLAIN = {"intake_check", "intake_children_remove", "intake_proceedings_remove"}


def where(browser: Client, area: Any, name: str) -> str:
    """Begin what the form of this name needs, and return its address."""
    if name == "log_case":
        return LOG
    intake = begin(browser, area, kind="contribution" if name == "intake_contribution" else "incident")
    if name == "intake_lines":
        fill(browser, intake, "agencies/", {"others": "Lowdale Trust"})
    if name == "intake_children_entry":
        fill_all(browser, intake, {"children": typed.child("Child Heron")})
    return address(intake, FORMS[name])
