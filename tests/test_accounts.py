"""Once a year an administrator looks at each account: still needed, or closed. Nobody else does, and no case shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from reviews.accounts import access
from reviews.models import AuditRow, Role, User
from tests.reading import words

pytestmark = pytest.mark.django_db

PAGE = "/staff/accounts/"


@pytest.fixture
def looked_at(cast: Any, case: Any) -> None:
    """Everybody signs in, and their accounts were made this week."""
    User.objects.update(last_login=clock.now(), made_at=clock.now() - timedelta(days=3))


def aged(person: User, days: int, **more: Any) -> User:
    User.objects.filter(pk=person.pk).update(made_at=clock.now() - timedelta(days=days), **more)
    return person


def due() -> set[str]:
    return {person.email.split("@")[0] for person in access.due(clock.now())}


def test_accounts_come_up_after_a_year_and_unused_ones_after_a_month(
    looked_at: None, cast: Any, time_machine: Any
) -> None:
    """Never a closed one; from the day with the same number on."""
    assert due() == set()
    unused, closed = aged(cast.panel_member, 29, last_login=None), aged(cast.reviewer, 800, is_active=False)
    aged(cast.la, 800)
    assert due() == {"la-delegate"}
    aged(unused, 30)
    assert due() == {"la-delegate", "panel-member"} and closed.email
    begun = clock.today(clock.now())
    User.objects.update(needed_at=clock.now(), needed_by=cast.administrator)
    assert due() == set()
    User.objects.update(last_login=clock.now() + timedelta(days=300))
    time_machine.move_to(clock.start_of_day(clock.add_months(begun, 12)) - timedelta(seconds=1))
    assert due() == set()
    time_machine.shift(timedelta(days=1, hours=12))
    assert len(due()) == User.objects.filter(is_active=True).count()


def test_an_administrator_says_that_an_account_is_needed_or_closes_it(
    looked_at: None, cast: Any, case: Any, admin: Client, as_user: Any
) -> None:
    """With what helps to decide and nothing of a case; closing ends its sessions; each step once, and in the log."""
    aged(cast.la, 500)
    aged(cast.panel_member, 40, last_login=None)
    assert "2 accounts wait" in words(admin.get("/staff/"))
    browser = as_user(cast.la)
    assert browser.get("/staff/").status_code == 200
    User.objects.filter(pk=cast.panel_member.pk).update(last_login=None)
    page = words(admin.get(PAGE))
    assert "Never" in page and cast.la.email in page and "2 to look at" in page
    assert case.reference not in page and cast.coordinator.email not in page
    keep, close = (f"{PAGE}{cast.panel_member.pk}/keep/", f"{PAGE}{cast.la.pk}/close/")
    assert admin.get(keep).status_code == 405
    assert [admin.post(keep)["Location"], admin.post(close)["Location"]] == [PAGE, PAGE]
    assert [admin.post(keep).status_code, admin.post(close).status_code] == [409, 409]
    assert browser.get("/staff/")["Location"].startswith("/accounts/login/")
    cast.la.refresh_from_db()
    cast.panel_member.refresh_from_db()
    assert not cast.la.is_active and cast.panel_member.needed_by == cast.administrator
    assert "No account waits" in words(admin.get(PAGE)) and "accounts wait" not in words(admin.get("/staff/"))
    found = AuditRow.objects.filter(verb__in=("person.still_needed", "person.closed")).order_by("sequence")
    assert [(row.verb, row.detail) for row in found] == [
        ("person.still_needed", {"person": str(cast.panel_member.pk)}),
        ("person.closed", {"person": str(cast.la.pk)}),
    ]


def test_administrators_look_at_one_anothers_accounts(looked_at: None, cast: Any, admin: Client) -> None:
    """A17: the only one may say that their own is needed, and can't close it."""
    own = f"{PAGE}{cast.administrator.pk}/"
    aged(cast.administrator, 500)
    assert admin.post(f"{own}close/").status_code == 409
    second = User.objects.create_user("second@demo.invalid", None, name="Second", role=Role.ADMINISTRATOR)
    assert "Only another administrator" in words(admin.get(PAGE))
    assert [admin.post(f"{own}{what}/").status_code for what in ("keep", "close")] == [403, 403]
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert admin.post(f"{own}keep/").status_code == 302


def test_nobody_else_looks_through_the_accounts(looked_at: None, cast: Any, as_user: Any) -> None:
    aged(cast.panel_member, 500)
    for name in ("coordinator", "la", "publisher", "auditor", "reviewer", "panel_member", "outsider"):
        browser = as_user(getattr(cast, name))
        answers = [browser.get(PAGE), browser.post(f"{PAGE}{cast.panel_member.pk}/keep/")]
        answers += [browser.post(f"{PAGE}{key}/close/") for key in (cast.panel_member.pk, 10**9)]
        assert [answer.status_code for answer in answers] == [403] * 4, name
        assert "Only an administrator looks through the accounts." in words(answers[0])
    assert User.objects.get(pk=cast.panel_member.pk).is_active
