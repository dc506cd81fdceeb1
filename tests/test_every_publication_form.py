"""Every form about publications, copies and requests for information, walked from the URLconf.

NUL, too much, garbage, broken bodies and files.

What the forms of a case get is in test_every_form.py, whose bad input this one uses.
"""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BooleanField, FileField
from django.test import Client
from django.urls import reverse

from cspr_portal import clock
from publications import progress
from publications.copies import urls as copies
from publications.models import Attachment, AttachmentKind, Publication
from publications.site import urls as site
from publications.staff import urls as staff
from reviews.disclosures import urls as register
from reviews.stages import Stage
from tests import copying, registering
from tests import publication_builders as build
from tests.reading import everything_but_the_audit_log
from tests.test_every_form import FINE, GARBAGE, MEGABYTE, hidden_values, inputs

pytestmark = pytest.mark.django_db

# Names that people give to files to break what keeps, lists or hands them out.
FILE_NAMES = (
    "../../etc/passwd",
    "a\u202efdp.exe",
    "x" * 300,
    "CON",
    "-rf.pdf",
    '";\r\nSet-Cookie: x=1.pdf',
    "💥.pdf",
    "%0d%0aX: y.pdf",
)
Door = tuple[str, dict[str, Any]]  # a form: its name, and what its address needs beside the publication


def keyed(cast: Any, make_case: Any, state: str) -> tuple[Any, dict[str, Any], list[Door]]:
    """Return who fills in, the key of what it is about, and the forms that are open in that state."""
    if state in registering.STATES:
        person, keys, names = registering.keyed(cast, make_case, state)
        return person, keys, [(name, {}) for name in names]
    if state == "copy":
        return cast.coordinator, {"pk": copying.ask().pk}, [("read_copy_request", {})]
    if state == "site":
        return cast.publisher, {"page": "privacy"}, [("write_site_page", {})]
    if state == "draft":
        publication = build.drafted(cast)
        build.with_files(cast, publication)
        file = publication.attachments.get(kind="document")
        doors = ["new_publication", "write_draft", "publication_files", "link_publication", "new_version"]
        adding = [("add_publication_file", {"kind": kind}) for kind in AttachmentKind.values]
        more: list[Door] = [("take_out_publication_file", {"file": file.pk}), *adding]
        return cast.publisher, {"pk": publication.pk}, [*((name, {}) for name in doors), *more]
    if state == "unread":
        publication = build.drafted(cast)
        build.with_files(cast, publication)
        Attachment.objects.filter(kind="document").update(needs_reading=True)
        file = publication.attachments.get(kind="document")
        doors = [("read_publication_file", {"file": file.pk}), ("disclosure_check", {})]
        return cast.second_coordinator, {"pk": publication.pk}, doors
    if state == "checked":
        return cast.police, {"pk": build.checked(cast).pk}, [("approve_publication", {})]
    if state == "report":
        case = make_case(Stage.PRE_PUBLICATION).case
        report = build.approved(cast, case=case, kind="cspr", title="Child Wren")
        steps: list[Door] = [("record_release_steps", {}), ("record_release_step", {"kind": "family"})]
        return cast.coordinator, {"pk": report.pk}, [("record_copy", {}), *steps]
    if state == "approved":
        ready = build.approved(cast)
        build.see_to_everything(cast, ready)
        return cast.publisher, {"pk": ready.pk}, [("publish_publication", {})]
    if state == "scheduled":
        to_come = build.scheduled(cast, clock.now() + timedelta(days=9))
        return cast.publisher, {"pk": to_come.pk}, [("cancel_day", {})]
    if state == "open":
        opened = build.opened(cast)
        correcting: list[Door] = [("write_draft", {}), ("add_publication_file", {"kind": "plan"})]
        return (
            cast.coordinator,
            {"pk": opened.pk},
            [("extend_publication", {}), ("withdraw_publication", {}), *correcting],
        )
    if state == "held":
        held = build.opened(cast)
        Publication.objects.filter(pk=held.pk).update(held_since=clock.now())
        return cast.publisher, {"pk": held.pk}, [("confirm_after_restore", {})]
    gone = build.withdrawn(cast)
    holder = gone.withdrawals.get().holders.all()[0]
    if state == "withdrawn":
        return cast.publisher, {"pk": gone.pk}, [("record_holder", {"holder": holder.pk})]
    return cast.police, {"pk": gone.pk}, [("reinstate_publication", {})]


