"""Author, checker and approver differ, and what is approved is exactly what is served."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from publications import actions, progress
from publications.files import MADE_HERE
from publications.freezing import freeze
from publications.jigsaw import nothing_of_the_kind
from publications.models import Check, Draft, Edition
from publications.releasing import actions as releasing
from publications.withdrawals import actions as withdrawals
from reviews.audit.verification import verify
from reviews.models import AuditRow, Case, PartnerDelegate, Recusal, Role
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db


def newest(publication: Any) -> Draft:
    return progress.newest_draft(publication)


@pytest.mark.parametrize("state", ["drafted", "checked"])
def test_nothing_is_published_before_it_is_approved(state: str, cast: Any, as_user: Any) -> None:
    """A11: neither by the action nor by posting to the address; nothing changes."""
    publication = getattr(build, state)(cast)
    with pytest.raises(NotYet, match="has not been approved"):
        releasing.publish(publication, by=cast.publisher, at=clock.now())
    response = as_user(cast.publisher).post(
        f"/staff/publications/{publication.pk}/publish/", {"when": "now", "confirmed": "yes"}
    )
    assert response.status_code == 409
    publication = build.fresh(publication)
    assert publication.opens_at is None and publication.edition is None


def test_an_unchecked_draft_is_not_approved(cast: Any) -> None:
    """A11."""
    publication = build.drafted(cast)
    draft = newest(publication)
    with pytest.raises(NotYet, match="disclosure check"):
        actions.approve(draft, freeze(draft), by=cast.police, at=clock.now())
    assert not Edition.objects.exists()


def test_the_author_does_not_check(cast: Any) -> None:
    """A12."""
    publication = build.drafted(cast)
    with pytest.raises(Refused, match="did not write"):
        actions.finish_check(
            newest(publication), jigsaw=nothing_of_the_kind(), by=cast.publisher, at=clock.now()
        )
    assert not Check.objects.exists()


@pytest.mark.parametrize(
    "role", ["coordinator", "second_coordinator", "publisher", "reviewer", "panel_member", "auditor"]
)
def test_only_a_partners_delegate_approves(role: str, cast: Any) -> None:
    publication = build.checked(cast)
    draft = newest(publication)
    with pytest.raises(Refused, match="delegate"):
        actions.approve(draft, freeze(draft), by=getattr(cast, role), at=clock.now())
    assert not Edition.objects.exists()


def test_the_checker_does_not_approve(cast: Any, make_case: Any) -> None:
    """A12: a delegate may check a text of their area's case, and then somebody else approves it."""
    case = make_case(Stage.LOGGED).case
    publication = build.drafted(cast, case=case)
    draft = newest(publication)
    actions.finish_check(draft, jigsaw=nothing_of_the_kind(), by=cast.police, at=clock.now())
    draft = newest(publication)
    with pytest.raises(Refused, match="other than the person who checked"):
        actions.approve(draft, freeze(draft), by=cast.police, at=clock.now())
    actions.approve(draft, freeze(draft), by=cast.icb, at=clock.now())
    edition = build.fresh(publication).edition
    assert edition is not None
    assert len({edition.author, edition.checker, edition.approver}) == 3


def test_changing_role_between_does_not_help(cast: Any) -> None:
    """A12: whoever wrote any of its drafts never approves it, in whatever role they come back."""
    publication = build.drafted(cast)
    build.rewrite(cast, publication, text="## One\n\nA later text.")
    person = cast.coordinator
    actions.write_draft(
        publication,
        title="Another title",
        summary="One.",
        care_note="",
        text="## One\n\nThe coordinator's text.",
        expected_number=2,
        by=person,
        at=clock.now(),
    )
    actions.write_draft(
        publication,
        title="A third title",
        summary="One.",
        care_note="",
        text="## One\n\nThe publisher's text.",
        expected_number=3,
        by=cast.publisher,
        at=clock.now(),
    )
    build.check(cast, publication)
    person.role = Role.DELEGATE
    person.save()
    since = clock.today(clock.now())
    PartnerDelegate.objects.create(
        user=person,
        agency=cast.la.agency,
        starts_on=since,
        confirmed_at=clock.now(),
        confirmed_by=cast.second_coordinator,
    )
    draft = newest(publication)
    with pytest.raises(Refused, match="not written any draft"):
        actions.approve(draft, freeze(draft), by=person, at=clock.now())


def test_a_delegate_whose_time_is_over_approves_nothing(cast: Any) -> None:
    """A16: the posting has ended, and the very next attempt is refused."""
    publication = build.checked(cast)
    yesterday = clock.today(clock.now()) - timedelta(days=1)
    PartnerDelegate.objects.filter(user=cast.police).update(ends_on=yesterday)
    draft = newest(publication)
    with pytest.raises(Refused):
        actions.approve(draft, freeze(draft), by=cast.police, at=clock.now())


