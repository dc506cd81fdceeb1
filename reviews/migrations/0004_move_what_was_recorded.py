"""The sections of the rapid review as data, how many partners must agree; what was recorded moves to its new place."""

from datetime import date

from django.db import migrations
from django.db.models import F

SINCE = date(2018, 6, 29)
SECTIONS = [
    (
        "facts",
        "What is known",
        "The facts, as far as they can readily be known. Use the children’s pseudonyms.",
        True,
    ),
    (
        "agencies",
        "Each agency’s involvement",
        "Who knew the children and the family, when, and the key practice episodes.",
        True,
    ),
    (
        "safety",
        "Safety now, and what was learned already",
        "What was done at once for the safety of children, and early learning that was shared.",
        True,
    ),
    ("improvements", "What could be improved", "For services, alone and together.", True),
    (
        "daily_life",
        "The child’s daily life and voice",
        "What life was like for the child, what they said and showed, and who listened.",
        True,
    ),
    (
        "family_context",
        "Family, identity and inequality",
        "The family’s circumstances; ethnicity, culture, faith, disability; racism and other inequality they met.",
        True,
    ),
    ("what_worked", "What worked well", "Practice that helped, and why it did.", False),
    (
        "missing_returns",
        "Returns that are missing",
        "Which agencies have not answered, and what that leaves unknown.",
        False,
    ),
    (
        "next_steps",
        "Next steps",
        "What is done now, by whom and by when, and what a review would have to ask.",
        True,
    ),
]
OLD_COLUMNS = {
    "facts": "facts",
    "early_learning": "safety",
    "improvements": "improvements",
    "family_context": "family_context",
}


def add_sections(apps, schema_editor):
    Section = apps.get_model("reviews", "RapidReviewSection")
    for place, (key, heading, guidance, is_required) in enumerate(SECTIONS, start=1):
        Section.objects.get_or_create(
            key=key,
            starts_on=SINCE,
            defaults={
                "heading": heading,
                "guidance": guidance,
                "is_required": is_required,
                "place": place * 10,
            },
        )
    Quorum = apps.get_model("reviews", "DecisionQuorum")
    for decision, needed in (("criteria", 2), ("review", 2), ("agreement", 3)):
        Quorum.objects.get_or_create(
            decision=decision, effective_from=SINCE, defaults={"partners_needed": needed}
        )


def move(apps, schema_editor):
    for name, pointer in (
        ("CriteriaDecision", "criteria_decision"),
        ("ReviewDecision", "review_decision"),
        ("Notification", "notification"),
    ):
        for row in apps.get_model("reviews", name).objects.select_related("case"):
            setattr(row.case, pointer, row)
            row.case.save(update_fields=[pointer])
    for hold in (
        apps.get_model("reviews", "Hold").objects.filter(ended_at__isnull=True).select_related("case")
    ):
        hold.case.open_hold = hold
        hold.case.save(update_fields=["open_hold"])
    RapidReview = apps.get_model("reviews", "RapidReview")
    Part = apps.get_model("reviews", "RapidReviewPart")
    sections = {
        section.key: section for section in apps.get_model("reviews", "RapidReviewSection").objects.all()
    }
    RapidReview.objects.update(begun_at=F("recorded_at"), begun_by=F("recorded_by"))
    for review in RapidReview.objects.all():
        for column, key in OLD_COLUMNS.items():
            Part.objects.create(rapid_review=review, section=sections[key], text=getattr(review, column))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_cases_in_depth")]
    operations = [
        migrations.RunPython(add_sections, migrations.RunPython.noop),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