STATES = (
    "draft",
    "unread",
    "checked",
    "report",
    "approved",
    "scheduled",
    "open",
    "held",
    "withdrawn",
    "reinstated",
    "copy",
    "site",
    *registering.STATES,
)
# A button, and what is sent with it: tried below by itself.
BUTTONS = {"use_suggestion", "end_copy_link", *registering.BUTTONS}
# Forms of something that is not there yet.
FIRST = {"new_publication", "record_information_request"}


@pytest.fixture(
    params=[pytest.param(state, marks=pytest.mark.exhaustive) for state in STATES[1:]] + ["draft"]
)
def doors(request: Any, cast: Any, make_case: Any, as_user: Any) -> list[tuple[Any, str, Any]]:
    """The forms of one state: (the browser, the address, the form as it is shown empty)."""
    person, keys, names = keyed(cast, make_case, request.param)
    browser = as_user(person)
    found = []
    for name, more in names:
        url = reverse(name, kwargs=({} if name in FIRST else keys) | more)
        page = browser.get(url)
        assert page.status_code == 200, url
        form = page.context["read_form"] if name == "disclosure_check" else page.context["form"]
        found.append((browser, url, form))
    return found


def valued(form: Any, value: Any) -> dict[str, Any]:
    """That value in every input, as a file of hostile content where a file is asked for."""
    return {
        name: SimpleUploadedFile("x.pdf", str(value).encode(errors="replace"))
        if isinstance(form.fields.get(name), FileField)
        else value
        for name in inputs(form)
    }


@pytest.mark.exhaustive
def test_every_form_of_publications_is_in_the_table(cast: Any, make_case: Any, client: Client) -> None:
    """A01: a new form with no row here fails."""
    client.force_login(cast.coordinator)
    taking_posts = set()
    for pattern in (*staff.urlpatterns, *copies.urlpatterns, *site.urlpatterns, *register.urlpatterns):
        kwargs = {name: uuid.uuid4() for name in pattern.pattern.converters}
        kwargs |= dict.fromkeys({"kind", "name"} & set(kwargs), "plan")
        kwargs |= dict.fromkeys({"number"} & set(kwargs), 1)
        if client.post(reverse(pattern.name, kwargs=kwargs), {"x": "x"}).status_code != 405:
            taking_posts.add(pattern.name)
    listed = {name for state in STATES for name, _more in keyed(cast, make_case, state)[2]}
    assert taking_posts == listed | BUTTONS