def test_the_delegate_of_another_area_approves_nothing_of_this_one(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    """A02: outside the area the publication of a case doesn't exist."""
    case = make_case(Stage.LOGGED, area="Northmere").case
    publication = build.checked(cast, case=case)
    draft = newest(publication)
    elsewhere = cast.partnership["eastfold-delegate"]
    with pytest.raises(Refused):
        actions.approve(draft, freeze(draft), by=elsewhere, at=clock.now())
    browser = as_user(elsewhere)
    made_up = browser.get("/staff/publications/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/")
    for step in (
        "",
        "write/",
        "check/",
        "approve/",
        "copy/",
        "publish/",
        "withdraw/",
        "preview/",
        "report.pdf",
    ):
        response = browser.get(f"/staff/publications/{publication.pk}/{step}")
        assert (response.status_code, response.content) == (404, made_up.content), step


def test_a_recused_partner_sees_and_approves_nothing(cast: Any, make_case: Any, as_user: Any) -> None:
    case = make_case(Stage.LOGGED).case
    publication = build.checked(cast, case=case)
    Recusal.objects.create(
        case=case, user=cast.police, reason="A relative.", recused_at=clock.now(), recused_by=cast.coordinator
    )
    draft = newest(publication)
    with pytest.raises(Refused):
        actions.approve(draft, freeze(draft), by=cast.police, at=clock.now())
    assert as_user(cast.police).get(f"/staff/publications/{publication.pk}/").status_code == 404


def test_any_edit_voids_check_and_approval(cast: Any) -> None:
    """A13: draft 2 after an approval is not published; the approved edition is not either."""
    publication = build.approved(cast)
    build.rewrite(cast, publication, text="## One\n\nA name slipped in.")
    publication = build.fresh(publication)
    assert publication.edition is None
    with pytest.raises(NotYet):
        releasing.publish(publication, by=cast.publisher, at=clock.now())
    draft = newest(publication)
    with pytest.raises(NotYet):
        actions.approve(draft, freeze(draft), by=cast.police, at=clock.now())


def test_a_later_edit_voids_the_copy_too(cast: Any, make_case: Any) -> None:
    """The national Panel got another text, so it must get this one (practice 26)."""
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    releasing.record_copy(
        publication, copied_on=clock.today(clock.now()), by=cast.coordinator, at=clock.now()
    )
    build.rewrite(cast, publication, summary="Another summary.")
    assert build.fresh(publication).copied_on is None


def test_an_approval_begun_on_an_older_draft_is_refused(cast: Any) -> None:
    """A12, E10: two tabs. What was read in the first tab is no longer the newest draft."""
    publication = build.checked(cast)
    read = newest(publication)
    frozen = freeze(read)
    build.rewrite(cast, publication, text="## One\n\nChanged meanwhile.")
    with pytest.raises(NotYet, match="followed by draft 2"):
        actions.approve(read, frozen, by=cast.police, at=clock.now())
    assert build.fresh(publication).edition is None


def test_bytes_made_from_another_text_are_not_approved(cast: Any) -> None:
    """A13: the frozen bytes must be of the draft that was checked."""
    publication = build.checked(cast)
    other = build.checked(cast, title="Another", text="## One\n\nAnother text.")
    with pytest.raises(NotYet, match="not the one that was checked"):
        actions.approve(newest(publication), freeze(newest(other)), by=cast.police, at=clock.now())


def test_a_text_changed_behind_the_check_is_not_approved(cast: Any) -> None:
    """A13: even a row altered in the database itself is noticed by its hash."""
    publication = build.checked(cast)
    Draft.objects.filter(publication=publication).update(text="## One\n\nAltered.")
    draft = newest(publication)
    with pytest.raises(NotYet, match="not the one that was checked"):
        actions.approve(draft, freeze(draft), by=cast.police, at=clock.now())


def test_two_approvers_make_one_edition(cast: Any) -> None:
    """E09, E10."""
    publication = build.checked(cast)
    draft = newest(publication)
    frozen = freeze(draft)
    actions.approve(draft, frozen, by=cast.police, at=clock.now())
    with pytest.raises(NotYet, match="has been approved"):
        actions.approve(draft, frozen, by=cast.icb, at=clock.now())
    assert Edition.objects.count() == 1


def test_what_is_served_is_what_was_approved(cast: Any) -> None:
    """A13: the SHA-256 of the served bytes is the approved one."""
    publication = build.approved(cast)
    approved = {file.name: file.sha256 for file in publication.edition.files.all()}
    build.set_day(cast, publication)
    for name, expected in approved.items():
        path = name if name in MADE_HERE else f"files/{name}"
        response = Client().get(f"/published/{publication.slug}/{path}")
        assert sha256(response.content).hexdigest() == expected
    page = Client().get(f"/published/{publication.slug}/").content.decode()
    assert sha256(publication.edition.body_html.encode()).hexdigest() == publication.edition.body_sha256
    for paragraph in publication.edition.plain_text.split("\n\n"):
        assert paragraph.split("\n")[0] in page


def test_freezing_the_same_draft_gives_the_same_bytes(cast: Any) -> None:
    draft = newest(build.drafted(cast))
    first, second = freeze(draft), freeze(draft)
    assert [file.sha256 for file in first.files] == [file.sha256 for file in second.files]
    assert first.body_sha256 == second.body_sha256


def test_nothing_is_edited_once_the_day_is_set(cast: Any) -> None:
    """E11: an old tab saves after the day was set: refused, and the text stays."""
    publication = build.scheduled(cast, clock.now() + timedelta(days=3))
    with pytest.raises(NotYet, match="Already:"):
        build.rewrite(cast, publication, text="## One\n\nToo late.")
    with pytest.raises(NotYet, match="Already:"):
        releasing.publish(publication, by=cast.publisher, at=clock.now())
    assert newest(publication).number == 1


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.PARTNER_AGREEMENT])
def test_a_report_waits_for_its_case(stage: Stage, cast: Any, make_case: Any) -> None:
    """A11: approved it may be; published it is when the case has come so far and the copy has gone."""
    case = make_case(stage).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    releasing.record_copy(
        publication, copied_on=clock.today(clock.now()), by=cast.coordinator, at=clock.now()
    )
    with pytest.raises(NotYet, match="Pre-publication"):
        releasing.publish(publication, by=cast.coordinator, at=clock.now())


