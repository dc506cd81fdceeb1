"""A case that is disposed of while others confirm it too, and while somebody still works on it."""

import pytest

from reviews.audit.verification import verify
from reviews.models import AuditRow, Case, Child, Disposal
from tests import keeping, typed
from tests.reading import address
from tests.simultaneous import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


def test_one_of_many_confirmations_disposes_and_nobody_meets_a_fault(cast, make_case, at_once):
    """E09, E10: the case goes once; who came later is told so, and nothing is written to what is gone."""
    case = keeping.ended(make_case)
    keeping.period()
    keeping.proposed(case, cast.coordinator)
    confirm, add = address(case, "keeping/confirm/"), address(case, "children/add/")
    people = [cast.la, cast.police, cast.icb]
    answers = at_once(
        *((person, confirm, {"typed": case.reference}) for person in people),
        *((cast.coordinator, add, typed.child(f"Child {number}")) for number in range(3)),
    )
    # 200: told beside the field
    assert {status for status, _where in answers} <= {200, 302, 404, 409, 410}
    stub = Disposal.objects.get()
    assert stub.carried_out_at is not None and not Case.objects.exists() and not Child.objects.exists()
    assert [where for _status, where in answers].count(f"/staff/retention/disposed/{stub.pk}/") == 1
    assert rows("retention.disposed") == 1
    assert AuditRow.objects.filter(verb="retention.disposal_confirmed").count() == 1
    assert verify().fault is None
