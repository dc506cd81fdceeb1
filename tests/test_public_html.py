"""The HTML of every public page in every state, as the Nu HTML checker of the W3C reads it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.test import Client

from tests import public_states

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]

MISSING = "Java is missing: `make setup` installs it (Debian package default-jre-headless)."
CHECKER = portal.BASE_DIR / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.same_with_each_database
def test_the_checker_finds_nothing_on_any_page(
    cast: Any, make_case: Any, settings: Any, tmp_path: Path
) -> None:
    """Errors, warnings and hints about the markup, in one run of Java over all pages. Nothing is left out."""
    settings.ROOT_URLCONF = public_states.__name__
    for shown in public_states.empty_pages():
        keep(shown, tmp_path, "empty ")
    shown_pages = public_states.pages(public_states.built(cast, make_case))
    assert public_states.names_without_a_page(shown_pages) == set()
    for shown in shown_pages:
        keep(shown, tmp_path)
    (tmp_path / "broken.html").write_text("<!doctype html><title>It would notice</title><p><div></p>")
    java = shutil.which("java")
    assert java, MISSING
    command = [java, "-jar", CHECKER, "--format", "json", "--stdout", "--exit-zero-always"]
    checked = subprocess.run([*command, *tmp_path.iterdir()], capture_output=True, text=True, check=True)
    found = [
        (one["url"].rsplit("/", 1)[1].replace("%20", " "), one["message"], one.get("extract", ""))
        for one in json.loads(checked.stdout)["messages"]
    ]
    assert "broken.html" in {name for name, *_ in found}
    assert [one for one in found if one[0] != "broken.html"] == []


def keep(shown: public_states.Shown, folder: Path, prefix: str = "") -> None:
    """Ask for a page as a visitor does, and keep its HTML in a file of its name."""
    browser = Client(raise_request_exception=False)
    if shown.method == "POST":
        response = browser.post(shown.path, shown.sent)
    else:
        response = browser.generic(shown.method, shown.path)
    assert response.status_code == shown.status, shown
    (folder / f"{prefix}{shown.name}.html").write_bytes(response.content)