def test_bad_input_in_every_field_is_no_fault_and_changes_nothing(doors: list[tuple[Any, str, Any]]) -> None:
    """E01, E02, E07, C03: NUL, a megabyte, and what is no form at all."""
    before = everything_but_the_audit_log()
    for browser, url, form in doors:
        names = [name for name in inputs(form) if not name.endswith(("_month", "_year"))]
        # Where there is no more to do than to tick, the hidden number is spoilt: any value of a box ticks it.
        is_a_tick = all(isinstance(field.field, BooleanField) for field in form.visible_fields())
        nul = browser.post(url, valued(form, "Kept \x00") | ({} if is_a_tick else hidden_values(form)))
        assert nul.status_code == 200 and "There is a problem" in nul.content.decode(), url
        for name in names:
            if isinstance(form.fields.get(name), BooleanField):
                continue
            answer = browser.post(url, hidden_values(form) | {name: MEGABYTE})
            assert answer.status_code in {200, 400, 409}, (url, name)
        for body, content_type in (
            (b'{"reason": true}', "application/json"),
            (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
            (
                b'--x\r\nContent-Disposition: form-data; name="\xff"; filename="\x00"\r\n\r\n\xff\r\n--x--\r\n',
                "multipart/form-data; boundary=x",
            ),
            (f"{names[0]}=%ED%A0%80%00&x=%00".encode(), "application/x-www-form-urlencoded"),
        ):
            answer = browser.generic("POST", url, body, content_type=content_type)
            # Nothing chosen is an answer to what should stand beside it: nothing.
            assert answer.status_code in {200, 400, 409, 302 if url.endswith("/links/") else 200}, url
    assert everything_but_the_audit_log() == before


def test_garbage_in_every_field_is_no_fault(doors: list[tuple[Any, str, Any]]) -> None:
    """E02, E03, E04, E06, E07, C05: absurd numbers and days, broken Unicode, templates, fields sent twice."""
    for browser, url, form in doors:
        names, hidden = inputs(form), hidden_values(form)
        tries: list[dict[str, Any]] = [valued(form, value) for value in GARBAGE[::4]]
        tries += [{name: [value, "2"] for name in names} for value in GARBAGE[::7]]
        tries += [
            {name: GARBAGE[(place + turn) % len(GARBAGE)] for place, name in enumerate(names)} | hidden
            for turn in (0, 6, 12)
        ]
        for data in tries:
            with transaction.atomic():
                response = browser.post(url, data)
                transaction.set_rollback(True)
            assert response.status_code in FINE, (url, data)
            assert "<script>alert" not in response.content.decode()


def test_buttons_and_cards_of_the_check_take_only_what_they_offer(cast: Any, as_user: Any) -> None:
    """E01, E07: what a page sends by itself is typed by an attacker."""
    publication = build.drafted(cast, text="## One\n\nRing 07700 900123.")
    second, writer = as_user(cast.second_coordinator), as_user(cast.publisher)
    url = reverse("disclosure_check", args=[publication.pk])
    before = everything_but_the_audit_log()
    for odd in ("\x00", "x" * 5_000, "' OR 1=1 --", "%", "\udcff".encode("utf-8", "surrogatepass"), ""):
        cleared = second.post(url, {"reason": "It is public.", "places": [odd, odd], "card": odd})
        assert cleared.status_code in FINE, odd
        used = writer.post(reverse("use_suggestion", args=[publication.pk]), {"hit": odd})
        assert used.status_code in FINE, odd
    assert everything_but_the_audit_log() == before


def test_no_name_of_a_file_leads_anywhere(cast: Any, as_user: Any) -> None:
    """C05, C08, E05: whatever a file is called, its address comes from its public title, nothing is overwritten."""
    publication = build.drafted(cast)
    browser = as_user(cast.publisher)
    url = reverse("add_publication_file", args=[publication.pk, "document"])
    content = build.pdf_of("A checklist.")
    for number, name in enumerate(FILE_NAMES[:3], start=1):
        file = SimpleUploadedFile("x.pdf", content)
        file.name = name
        typed = {"expected_number": str(number), "title": "Same <b>title</b> ../x", "file": file}
        assert browser.post(url, typed).status_code == 302, name
    for name in FILE_NAMES[3:]:
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
            + name.encode()
            + b'"\r\n\r\nno PDF\r\n'
            b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nTitle\r\n--x--\r\n'
        )
        answer = browser.generic("POST", url, body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code in {200, 400} and "X: y" not in str(dict(answer.headers)), name
    kept = list(progress.newest_draft(publication).attachments.values_list("name", flat=True))
    assert len(set(kept)) == 3
    listed = browser.get(reverse("publication_files", args=[publication.pk])).content.decode()
    assert "Same &lt;b&gt;title&lt;/b&gt;" in listed
    for name in kept:
        assert name.replace("-", "").replace(".", "").isalnum() and name.startswith("same-b")
    assert not any(name in listed for name in ("passwd", "fdp.exe", "x" * 50))


def test_a_file_may_be_as_large_as_the_page_says_and_no_byte_larger(
    cast: Any, as_user: Any, monkeypatch: Any
) -> None:
    """C03: told by its bytes, whatever its header says; what is too large is not kept."""
    publication = build.drafted(cast)
    content = build.pdf_of("A checklist.")
    url = reverse("add_publication_file", args=[publication.pk, "document"])
    for limit, status in ((len(content) - 1, 200), (len(content), 302)):
        monkeypatch.setattr("publications.attachments.forms.LARGEST_FILE", limit)
        typed = {"expected_number": "1", "title": "One", "file": SimpleUploadedFile("x.pdf", content)}
        assert as_user(cast.publisher).post(url, typed).status_code == status
        assert publication.attachments.exists() == (status == 302)
