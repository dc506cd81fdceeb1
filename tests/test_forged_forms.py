"""Forms that another site sends: no address takes one, whatever it is for. Each form's own test is in test_every_form."""

from typing import Any

import pytest
from django.test import Client

from tests.reading import everything_but_the_audit_log
from tests.test_proof_again import routes

# They set no cookie, and have a signed key of their own in their form or their address.
WITH_KEYS_OF_THEIR_OWN = {"ask_for_a_copy", "copy"}
# One answer stands before all views, so two addresses show what the rarer forgeries get.
EACH_WAY = {"approve_publication", "account_login"}


@pytest.mark.django_db
@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
def test_b15_no_address_takes_a_form_without_its_token_or_from_another_site(cast: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coordinator)
    browser.get("/accounts/logout/")
    token = browser.cookies["csrf"].value
    forgeries: list[dict[str, Any]] = [
        {"data": {"x": "x"}},
        {"data": {"csrfmiddlewaretoken": token}, "headers": {"Origin": "http://evil.example"}},
        {"data": {"csrfmiddlewaretoken": token}, "headers": {"Origin": "null"}},
        {"data": {"csrfmiddlewaretoken": token[:-1] + ("a" if token[-1] != "a" else "b")}},
    ]
    before = everything_but_the_audit_log()
    walked = 0
    for url, name in routes():
        if name in WITH_KEYS_OF_THEIR_OWN:
            continue
        walked += 1
        tried = forgeries if name in EACH_WAY else forgeries[:2]
        assert {browser.post(url, **forgery).status_code for forgery in tried} == {403}, name
    assert browser.delete("/staff/").status_code == browser.put("/staff/").status_code == 403
    assert walked > 200 and everything_but_the_audit_log() == before
    assert browser.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302
