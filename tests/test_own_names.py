"""A child's own name by decision: proposed, agreed by three partners, let through, and ended again (practice 25)."""

from datetime import timedelta
from typing import Any

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from publications import checking, progress
from publications.models import OwnName, OwnNameAgreement, Publication
from publications.own_names import actions
from reviews import sealed
from reviews.children import actions as children
from reviews.models import AuditRow, Case, SealedKind
from reviews.stages import Stage
from tests import naming
from tests import publication_builders as build
from tests.reading import address

pytestmark = pytest.mark.django_db

TEXT = "## One\n\nZebedee Quarrington was loved. Zebedee sang."


@pytest.fixture
def case(cast: Any, make_case: Any) -> Case:
    """A case with Zebedee Quarrington and his sister Petronel."""
    case = make_case(Stage.LOGGED).case
    sister = children.add_child(case, pseudonym="Child Lark", by=cast.coordinator, at=clock.now())
    names = [(SealedKind.GIVEN_NAME, "Petronel"), (SealedKind.FAMILY_NAME, "Quarrington")]
    sealed.seal(case, names, child=sister, by=cast.coordinator, at=clock.now())
    return case


def proposed(case: Case, cast: Any) -> OwnName:
    return naming.proposed(case, cast.coordinator, case.children.exclude(pseudonym="Child Lark").get())


def decided(case: Case, cast: Any) -> OwnName:
    made = proposed(case, cast)
    for delegate in (cast.la, cast.police, cast.icb):
        actions.agree(case, made, by=delegate, at=clock.now())
    return made


def found(publication: Publication, by: Any) -> list[str]:
    draft = progress.newest_draft(publication)
    return [one.hit.text for one in checking.run(draft, by=by, at=clock.now()).open]


def test_a_name_is_proposed_agreed_by_three_and_ended_on_its_pages(
    case: Case, cast: Any, as_user: Any
) -> None:
    """The coordinator proposes with three reasons; each partner's delegate agrees; nobody else may do either."""
    home, child = address(case, "own-name/"), case.children.get(pseudonym="Child Lark")
    coordinator = as_user(cast.coordinator)
    missing = coordinator.post(f"{home}propose/", {"child": str(child.pk)}).content.decode()
    for sentence in ("what the family wishes", "where the name is public already", "who advised, when"):
        assert f"Enter {sentence}" in missing
    form = {"child": str(child.pk), **naming.REASONS}
    assert as_user(cast.police).post(f"{home}propose/", form).status_code == 403
    assert [coordinator.post(f"{home}propose/", form).status_code for _ in range(2)] == [302, 302]
    own_name = OwnName.objects.get()
    agree, end = f"{home}{own_name.pk}/agree/", f"{home}{own_name.pk}/end/"
    assert coordinator.post(agree).status_code == 403
    assert "A trial without restrictions." in as_user(cast.la).get(agree).content.decode()
    for delegate in (cast.la, cast.police, cast.icb):
        assert agree in as_user(delegate).get("/staff/").content.decode()
        assert "May be said" not in as_user(delegate).get(home).content.decode()
        assert as_user(delegate).post(agree).status_code == 302
        assert as_user(delegate).post(agree).status_code == 409
        assert agree not in as_user(delegate).get("/staff/").content.decode()
    html = coordinator.get(home).content.decode()
    assert "May be said" in html and html.count("Agreed: ") == 3 and "A trial without restrictions." in html
    assert as_user(cast.la).post(end, {"reason": "No."}).status_code == 403
    assert coordinator.post(end, {"reason": "The family changed its mind."}).status_code == 302
    assert coordinator.post(end, {"reason": "Again."}).status_code == 409
    assert "The family changed its mind." in coordinator.get(home).content.decode()
    verbs = AuditRow.objects.filter(reference=case.reference, verb__startswith="own_name.")
    assert list(verbs.order_by("sequence").values_list("verb", flat=True)) == [
        "own_name.proposed",
        *["own_name.agreed"] * 3,
        "own_name.ended",
    ]
    assert "Quarrington" not in str(list(verbs.values_list("detail", flat=True)))


def test_from_the_third_partner_on_that_one_name_may_be_said(case: Case, cast: Any) -> None:
    """Two partners are not three; a sibling's full name and the date are found all the same."""
    text = f"{TEXT} Petronel Quarrington, born on 14 March 2019; ZQ."
    publication = build.drafted(cast, case=case, title="Zebedee", text=text, care_note="")
    made = proposed(case, cast)
    assert sealed.pseudonym_clash(case, "Zebedee Quarrington", made.child)
    for delegate in (cast.la, cast.police):
        actions.agree(case, made, by=delegate, at=clock.now())
    assert {"Zebedee Quarrington", "Zebedee"} <= set(found(publication, cast.police))
    actions.agree(case, made, by=cast.icb, at=clock.now())
    assert found(publication, cast.police) == ["Petronel Quarrington", "14 March 2019"]
    assert not sealed.pseudonym_clash(case, "Zebedee Quarrington", made.child)
    assert sealed.pseudonym_clash(case, "Petronel", made.child)
    actions.end(case, made, reason="Over.", by=cast.coordinator, at=clock.now())
    assert {"Zebedee Quarrington", "Zebedee"} <= set(found(publication, cast.police))
    assert sealed.pseudonym_clash(case, "Zebedee", made.child)


def test_one_person_never_agrees_for_two_partners(case: Case, cast: Any) -> None:
    """A delegate who moves to another partner has agreed already."""
    made = proposed(case, cast)
    OwnNameAgreement.objects.create(
        own_name=made, partner_role="icb", agreed_at=clock.now(), agreed_by=cast.police
    )
    with pytest.raises(Refused, match="Only another person"):
        actions.agree(case, made, by=cast.police, at=clock.now())


def test_what_says_a_name_that_may_not_be_said_any_more_gets_no_day_and_loses_one_to_come(
    case: Case, cast: Any, as_user: Any
) -> None:
    """Ending cancels a day that has not come, where the text says the name; what is public is named on the page."""
    made = decided(case, cast)
    later = clock.now() + timedelta(days=9)
    words: dict[str, Any] = {"case": case, "care_note": ""}
    named, silent = (
        build.scheduled(cast, later, title=title, text=text, **words)
        for title, text in (("Zebedee", TEXT), ("Child Wren", "## One\n\nHe was loved."))
    )
    waiting = build.approved(cast, title="Zebedee again", text=TEXT, **words)
    public = build.opened(cast, title="Zebedee first", text=TEXT, **words)
    page = as_user(cast.coordinator).get(address(case, f"own-name/{made.pk}/end/")).content.decode()
    for publication in (named, silent, public):
        assert f"/staff/publications/{publication.pk}/" in page
    actions.end(case, made, reason="Over.", by=cast.coordinator, at=clock.now())
    assert build.fresh(named).opens_at is None
    assert build.fresh(silent).opens_at == silent.opens_at
    assert build.fresh(public).opens_at == public.opens_at
    for publication in (named, waiting):
        with pytest.raises(NotYet, match="hits are open"):
            build.set_day(cast, publication, later)
