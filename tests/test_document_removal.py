"""The list of a case's documents, and removing one: the bytes go when that is sure, the entry stays."""

import pytest

from reviews.models import AuditRow, Document
from reviews.stages import Stage
from tests import files
from tests.files import add
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_the_list_has_twenty_five_a_page_and_asks_as_much_for_one_as_for_thirty(
    cast, make_case, as_user, media, django_assert_max_num_queries
):
    """C09."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    for number in range(30):
        assert (
            add(browser, case, name="a.txt", data=b"%d" % number, title=f"Paper {number:02}").status_code
            == 302
        )
    browser.get(address(case))  # what was said about each is read there
    with django_assert_max_num_queries(12):
        first = words(browser.get(address(case, "documents/")))
    assert first.count("What you can do") == 1 and first.count("Fingerprint") == 25
    assert "Paper 29" in first and "Paper 04" not in first and "Page 1 of 2" in first
    assert "Paper 04" in words(browser.get(address(case, "documents/"), {"page": "2"}))
    assert "Paper 04" in words(browser.get(address(case, "documents/"), {"page": "9" * 40}))


def test_titles_are_text_and_never_markup(cast, make_case, as_user, media):
    """E05."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    add(browser, case, title="<script>alert(1)</script>{{ 7|add:7 }}\"'>")
    page = browser.get(address(case, "documents/")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert "{{ 7|add:7 }}" in page


def test_removing_asks_why_deletes_the_bytes_and_keeps_the_entry(
    cast, make_case, as_user, media, django_capture_on_commit_callbacks
):
    case = make_case().case
    browser = as_user(cast.coordinator)
    add(browser, case)
    document = Document.objects.get()
    rest = f"documents/{document.pk}/remove/"
    assert "Letter from the coroner" in words(browser.get(address(case, rest)))
    assert "Enter why the document is removed." in words(browser.post(address(case, rest), {"reason": " "}))
    with django_capture_on_commit_callbacks(execute=True):
        page = words(browser.post(address(case, rest), {"reason": "It is another case’s."}, follow=True))
    assert files.on_disk(media) == []
    document.refresh_from_db()
    assert (document.removed_by, document.remove_reason) == (cast.coordinator, "It is another case’s.")
    assert document.sha256 in page and "It is another case’s." in page and ">Removed<" in page
    assert AuditRow.objects.filter(verb="document.removed", detail__document=str(document.pk)).count() == 1
    for method in ("get", "post"):
        again = getattr(browser, method)(address(case, rest))
        assert again.status_code == 409
        assert "Already: this document was removed on" in words(again)
    gone = browser.get(address(case, f"documents/{document.pk}/"))
    assert gone.status_code == 409
    assert add(browser, case).status_code == 302  # the same file may come back
    assert Document.objects.count() == 2


def test_the_bytes_stay_until_the_removal_is_committed(cast, make_case, as_user, media):
    case = make_case().case
    browser = as_user(cast.coordinator)
    add(browser, case)
    document = Document.objects.get()
    # The test's own transaction is never committed.
    browser.post(address(case, f"documents/{document.pk}/remove/"), {"reason": "A mistake."})
    document.refresh_from_db()
    assert document.removed_at is not None
    assert len(files.on_disk(media)) == 1


def test_who_added_it_or_the_coordinator_removes_a_document(cast, case, as_user, media):
    reviewers = as_user(cast.reviewer)
    add(reviewers, case)
    document = Document.objects.get()
    rest = f"documents/{document.pk}/remove/"
    for person in ("police", "panel_member"):
        response = as_user(getattr(cast, person)).post(address(case, rest), {"reason": "Mine."})
        assert response.status_code == 403
        assert "Only the coordinator, or whoever added the document, may remove it." in words(response)
    document.refresh_from_db()
    assert document.removed_at is None
    assert reviewers.post(address(case, rest), {"reason": "A name was in it."}).status_code == 302


def test_a_document_of_another_case_is_not_found_under_ones_own(cast, make_case, as_user, media):
    """A06."""
    mine, other = make_case().case, make_case(Stage.GATHERING, pseudonym="Child Robin").case
    browser = as_user(cast.coordinator)
    add(browser, other)
    document = Document.objects.get()
    for rest in (f"documents/{document.pk}/", f"documents/{document.pk}/remove/"):
        assert browser.get(address(mine, rest)).status_code == 404
        assert browser.post(address(mine, rest), {"reason": "So."}).status_code in {404, 405}
    assert Document.objects.get().removed_at is None
