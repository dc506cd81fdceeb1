"""The same header on every staff print: what it is, about which case, who printed it."""

import pytest
from django.urls import NoReverseMatch, reverse

from reviews.stages import Stage
from tests.case_forms import keys_of, put_everything_on
from tests.test_every_form import case_patterns

pytestmark = pytest.mark.django_db


@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
@pytest.mark.parametrize("person", ["coordinator", "la", "reviewer", "panel_member"])
def test_every_page_of_a_case_prints_its_reference_and_its_reader(cast, make_case, as_user, person):
    """A refusal holds nothing of a case, and is the same for all."""
    case, user = make_case(Stage.PRE_PUBLICATION).case, getattr(cast, person)
    put_everything_on(case, cast)
    browser, printed, silent = as_user(user), 0, []
    for pattern in case_patterns():
        keys = {"reference": case.reference, **keys_of(case, pattern.name)}
        try:
            response = browser.get(reverse(pattern.name, kwargs=keys))
        except NoReverseMatch:
            continue
        body = b"".join(response)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        line = body.decode().split('<div class="sp-print">')[1].split("</div>")[0]
        wanted = f"<p><b>OFFICIAL-SENSITIVE</b> · {case.reference} · Printed by {user.name}, "
        printed += 1
        if not line.startswith(wanted):
            silent.append(pattern.name)
    assert silent == []
    assert printed > 20