def test_a_report_waits_for_its_copy(cast: Any, make_case: Any) -> None:
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    with pytest.raises(NotYet, match="copy to the national Panel"):
        releasing.publish(publication, by=cast.coordinator, at=clock.now())
    with pytest.raises(Refused, match="coordinator"):
        releasing.record_copy(
            publication, copied_on=clock.today(clock.now()), by=cast.publisher, at=clock.now()
        )
    tomorrow = clock.today(clock.now()) + timedelta(days=1)
    with pytest.raises(NotYet, match="future"):
        releasing.record_copy(publication, copied_on=tomorrow, by=cast.coordinator, at=clock.now())


def test_the_case_moves_on_with_its_report_in_one_transaction(cast: Any, make_case: Any) -> None:
    case = make_case(Stage.PRE_PUBLICATION).case
    opens_at = clock.now() + timedelta(days=12)
    build.scheduled(cast, opens_at, case=case, kind="cspr", title="Child Wren")
    case = Case.objects.get(pk=case.pk)
    assert case.stage == Stage.PUBLISHED
    assert case.review.published_on == clock.today(opens_at)


def test_a_second_report_of_a_case_needs_the_first_to_be_withdrawn(cast: Any, make_case: Any) -> None:
    """D14: a corrected report follows an early withdrawal, through every step again."""
    case = make_case(Stage.PRE_PUBLICATION).case
    first = build.opened(cast, case=case, kind="cspr", title="Child Wren")
    second = build.approved(cast, case=Case.objects.get(pk=case.pk), kind="cspr", title="Child Wren")
    build.see_to_everything(cast, second)
    second = build.fresh(second)
    with pytest.raises(NotYet, match="out already"):
        releasing.publish(second, by=cast.coordinator, at=clock.now())
    withdrawals.withdraw_early(
        first, kind="other", approver=cast.la, reason="A name was in it.", by=cast.la, at=clock.now()
    )
    releasing.publish(build.fresh(second), by=cast.coordinator, at=clock.now())
    assert Client().get(f"/published/{second.slug}/").status_code == 200


def test_a_form_sent_twice_makes_one_publication(cast: Any) -> None:
    """E09."""
    import uuid

    key = uuid.uuid4()
    first = build.drafted(cast, key=key)
    assert build.drafted(cast, key=key).pk == first.pk
    assert first.drafts.count() == 1


def test_each_step_leaves_its_row_and_the_chain_holds(cast: Any) -> None:
    """G02, G06: codes and keys only, no word of the text."""
    publication = build.withdrawn(cast)
    rows = AuditRow.objects.filter(reference=str(publication.pk)).order_by("sequence")
    assert [row.verb for row in rows] == [
        "publication.created",
        "publication.checked",
        "publication.approved",
        "publication.step_recorded",
        "publication.scheduled",
        "publication.withdrawn_early",
    ]
    assert [row.actor for row in rows] == [
        str(person.pk)
        for person in (
            cast.publisher,
            cast.second_coordinator,
            cast.police,
            cast.coordinator,
            cast.publisher,
            cast.la,
        )
    ]
    for row in rows:
        assert (
            "CANARY" not in str(row.detail)
            and "Zz" not in str(row.detail)
            and "listening" not in str(row.detail)
        )
    assert verify().fault is None
