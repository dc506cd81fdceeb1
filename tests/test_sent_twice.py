"""Forms about a publication that are sent twice, one after the other: one effect, one row in the audit log (E09).

Those that are sent at one moment, and the great steps, are in test_publications_at_once.py.
"""

from datetime import timedelta
from typing import Any

import pytest

from cspr_portal import clock
from publications.models import Publication
from reviews.audit.verification import verify
from reviews.stages import Stage
from tests import publication_builders as build
from tests.simultaneous import rows
from tests.typed import day

pytestmark = pytest.mark.django_db


def test_what_is_recorded_round_a_publication_is_recorded_once(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    """E09."""
    case = make_case(Stage.PRE_PUBLICATION).case
    report = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    other = build.drafted(cast, title="Listening")
    today = clock.today(clock.now())

    def send(person: Any, publication: Publication, step: str, typed: dict[str, Any], verb: str) -> None:
        before = rows(verb)
        url = f"/staff/publications/{publication.pk}/{step}"
        for _turn in range(2):
            assert as_user(person).post(url, typed).status_code in (302, 409), step
        assert rows(verb) == before + 1, verb

    sent = day("copied_on", today)
    send(cast.coordinator, report, "copy/", sent, "publication.copy_recorded")
    send(
        cast.coordinator,
        report,
        "copy/",
        day("copied_on", today - timedelta(days=1)),
        "publication.copy_recorded",
    )
    beside = {"others": [str(other.pk)]}
    send(cast.coordinator, report, "links/", beside, "publication.linked")
    send(cast.coordinator, report, "links/", {}, "publication.linked")
    seen_to = {"outcome": "done", "who": "Zzcounsel", "note": "Zzread."} | day("done_on", today)
    send(cast.coordinator, report, "before/legal/", seen_to, "publication.step_recorded")
    words = {"title": "In short", "summary": "Three.", "care_note": "", "text": "## One\n\nWords."}
    version = words | {"form": "easy_read", "language": "", "tag": ""}
    send(cast.coordinator, report, "versions/new/", version, "publication.version_created")
    build.set_day(cast, report)
    build.withdraw(cast, report)
    holder = build.fresh(report).withdrawals.get().holders.get(kind="nspcc")
    asked = day("asked_on", today) | {"who": "The collection", "words": "By mail."}
    send(cast.coordinator, report, f"holders/{holder.pk}/", asked, "publication.holder_recorded")
    send(
        cast.coordinator,
        report,
        f"holders/{holder.pk}/",
        asked | day("done_on", today),
        "publication.holder_recorded",
    )
    assert report.versions.count() == 1 and verify().fault is None
