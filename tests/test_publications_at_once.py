"""Many hands on one publication at one moment, and forms sent twice: one effect, one row, one lawful end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from publications import progress
from publications.models import Extension, Publication, Withdrawal
from publications.windows import last_day
from publications.withdrawals.access import standing_withdrawal
from reviews.audit.verification import verify
from tests import publication_builders as build
from tests.simultaneous import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]

CORRECTED = {"title": "Listening", "summary": "Three.", "care_note": "", "text": "## One\n\nWords."}


def at(publication: Publication, step: str) -> str:
    return f"/staff/publications/{publication.pk}/{step}"


def withdrawal(cast: Any) -> dict[str, str]:
    return {"kind": "other", "reason": "A hearing.", "approver": str(cast.la.pk), "instead": "nothing"}


def served(publication: Publication) -> int:
    return Client().get(f"/published/{build.fresh(publication).slug}/").status_code


def test_each_step_sent_many_times_at_once_is_done_once(cast: Any, as_user: Any, at_once: Any) -> None:
    """E09: each from a file to withdrawal and reinstatement, a look after a restore too; sent again, nothing more."""
    publication = build.drafted(cast)
    video = {"url": "https://video.example/1", "title": "A film", "transcript": "Hello."}

    def send(person: Any, step: str, typed: dict[str, str], verb: str) -> None:
        answers = at_once(*[(person, at(publication, step), typed)] * 3)
        again = as_user(person).post(at(publication, step), typed).status_code
        assert [status for status, _where in answers].count(302) == 1, (step, answers)
        assert {*(status for status, _where in answers), again} <= {302, 403, 409} and again != 302, step
        assert rows(verb) == 1, verb

    send(cast.publisher, "files/new/video/", {"expected_number": "1"} | video, "publication.file_added")
    build.check(cast, publication)
    send(cast.police, "approve/", {"number": "2", "has_read": "on"}, "publication.approved")
    build.see_to_everything(cast, publication)
    send(cast.publisher, "publish/", {"when": "now", "confirmed": "yes"}, "publication.scheduled")
    publication = build.fresh(publication)
    assert publication.closes_at is not None
    stood = last_day(publication.closes_at)
    longer = {"until": "12", "stands": stood.isoformat(), "reason": "Still asked for."}
    send(cast.publisher, "extend/", longer, "publication.extended")
    Publication.objects.filter(pk=publication.pk).update(held_since=clock.now())
    looked_at = {"edition": str(publication.edition_id), "may_be_public": "on"}
    send(cast.publisher, "after-a-restore/", looked_at, "publication.confirmed_after_restore")
    send(cast.la, "withdraw/", withdrawal(cast), "publication.withdrawn_early")
    assert served(publication) == 410
    back = {"reason": "The hearing is over.", "adds_days_back": "no"}
    send(cast.police, "reinstate/", back, "publication.reinstated")
    publication = build.fresh(publication)
    assert publication.closes_at is not None and last_day(publication.closes_at) == clock.add_months(
        stood, 12
    )
    assert (served(publication), publication.editions.count(), publication.drafts.count()) == (200, 1, 2)
    assert (Extension.objects.count(), Withdrawal.objects.count()) == (1, 1)
    assert verify().fault is None


def test_approval_and_an_edit_at_once_never_let_out_what_was_not_approved(cast: Any, at_once: Any) -> None:
    """E10, A13: the edit voids the approval, or comes first and the approval is refused."""
    for turn in range(3):
        publication = build.checked(cast, title=f"Listening {turn}")
        (approved, _), (written, _) = at_once(
            (cast.police, at(publication, "approve/"), {"number": "1", "has_read": "on"}),
            (cast.publisher, at(publication, "write/"), CORRECTED | {"expected_number": "1"}),
        )
        assert written == 302 and approved in {302, 409}
        publication = build.fresh(publication)
        assert publication.edition is None and publication.editions.count() == (approved == 302)
        assert progress.newest_draft(publication).number == 2
    assert verify().fault is None


def test_of_two_wishes_for_one_publication_the_end_is_one_of_both(cast: Any, at_once: Any) -> None:
    """E10: publication × withdrawal, cancelling × withdrawal, correction × withdrawal, withdrawal × reinstatement."""
    take_down = (cast.la, withdrawal(cast))
    for turn in range(2):
        out = build.approved(cast, title=f"Out {turn}")
        build.see_to_everything(cast, out)
        now = {"when": "now", "confirmed": "yes"}
        (opened, _), (withdrawn, _) = at_once(
            (cast.publisher, at(out, "publish/"), now), (take_down[0], at(out, "withdraw/"), take_down[1])
        )
        assert opened == 302 and withdrawn in {302, 409}
        assert (served(out) == 200) == (withdrawn == 409)

        to_come = build.scheduled(cast, clock.now() + timedelta(days=9), title=f"To come {turn}")
        answers = at_once(
            (cast.publisher, at(to_come, "publish/cancel/"), {"reason": "A hearing."}),
            (take_down[0], at(to_come, "withdraw/"), take_down[1]),
        )
        assert sorted(status for status, _where in answers) == [302, 409]
        to_come = build.fresh(to_come)
        assert (to_come.opens_at is None) != (to_come.withdrawn_at is not None)
        assert served(to_come) == 404

        corrected = build.opened(cast, title=f"Corrected {turn}", at=clock.now() - timedelta(hours=1))
        build.rewrite(cast, corrected, text="## One\n\nOther.", correction_reason="A date.")
        build.check(cast, corrected)
        (approved, _), (withdrawn, _) = at_once(
            (cast.police, at(corrected, "approve/"), {"number": "2", "has_read": "on"}),
            (take_down[0], at(corrected, "withdraw/"), take_down[1]),
        )
        assert (approved, withdrawn) == (302, 302)
        assert served(corrected) == 410 and standing_withdrawal(build.fresh(corrected)) is not None

        again = (cast.police, at(corrected, "reinstate/"), {"reason": "Over.", "adds_days_back": "no"})
        (back, _), (down, _) = at_once(again, (take_down[0], at(corrected, "withdraw/"), take_down[1]))
        assert back == 302 and down in {302, 409}
        assert served(corrected) == (410 if down == 302 else 200)
        standing = build.fresh(corrected).withdrawals.filter(reinstated_at__isnull=True).count()
        assert standing == (1 if down == 302 else 0)
    assert verify().fault is None
