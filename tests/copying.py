"""Asking for a copy and answering, through the pages, as a visitor and as staff do it. No test lives here."""

import re
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from publications.models import CopyRequest, Publication

ASK = "/request-a-copy/ask/"
COPIES = "/staff/publications/copies/"
EMAIL = "zzreader@example.org"
# What a visitor writes: none of it may come out anywhere but on the page that opens it.
CANARIES = ("Zzada", "zzreader", "Zzlooking", "Zzwhy", "01632 960999")


def key(browser: Client) -> str:
    """The signed key of a form as it is given out."""
    found = re.search(r'name="key" value="([^"]+)"', browser.get(ASK).content.decode())
    assert found
    return found[1]


def typed(**more: str) -> dict[str, str]:
    return {
        "name": "Zzada Reader",
        "email": EMAIL,
        "other_way": "Ring 01632 960999",
        "looking_for": "Zzlooking for the report on Child Wren",
        "why": "Zzwhy: for training",
        "purpose": "work",
    } | more


def ask(**more: str) -> CopyRequest:
    """A request as a visitor sends it."""
    browser = Client()
    response = browser.post(ASK, typed(key=key(browser)) | more)
    assert response.status_code == 302, response.content.decode()
    return CopyRequest.objects.latest("received_at")


def at(copy_request: CopyRequest, rest: str = "") -> str:
    return f"{COPIES}{copy_request.pk}/{rest}"


def answer(browser: Client, copy_request: CopyRequest, commit: Any, **more: Any) -> HttpResponse:
    """An answer through the form, its mail sent. `commit` is django_capture_on_commit_callbacks."""
    given = {"answer": "link", "email": EMAIL, "days": "14", "reason": "It was public and is safe."} | more
    with commit(execute=True):
        return browser.post(at(copy_request, "read/"), given)


def link_to(browser: Client, publication: Publication, commit: Any, **more: Any) -> str:
    """The address that somebody got who asked for that publication."""
    response = answer(browser, ask(), commit, publication=str(publication.pk), **more)
    assert response.status_code == 302, response.content.decode()
    return newest_address()


def newest_address() -> str:
    """The address in the newest mail, without the host."""
    found = re.search(r"http://testserver(/copy/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]
