"""`manage.py demo`: a fictional partnership in an empty database, with a sign-in for each role."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cspr_portal import clock
from publications.demo.people import SIGN_INS
from publications.models import Publication
from reviews.audit.verification import verify
from reviews.models import (
    ActionState,
    Area,
    Case,
    Hold,
    LearningAction,
    Recommendation,
    Response,
    ReviewerAppointment,
    Turn,
    User,
)
from reviews.stages import Stage
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def password(first_rows: None) -> str:
    """The demonstration, told; what its last lines say is the password."""
    out = StringIO()
    call_command("demo", stdout=out)
    line = next(line for line in out.getvalue().splitlines() if line.startswith("Password: "))
    return line.removeprefix("Password: ")


@pytest.mark.exhaustive
def test_the_demonstration_is_what_the_design_asks_for(password: str) -> None:
    at = clock.now()
    assert len(password) >= 15 and " " not in password
    assert Area.objects.count() == 3
    assert 10 <= Case.objects.count() <= 20
    stages = set(Case.objects.values_list("stage", flat=True))
    assert stages >= {Stage.LOGGED, Stage.RAPID_REVIEW, Stage.SCOPING, Stage.DRAFTING, Stage.PUBLISHED}
    assert Hold.objects.filter(ended_at__isnull=True).exists()
    assert Turn.objects.filter(sort_on__lt=clock.today(at)).exists()
    reviewers = ReviewerAppointment.objects.filter(user__email="reviewer@demo.invalid")
    today = clock.today(at)
    current = reviewers.filter(ended_at__isnull=True, checked_at__isnull=False, ends_on__gte=today)
    assert 1 <= current.count() <= 3 and reviewers.count() > current.count()
    public = Publication.objects.public(at)
    assert public.exists() and public.filter(closes_at__lte=at + timedelta(days=60)).exists()
    assert Publication.objects.filter(withdrawn_at__isnull=False).exists()
    assert Publication.objects.filter(opens_at__gt=at).exists()
    assert Publication.objects.filter(opens_at__isnull=True).exists()
    assert_what_half_a_year_leaves(Case.objects.get(children__pseudonym="Child Alder"))
    assert verify().fault is None

    for account in SIGN_INS:
        browser = Client()
        signed_in = browser.post(
            "/accounts/login/", {"login": f"{account}@demo.invalid", "password": password}, follow=True
        )
        assert signed_in.status_code == 200 and "Sign out" in words(signed_in), account
    author = Client()
    author.force_login(User.objects.get(email="agency-author@demo.invalid"))
    assert "write your agency’s return" in words(author.get("/staff/"))


def test_it_is_not_told_into_a_database_that_holds_something(partnership) -> None:
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())
    call_command("demo", "--if-empty", stdout=StringIO())
    assert not Case.objects.exists()


def assert_what_half_a_year_leaves(case: Case) -> None:
    """One review shows all that a review in depth has; what is learned is in every state."""
    review = case.review
    assert review.chronology.values("agency").distinct().count() == 3
    assert review.chronology_files.filter(confirmed_at__isnull=True).count() == 0
    happened = set(review.engagements.filter(participant__isnull=False).values_list("outcome", flat=True))
    assert happened >= {"met", "declined", "not_possible", "wrote"}
    assert review.meetings.filter(minuted_at__isnull=False).exists()
    assert review.meetings.count() == review.meetings.filter(papers__isnull=False).distinct().count() == 2
    assert review.methodology and review.questions and review.earlier_terms.get().scoped_by
    assert case.proceedings.on_people().exists() and case.proceedings.on_publication().exists()
    assert review.report_versions.get().taken_from_word
    assert case.escalations.exists() and case.advice.exists() and case.assignments.exists()
    states = set(LearningAction.objects.values_list("state", flat=True))
    assert states == set(ActionState.values)
    assert set(Recommendation.objects.values_list("response", flat=True)) == set(Response.values)
