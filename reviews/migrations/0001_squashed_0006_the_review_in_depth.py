"""All of reviews up to 0006, made in one go: what a new database takes.

A database that took them one after another keeps going from there.
"""

from importlib import import_module

from cspr_portal.create_models import CreateModels

import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


def add_first_rows(apps, schema_editor):
    import_module("reviews.migrations.0002_first_rows").add_first_rows(apps, schema_editor)
    import_module("reviews.migrations.0004_move_what_was_recorded").add_sections(apps, schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("reviews", "0001_initial"),
        ("reviews", "0002_first_rows"),
        ("reviews", "0003_cases_in_depth"),
        ("reviews", "0004_move_what_was_recorded"),
        ("reviews", "0005_rapid_review_in_parts"),
        ("reviews", "0006_the_review_in_depth"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Area",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=100, unique=True)),
                    ("front_door_telephone", models.CharField(max_length=30)),
                    ("out_of_hours_telephone", models.CharField(blank=True, max_length=30)),
                    ("former_names", models.TextField(blank=True)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    (
                        "successor",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.area",
                        ),
                    ),
                ],
                options={
                    "ordering": ["name"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="area_ends_on_not_before_starts_on",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Agency",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=150, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("local_authority", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                                ("health", "Health provider"),
                                ("education", "School, college or nursery"),
                                ("housing", "Housing"),
                                ("probation", "Probation"),
                                ("voluntary", "Voluntary organisation"),
                                ("other", "Other"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("former_names", models.TextField(blank=True)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    (
                        "successor",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.agency",
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "agencies",
                    "ordering": ["name"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "local_authority",
                                        "police",
                                        "icb",
                                        "health",
                                        "education",
                                        "housing",
                                        "probation",
                                        "voluntary",
                                        "other",
                                    ],
                                )
                            ),
                            name="agency_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="agency_ends_on_not_before_starts_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    ("email", models.EmailField(max_length=254, unique=True)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "post",
                        models.CharField(
                            blank=True, help_text="Job title, as it should stand in a record.", max_length=120
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("coordinator", "coordinator"),
                                ("delegate", "safeguarding partner delegate"),
                                ("panel_member", "panel member"),
                                ("agency_author", "agency author"),
                                ("agency_approver", "agency approver"),
                                ("reviewer", "Independent Reviewer"),
                                ("lead_partner", "lead safeguarding partner"),
                                ("scrutineer", "independent scrutineer"),
                                ("legal_adviser", "legal adviser"),
                                ("publisher", "publisher"),
                                ("auditor", "auditor"),
                                ("administrator", "administrator"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="people",
                            to="reviews.agency",
                        ),
                    ),
                    ("is_active", models.BooleanField(default=True)),
                    ("role_confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    (
                        "role_confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["name"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "role__in",
                                    [
                                        "coordinator",
                                        "delegate",
                                        "panel_member",
                                        "agency_author",
                                        "agency_approver",
                                        "reviewer",
                                        "lead_partner",
                                        "scrutineer",
                                        "legal_adviser",
                                        "publisher",
                                        "auditor",
                                        "administrator",
                                    ],
                                )
                            ),
                            name="user_role_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("role_confirmed_at__isnull", True), ("role_confirmed_by__isnull", True)
                                ),
                                models.Q(
                                    ("role_confirmed_at__isnull", False), ("role_confirmed_by__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="user_role_confirmed_at_with_role_confirmed_by",
                        ),
                        models.UniqueConstraint(
                            django.db.models.functions.text.Lower("email"), name="user_email_once"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CriteriaDecision",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("reopened_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "reopened_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("reopen_reason", models.TextField(blank=True)),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="criteria_decisions",
                            to="reviews.case",
                        ),
                    ),
                    ("is_met", models.BooleanField()),
                    ("rationale", models.TextField()),
                    ("decided_at", models.DateTimeField()),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("decided_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["-decided_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reopened_at__isnull", True), ("reopened_by__isnull", True)),
                                models.Q(("reopened_at__isnull", False), ("reopened_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="criteria_decision_reopened_at_with_reopened_by",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Proceeding",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="proceedings",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("criminal", "Criminal investigation or trial"),
                                ("inquest", "Inquest"),
                                ("family", "Family proceedings"),
                                ("child_death", "Child death review"),
                                ("domestic_death", "Domestic Abuse Related Death Review"),
                                ("adults", "Safeguarding Adults Review"),
                                ("mappa", "MAPPA serious case review"),
                                ("patient_safety", "NHS patient safety investigation"),
                                ("police_conduct", "Independent Office for Police Conduct"),
                                ("inspection", "Inspection"),
                                ("other", "Another process"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("expected", "Expected"), ("open", "Open"), ("ended", "Ended")],
                            max_length=10,
                        ),
                    ),
                    ("led_by", models.CharField(blank=True, max_length=200)),
                    ("contact", models.CharField(blank=True, max_length=200)),
                    ("expected_end", models.DateField(blank=True, null=True)),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    (
                        "effect",
                        models.TextField(
                            blank=True, help_text="On the review, on whom may be spoken to, on publication."
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("changed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["added_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "criminal",
                                        "inquest",
                                        "family",
                                        "child_death",
                                        "domestic_death",
                                        "adults",
                                        "mappa",
                                        "patient_safety",
                                        "police_conduct",
                                        "inspection",
                                        "other",
                                    ],
                                )
                            ),
                            name="proceeding_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("status__in", ["expected", "open", "ended"])),
                            name="proceeding_status_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                                models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="proceeding_changed_at_with_changed_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Hold",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="holds",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("criminal", "Criminal investigation or trial"),
                                ("inquest", "Inquest"),
                                ("family_court", "Family proceedings"),
                                ("other_review", "Another review or investigation"),
                                ("other", "Another reason"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "proceeding",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="holds",
                            to="reviews.proceeding",
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("since", models.DateField()),
                    ("told", models.TextField(blank=True, help_text="Who was told, and when.")),
                    ("look_again_on", models.DateField()),
                    ("began_at", models.DateTimeField()),
                    (
                        "began_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("end_reason", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["-began_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["criminal", "inquest", "family_court", "other_review", "other"])
                            ),
                            name="hold_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="hold_ended_at_with_ended_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Child",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="reviews.case",
                        ),
                    ),
                    ("pseudonym", models.CharField(max_length=60)),
                    (
                        "age_band",
                        models.CharField(
                            choices=[
                                ("unborn", "Unborn"),
                                ("under_1", "Under 1"),
                                ("1_to_4", "1 to 4"),
                                ("5_to_10", "5 to 10"),
                                ("11_to_15", "11 to 15"),
                                ("16_to_17", "16 or 17"),
                                ("18_to_24", "18 to 24, a care leaver"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=20,
                        ),
                    ),
                    ("age_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "sex",
                        models.CharField(
                            choices=[
                                ("female", "Female"),
                                ("male", "Male"),
                                ("other", "Intersex or other"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=20,
                        ),
                    ),
                    (
                        "ethnicity",
                        models.CharField(
                            choices=[
                                (
                                    "white_british",
                                    "White: English, Welsh, Scottish, Northern Irish or British",
                                ),
                                ("white_irish", "White: Irish"),
                                ("white_traveller", "White: Gypsy or Irish Traveller"),
                                ("white_roma", "White: Roma"),
                                ("white_other", "Any other White background"),
                                ("mixed_caribbean", "White and Black Caribbean"),
                                ("mixed_african", "White and Black African"),
                                ("mixed_asian", "White and Asian"),
                                ("mixed_other", "Any other mixed or multiple background"),
                                ("asian_indian", "Indian"),
                                ("asian_pakistani", "Pakistani"),
                                ("asian_bangladeshi", "Bangladeshi"),
                                ("asian_chinese", "Chinese"),
                                ("asian_other", "Any other Asian background"),
                                ("black_african", "African"),
                                ("black_caribbean", "Caribbean"),
                                ("black_other", "Any other Black background"),
                                ("arab", "Arab"),
                                ("other", "Any other ethnic group"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=20,
                        ),
                    ),
                    (
                        "is_disabled",
                        models.CharField(
                            choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "is_looked_after",
                        models.CharField(
                            choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "placement",
                        models.CharField(
                            choices=[
                                ("none", "Not placed"),
                                ("foster", "Foster carers"),
                                ("relatives", "Relatives or friends as carers"),
                                ("parents", "Placed with parents"),
                                ("childrens_home", "Children’s home"),
                                (
                                    "secure",
                                    "Secure children’s home, training centre or young offender institution",
                                ),
                                ("supported", "Supported accommodation"),
                                ("adoption", "Placed for adoption"),
                                ("school", "Residential school"),
                                ("health", "Hospital or other health setting"),
                                ("other", "Another placement"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=20,
                        ),
                    ),
                    (
                        "is_care_leaver",
                        models.CharField(
                            choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "child_in_need_plan",
                        models.CharField(
                            choices=[
                                ("now", "Yes, at the time"),
                                ("before", "Not at the time, but before"),
                                ("never", "No, never"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "child_protection_plan",
                        models.CharField(
                            choices=[
                                ("now", "Yes, at the time"),
                                ("before", "Not at the time, but before"),
                                ("never", "No, never"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "legal_status",
                        models.CharField(
                            choices=[
                                ("none", "No order"),
                                ("accommodated", "Accommodated by agreement (section 20)"),
                                ("interim_care", "Interim care order"),
                                ("care", "Care order"),
                                ("emergency", "Emergency protection order"),
                                ("police", "Police protection"),
                                ("placement", "Placement order"),
                                ("supervision", "Supervision order"),
                                ("guardianship", "Special guardianship order"),
                                ("child_arrangements", "Child arrangements order"),
                                ("remand", "Remanded to local authority or youth detention"),
                                ("other", "Another order"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=20,
                        ),
                    ),
                    (
                        "is_known_to_agencies",
                        models.CharField(
                            choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("died", "Died"),
                                ("seriously_harmed", "Seriously harmed"),
                                ("neither", "Neither"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("home_area", models.CharField(blank=True, max_length=120)),
                    ("placing_area", models.CharField(blank=True, max_length=120)),
                    ("former_areas", models.CharField(blank=True, max_length=300)),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("siblings", models.ManyToManyField(blank=True, to="reviews.child")),
                ],
                options={
                    "ordering": ["added_at", "pseudonym"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "age_band__in",
                                    [
                                        "unborn",
                                        "under_1",
                                        "1_to_4",
                                        "5_to_10",
                                        "11_to_15",
                                        "16_to_17",
                                        "18_to_24",
                                        "not_known",
                                    ],
                                )
                            ),
                            name="child_age_band_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("sex__in", ["female", "male", "other", "not_known"])),
                            name="child_sex_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "ethnicity__in",
                                    [
                                        "white_british",
                                        "white_irish",
                                        "white_traveller",
                                        "white_roma",
                                        "white_other",
                                        "mixed_caribbean",
                                        "mixed_african",
                                        "mixed_asian",
                                        "mixed_other",
                                        "asian_indian",
                                        "asian_pakistani",
                                        "asian_bangladeshi",
                                        "asian_chinese",
                                        "asian_other",
                                        "black_african",
                                        "black_caribbean",
                                        "black_other",
                                        "arab",
                                        "other",
                                        "not_known",
                                    ],
                                )
                            ),
                            name="child_ethnicity_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("is_disabled__in", ["yes", "no", "not_known"])),
                            name="child_is_disabled_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("is_looked_after__in", ["yes", "no", "not_known"])),
                            name="child_is_looked_after_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "placement__in",
                                    [
                                        "none",
                                        "foster",
                                        "relatives",
                                        "parents",
                                        "childrens_home",
                                        "secure",
                                        "supported",
                                        "adoption",
                                        "school",
                                        "health",
                                        "other",
                                        "not_known",
                                    ],
                                )
                            ),
                            name="child_placement_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("is_care_leaver__in", ["yes", "no", "not_known"])),
                            name="child_is_care_leaver_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("child_in_need_plan__in", ["now", "before", "never", "not_known"])
                            ),
                            name="child_child_in_need_plan_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("child_protection_plan__in", ["now", "before", "never", "not_known"])
                            ),
                            name="child_child_protection_plan_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "legal_status__in",
                                    [
                                        "none",
                                        "accommodated",
                                        "interim_care",
                                        "care",
                                        "emergency",
                                        "police",
                                        "placement",
                                        "supervision",
                                        "guardianship",
                                        "child_arrangements",
                                        "remand",
                                        "other",
                                        "not_known",
                                    ],
                                )
                            ),
                            name="child_legal_status_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("is_known_to_agencies__in", ["yes", "no", "not_known"])),
                            name="child_is_known_to_agencies_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("outcome", ""),
                                ("outcome__in", ["died", "seriously_harmed", "neither", "not_yet_known"]),
                                _connector="OR",
                            ),
                            name="child_outcome_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("age_years__isnull", True), ("age_years__lte", 24), _connector="OR"
                            ),
                            name="child_age_in_years",
                        ),
                        models.UniqueConstraint(
                            models.F("case"),
                            django.db.models.functions.text.Lower("pseudonym"),
                            name="child_pseudonym_once_a_case",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Notification",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="notifications",
                            to="reviews.case",
                        ),
                    ),
                    ("what_was_sent", models.TextField(blank=True)),
                    ("sent_on", models.DateField()),
                    ("sent_time", models.TimeField(blank=True, null=True)),
                    (
                        "sent_by",
                        models.CharField(help_text="Who sent it for the local authority.", max_length=200),
                    ),
                    ("panel_reference", models.CharField(blank=True, max_length=60)),
                    ("note", models.TextField(blank=True)),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("withdrawn_on", models.DateField(blank=True, null=True)),
                    ("withdraw_reason", models.TextField(blank=True)),
                    ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("children", models.ManyToManyField(blank=True, related_name="+", to="reviews.child")),
                ],
                options={
                    "ordering": ["-sent_on", "-recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="notification_withdrawn_at_with_withdrawn_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("withdrawn_at__isnull", True), ("withdrawn_on__isnull", True)),
                                models.Q(("withdrawn_at__isnull", False), ("withdrawn_on__isnull", False)),
                                _connector="OR",
                            ),
                            name="notification_withdrawn_at_with_withdrawn_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("sent_on__isnull", True),
                                ("withdrawn_on__isnull", True),
                                ("withdrawn_on__gte", models.F("sent_on")),
                                _connector="OR",
                            ),
                            name="notification_withdrawn_on_not_before_sent_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewDecision",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("reopened_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "reopened_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("reopen_reason", models.TextField(blank=True)),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="review_decisions",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("cspr", "Hold a local child safeguarding practice review"),
                                ("no_review", "No further review"),
                                ("national", "Refer for a national review, without a local one"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "is_learning_likely",
                        models.BooleanField(help_text="Learning is likely that will improve practice."),
                    ),
                    ("learning_reason", models.TextField()),
                    (
                        "is_national_view",
                        models.BooleanField(
                            help_text="The partners' view on test C: complex or of national importance."
                        ),
                    ),
                    ("national_reason", models.TextField()),
                    ("rationale", models.TextField()),
                    ("decided_on", models.DateField()),
                    ("decided_at", models.DateTimeField()),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("decided_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["-decided_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("outcome__in", ["cspr", "no_review", "national"])),
                            name="review_decision_outcome_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reopened_at__isnull", True), ("reopened_by__isnull", True)),
                                models.Q(("reopened_at__isnull", False), ("reopened_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="review_decision_reopened_at_with_reopened_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Case",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("reference", models.CharField(editable=False, max_length=12, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("incident", "An incident in one of our areas"),
                                ("contribution", "A contribution to another partnership’s review"),
                            ],
                            default="incident",
                            max_length=20,
                        ),
                    ),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="reviews.area",
                        ),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("logged", "Criteria decision"),
                                ("not_met", "Criteria not met"),
                                ("told", "Told: no review required"),
                                ("rapid_review", "Rapid review"),
                                ("no_review", "No further review"),
                                ("national", "National review"),
                                ("scoping", "Scoping"),
                                ("gathering", "Information gathering"),
                                ("analysis", "Analysis"),
                                ("engagement", "Engagement"),
                                ("drafting", "Drafting"),
                                ("panel_agreement", "Panel agreement"),
                                ("partner_agreement", "Partner agreement"),
                                ("pre_publication", "Pre-publication"),
                                ("published", "Published"),
                                ("embedding", "Embedding learning"),
                                ("contribution", "Contribution"),
                                ("closed", "Closed"),
                            ],
                            default="logged",
                            max_length=20,
                        ),
                    ),
                    (
                        "children_safe",
                        models.CharField(
                            choices=[
                                ("yes", "Yes"),
                                ("being_seen_to", "Not certain yet, and somebody is seeing to it now"),
                                ("no_others", "There are no other children"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("children_safe_note", models.TextField(blank=True)),
                    ("referred_by", models.CharField(blank=True, max_length=200)),
                    ("referrer_answered_on", models.DateField(blank=True, null=True)),
                    (
                        "incident_precision",
                        models.CharField(
                            choices=[
                                ("exact", "On one day"),
                                ("about", "About this day"),
                                ("period", "Over a period"),
                                ("unknown", "Not known"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("incident_from", models.DateField(blank=True, null=True)),
                    ("incident_to", models.DateField(blank=True, null=True)),
                    ("incident_time", models.TimeField(blank=True, null=True)),
                    (
                        "aware_on",
                        models.DateField(
                            help_text="The day the local authority became aware of the incident."
                        ),
                    ),
                    ("aware_time", models.TimeField(blank=True, null=True)),
                    ("aware_by", models.CharField(blank=True, max_length=200)),
                    (
                        "abuse_known_on",
                        models.DateField(
                            blank=True,
                            help_text="When abuse or neglect was first known or suspected.",
                            null=True,
                        ),
                    ),
                    ("abuse_known_time", models.TimeField(blank=True, null=True)),
                    ("abuse_known_by", models.CharField(blank=True, max_length=200)),
                    ("partnership_told_on", models.DateField(blank=True, null=True)),
                    ("partnership_told_time", models.TimeField(blank=True, null=True)),
                    ("partnership_told_by", models.CharField(blank=True, max_length=200)),
                    (
                        "both_limbs_on",
                        models.DateField(
                            help_text="The day on which the local authority had both limbs; the first clock starts here."
                        ),
                    ),
                    ("both_limbs_reason", models.TextField(blank=True)),
                    (
                        "abuse",
                        models.CharField(
                            choices=[
                                ("known", "Known"),
                                ("suspected", "Suspected"),
                                ("neither", "Neither known nor suspected"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("died", "Died"),
                                ("seriously_harmed", "Seriously harmed"),
                                ("neither", "Neither"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "setting",
                        models.CharField(
                            choices=[
                                ("home", "The family home"),
                                ("placement", "A placement: foster care, children’s home, secure setting"),
                                ("education", "A school, college or nursery"),
                                ("health", "A hospital or other health setting"),
                                ("public", "A public place"),
                                ("online", "Online"),
                                ("other", "Somewhere else"),
                                ("not_known", "Not known"),
                            ],
                            default="not_known",
                            max_length=20,
                        ),
                    ),
                    (
                        "is_suspected_suicide",
                        models.CharField(
                            choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "harm_reasoning",
                        models.TextField(
                            blank=True,
                            help_text="Why the harm is serious, or may be: the list of serious harm is open.",
                        ),
                    ),
                    ("summary", models.TextField()),
                    (
                        "criteria_decision",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.criteriadecision",
                        ),
                    ),
                    (
                        "notification",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.notification",
                        ),
                    ),
                    (
                        "review_decision",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.reviewdecision",
                        ),
                    ),
                    (
                        "open_hold",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.hold",
                        ),
                    ),
                    (
                        "missing",
                        models.JSONField(
                            blank=True,
                            default=list,
                            help_text="What the next step lacks: [label, sentence] each, worked out by reviews.turns.",
                        ),
                    ),
                    (
                        "sort_on",
                        models.DateField(
                            blank=True,
                            help_text="The nearest running clock, for the order of lists only: pages count due days afresh.",
                            null=True,
                        ),
                    ),
                    ("logged_at", models.DateTimeField()),
                    (
                        "logged_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "form_key",
                        models.UUIDField(
                            help_text="Given to one form, so that it logs one case however often sent.",
                            unique=True,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-logged_at"],
                    "indexes": [
                        models.Index(fields=["area", "stage"], name="case_area_stage"),
                        models.Index(fields=["area", "-logged_at", "id"], name="case_newest_first"),
                        models.Index(fields=["area", "sort_on", "id"], name="case_nearest_clock"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["incident", "contribution"])),
                            name="case_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "stage__in",
                                    [
                                        "logged",
                                        "not_met",
                                        "told",
                                        "rapid_review",
                                        "no_review",
                                        "national",
                                        "scoping",
                                        "gathering",
                                        "analysis",
                                        "engagement",
                                        "drafting",
                                        "panel_agreement",
                                        "partner_agreement",
                                        "pre_publication",
                                        "published",
                                        "embedding",
                                        "contribution",
                                        "closed",
                                    ],
                                )
                            ),
                            name="case_stage_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("abuse__in", ["known", "suspected", "neither", "not_yet_known"])
                            ),
                            name="case_abuse_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("outcome__in", ["died", "seriously_harmed", "neither", "not_yet_known"])
                            ),
                            name="case_outcome_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("incident_precision__in", ["exact", "about", "period", "unknown"])
                            ),
                            name="case_incident_precision_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("children_safe__in", ["yes", "being_seen_to", "no_others"])),
                            name="case_children_safe_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "setting__in",
                                    [
                                        "home",
                                        "placement",
                                        "education",
                                        "health",
                                        "public",
                                        "online",
                                        "other",
                                        "not_known",
                                    ],
                                )
                            ),
                            name="case_setting_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("is_suspected_suicide__in", ["yes", "no", "not_known"])),
                            name="case_is_suspected_suicide_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("incident_from__isnull", True),
                                ("incident_to__isnull", True),
                                ("incident_to__gte", models.F("incident_from")),
                                _connector="OR",
                            ),
                            name="case_incident_to_not_before_incident_from",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("incident_from__isnull", True),
                                ("aware_on__isnull", True),
                                ("aware_on__gte", models.F("incident_from")),
                                _connector="OR",
                            ),
                            name="case_aware_on_not_before_incident_from",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("aware_on__isnull", True),
                                ("both_limbs_on__isnull", True),
                                ("both_limbs_on__gte", models.F("aware_on")),
                                _connector="OR",
                            ),
                            name="case_both_limbs_on_not_before_aware_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("incident_precision", "unknown"),
                                ("incident_from__isnull", False),
                                _connector="OR",
                            ),
                            name="case_incident_dated_unless_unknown",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="reviews.case",
                        ),
                    ),
                    ("title", models.CharField(max_length=150)),
                    (
                        "document_class",
                        models.CharField(
                            choices=[("ordinary", "Ordinary"), ("privileged", "Legally privileged")],
                            default="ordinary",
                            max_length=20,
                        ),
                    ),
                    ("media_type", models.CharField(max_length=100)),
                    ("extension", models.CharField(max_length=10)),
                    ("size", models.PositiveIntegerField(help_text="Bytes.")),
                    ("sha256", models.CharField(max_length=64)),
                    ("stored_name", models.CharField(max_length=64, unique=True)),
                    (
                        "scan",
                        models.CharField(
                            choices=[
                                ("clean", "No virus found"),
                                ("not_scanned", "Not scanned: no scanner is set up"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "removed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("remove_reason", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["-added_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("document_class__in", ["ordinary", "privileged"])),
                            name="document_document_class_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("scan__in", ["clean", "not_scanned"])),
                            name="document_scan_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                                models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="document_removed_at_with_removed_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Theme",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=80, unique=True)),
                    ("slug", models.SlugField(max_length=80, unique=True)),
                ],
                options={
                    "ordering": ["name"],
                },
            ),
            migrations.CreateModel(
                name="Finding",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="findings",
                            to="reviews.case",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=200)),
                    ("text", models.TextField()),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("changed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "themes",
                        models.ManyToManyField(blank=True, related_name="findings", to="reviews.theme"),
                    ),
                ],
                options={
                    "ordering": ["number"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                                models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="finding_changed_at_with_changed_by",
                        ),
                        models.UniqueConstraint(fields=("case", "number"), name="finding_number_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recommendation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recommendations",
                            to="reviews.case",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("change", models.TextField(help_text="What exactly should be different.")),
                    ("measure", models.TextField(help_text="How it will be known that it is.")),
                    ("by_day", models.DateField(blank=True, null=True)),
                    (
                        "other_owners",
                        models.CharField(
                            blank=True, help_text="Bodies outside the partnership.", max_length=300
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("changed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "response",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("accepted", "Accepted"),
                                ("in_part", "Accepted in part"),
                                ("not_accepted", "Not accepted"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("response_reason", models.TextField(blank=True)),
                    ("responded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "responded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("responded_as", models.CharField(blank=True, max_length=200)),
                    (
                        "findings",
                        models.ManyToManyField(
                            blank=True, related_name="recommendations", to="reviews.finding"
                        ),
                    ),
                    ("owners", models.ManyToManyField(blank=True, related_name="+", to="reviews.agency")),
                ],
                options={
                    "ordering": ["number"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                                models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="recommendation_changed_at_with_changed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("responded_at__isnull", True), ("responded_by__isnull", True)),
                                models.Q(("responded_at__isnull", False), ("responded_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="recommendation_responded_at_with_responded_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("responded_at__isnull", True), ("response", "")),
                                models.Q(
                                    ("responded_at__isnull", False),
                                    ("response__in", ["accepted", "in_part", "not_accepted"]),
                                ),
                                _connector="OR",
                            ),
                            name="recommendation_response_known",
                        ),
                        models.UniqueConstraint(fields=("case", "number"), name="recommendation_number_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LearningAction",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="learning_actions",
                            to="reviews.case",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("what", models.TextField()),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="learning_actions",
                            to="reviews.agency",
                        ),
                    ),
                    ("other_owner", models.CharField(blank=True, max_length=150)),
                    ("led_by", models.CharField(help_text="Who leads it: name and post.", max_length=200)),
                    ("due_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "Not begun"),
                                ("under_way", "Under way"),
                                ("blocked", "Blocked"),
                                ("done", "Done, to be verified"),
                                ("verified", "Verified and closed"),
                            ],
                            default="open",
                            max_length=20,
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "recommendations",
                        models.ManyToManyField(
                            blank=True, related_name="actions", to="reviews.recommendation"
                        ),
                    ),
                ],
                options={
                    "ordering": ["due_on", "number"],
                    "indexes": [
                        models.Index(fields=["agency", "state", "due_on"], name="learning_action_due")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ["open", "under_way", "blocked", "done", "verified"])
                            ),
                            name="learning_action_state_known",
                        ),
                        models.UniqueConstraint(
                            fields=("case", "number"), name="learning_action_number_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("agency__isnull", False), ("other_owner", "")),
                                models.Q(
                                    ("agency__isnull", True), models.Q(("other_owner", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="learning_action_has_an_owner",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ActionStep",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "learning_action",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="steps",
                            to="reviews.learningaction",
                        ),
                    ),
                    (
                        "to_state",
                        models.CharField(
                            choices=[
                                ("open", "Not begun"),
                                ("under_way", "Under way"),
                                ("blocked", "Blocked"),
                                ("done", "Done, to be verified"),
                                ("verified", "Verified and closed"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("note", models.TextField()),
                    (
                        "due_on",
                        models.DateField(
                            blank=True, help_text="A new day, where the step moves it.", null=True
                        ),
                    ),
                    (
                        "document",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.document",
                        ),
                    ),
                    ("taken_at", models.DateTimeField()),
                    (
                        "taken_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("taken_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["taken_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("to_state__in", ["open", "under_way", "blocked", "done", "verified"])
                            ),
                            name="action_step_to_state_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Advice",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="advice",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "about",
                        models.CharField(
                            choices=[
                                ("criteria", "The decision on the criteria"),
                                ("rapid_review", "The rapid review"),
                                ("review", "The decision on a review"),
                                ("enquiry", "How the review is going"),
                                ("report", "The report"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("advice", models.TextField()),
                    ("given_at", models.DateTimeField()),
                    (
                        "given_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("given_as", models.CharField(help_text="Post and agency of the day.", max_length=200)),
                    ("response", models.TextField(blank=True)),
                    ("responded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "responded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("responded_as", models.CharField(blank=True, max_length=200)),
                ],
                options={
                    "ordering": ["-given_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "about__in",
                                    ["criteria", "rapid_review", "review", "enquiry", "report", "other"],
                                )
                            ),
                            name="advice_about_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("responded_at__isnull", True), ("responded_by__isnull", True)),
                                models.Q(("responded_at__isnull", False), ("responded_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="advice_responded_at_with_responded_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("given_by", models.F("responded_by")), _negated=True),
                            name="advice_given_by_is_not_responded_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgencyReturn",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "request",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agency_return",
                            to="reviews.agencyrequest",
                        ),
                    ),
                    ("had_no_involvement", models.BooleanField(default=False)),
                    ("involvement", models.TextField(blank=True)),
                    ("episodes", models.TextField(blank=True, help_text="Key practice episodes.")),
                    (
                        "safety",
                        models.TextField(blank=True, help_text="Immediate safety and early learning."),
                    ),
                    ("improvements", models.TextField(blank=True)),
                    ("analysis", models.TextField(blank=True, help_text="Why things happened as they did.")),
                    (
                        "agency_actions",
                        models.TextField(blank=True, help_text="What the agency does because of it."),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("saved_at", models.DateTimeField()),
                    (
                        "saved_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="SealedItem",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sealed_items",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "child",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sealed_items",
                            to="reviews.child",
                        ),
                    ),
                    (
                        "agency_return",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="names",
                            to="reviews.agencyreturn",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("given_name", "First and middle names"),
                                ("family_name", "Family name"),
                                ("date_of_birth", "Date of birth"),
                                ("date_of_death", "Date of death"),
                                ("nhs_number", "NHS number"),
                                ("address", "Address"),
                                ("school", "School or nursery"),
                                ("relative", "Relative"),
                                ("practitioner", "Practitioner"),
                                ("place", "Place"),
                                ("contact", "A safe way to reach somebody"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("ciphertext", models.BinaryField()),
                    ("sealed_at", models.DateTimeField()),
                    (
                        "sealed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["sealed_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "given_name",
                                        "family_name",
                                        "date_of_birth",
                                        "date_of_death",
                                        "nhs_number",
                                        "address",
                                        "school",
                                        "relative",
                                        "practitioner",
                                        "place",
                                        "contact",
                                    ],
                                )
                            ),
                            name="sealed_item_kind_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgencyRequest",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agency_requests",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="requests",
                            to="reviews.agency",
                        ),
                    ),
                    (
                        "author",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agency_requests",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "approver",
                        models.ForeignKey(
                            blank=True,
                            help_text="Who signs the return off inside the agency, before it is submitted.",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="requests_to_sign_off",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "purpose",
                        models.CharField(
                            choices=[("rapid_review", "For the rapid review"), ("review", "For the review")],
                            max_length=20,
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("asked", "Asked"),
                                ("begun", "Being written"),
                                ("to_sign_off", "Waiting for sign-off in the agency"),
                                ("submitted", "Submitted"),
                                ("sent_back", "Sent back for more"),
                                ("accepted", "Accepted"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            default="asked",
                            max_length=20,
                        ),
                    ),
                    ("asked", models.TextField(help_text="What the agency is asked for.")),
                    ("due_on", models.DateField()),
                    ("sent_at", models.DateTimeField()),
                    (
                        "sent_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "subjects",
                        models.ManyToManyField(blank=True, related_name="+", to="reviews.sealeditem"),
                    ),
                ],
                options={
                    "ordering": ["due_on", "agency__name"],
                    "indexes": [
                        models.Index(fields=["agency", "state", "due_on"], name="agency_request_waiting")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("purpose__in", ["rapid_review", "review"])),
                            name="agency_request_purpose_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("author", models.F("approver")), _negated=True),
                            name="agency_request_author_is_not_approver",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    [
                                        "asked",
                                        "begun",
                                        "to_sign_off",
                                        "submitted",
                                        "sent_back",
                                        "accepted",
                                        "withdrawn",
                                    ],
                                )
                            ),
                            name="agency_request_state_known",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "withdrawn"), _negated=True),
                            fields=("case", "agency", "purpose"),
                            name="agency_request_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Review",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="review",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "decided_on",
                        models.DateField(help_text="The decision to initiate it; the six months start here."),
                    ),
                    ("terms_of_reference", models.TextField(blank=True)),
                    ("methodology", models.TextField(blank=True)),
                    (
                        "questions",
                        models.TextField(
                            blank=True, help_text="Questions that the rapid review left to the review."
                        ),
                    ),
                    ("timeframe_from", models.DateField(blank=True, null=True)),
                    ("timeframe_to", models.DateField(blank=True, null=True)),
                    ("commissioned_at", models.DateTimeField()),
                    (
                        "commissioned_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "published_on",
                        models.DateField(
                            blank=True, help_text="The day the report opens to the public.", null=True
                        ),
                    ),
                    ("scoped_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "scoped_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("scoped_at__isnull", True), ("scoped_by__isnull", True)),
                                models.Q(("scoped_at__isnull", False), ("scoped_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="review_scoped_at_with_scoped_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("timeframe_from__isnull", True),
                                ("timeframe_to__isnull", True),
                                ("timeframe_to__gte", models.F("timeframe_from")),
                                _connector="OR",
                            ),
                            name="review_timeframe_to_not_before_timeframe_from",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PanelSeat",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seats",
                            to="reviews.review",
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            editable=False,
                            max_length=10,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.agency"
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="panel_seats",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("is_chair", models.BooleanField(default=False)),
                    ("joined_on", models.DateField(blank=True, null=True)),
                    ("left_on", models.DateField(blank=True, null=True)),
                    ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-partner_role", "agency__name"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="panel_seat_confirmed_at_with_confirmed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("joined_on__isnull", True),
                                ("left_on__isnull", True),
                                ("left_on__gte", models.F("joined_on")),
                                _connector="OR",
                            ),
                            name="panel_seat_left_on_not_before_joined_on",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                models.Q(("partner_role", ""), _negated=True), ("left_on__isnull", True)
                            ),
                            fields=("review", "partner_role"),
                            name="panel_seat_statutory_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("left_on__isnull", True), ("user__isnull", False)),
                            fields=("review", "user"),
                            name="panel_seat_person_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_chair", True), ("left_on__isnull", True)),
                            fields=("review",),
                            name="panel_seat_one_chair",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("confirmed_at__isnull", True), ("user__isnull", False), _connector="OR"
                            ),
                            name="panel_seat_confirmed_has_person",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReportVersion",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="report_versions",
                            to="reviews.review",
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("text", models.TextField()),
                    (
                        "taken_from_word",
                        models.JSONField(
                            blank=True,
                            default=list,
                            help_text="What reading the Word file found, as sentences.",
                        ),
                    ),
                    ("written_at", models.DateTimeField()),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("review", "number"), name="report_version_number_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreements",
                            to="reviews.reportversion",
                        ),
                    ),
                    (
                        "body",
                        models.CharField(
                            choices=[
                                ("panel", "The review's panel"),
                                ("partners", "The safeguarding partners"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "seat",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agreements",
                            to="reviews.panelseat",
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "view",
                        models.CharField(
                            choices=[
                                ("agrees", "Agrees"),
                                ("with_comments", "Agrees with comments"),
                                ("disagrees", "Does not agree"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("comments", models.TextField(blank=True)),
                    ("given_at", models.DateTimeField()),
                    (
                        "given_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("given_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["given_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("body__in", ["panel", "partners"])),
                            name="agreement_body_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("view__in", ["agrees", "with_comments", "disagrees"])),
                            name="agreement_view_known",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("body", "panel")),
                            fields=("version", "seat"),
                            name="agreement_seat_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("body", "partners")),
                            fields=("version", "partner_role"),
                            name="agreement_partner_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("body", "panel"), ("partner_role", ""), ("seat__isnull", False)),
                                models.Q(
                                    ("body", "partners"),
                                    ("seat__isnull", True),
                                    models.Q(("partner_role", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="agreement_has_its_speaker",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewerAppointment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appointments",
                            to="reviews.review",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appointments",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("experience", models.TextField()),
                    (
                        "has_no_link",
                        models.BooleanField(
                            help_text="Declares no connection with the area, its agencies or the family."
                        ),
                    ),
                    ("declaration", models.TextField()),
                    ("declared_on", models.DateField()),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("appointed_at", models.DateTimeField()),
                    (
                        "appointed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("checked_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "checked_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("check_note", models.TextField(blank=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("end_reason", models.TextField(blank=True)),
                    (
                        "materials",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("returned", "Returned"),
                                ("destroyed", "Destroyed"),
                                ("nothing", "Nothing was downloaded"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("materials_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["-appointed_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="reviewer_appointment_ends_on_not_before_starts_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                                models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="reviewer_appointment_checked_at_with_checked_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="reviewer_appointment_ended_at_with_ended_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("materials", ""), ("materials_at__isnull", True)),
                                models.Q(
                                    ("materials__in", ["returned", "destroyed", "nothing"]),
                                    ("materials_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="reviewer_appointment_materials_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("appointed_by", models.F("checked_by")), _negated=True),
                            name="reviewer_appointment_appointed_by_is_not_checked_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("user", models.F("checked_by")), _negated=True),
                            name="reviewer_appointment_user_is_not_checked_by",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at__isnull", True)),
                            fields=("review", "user"),
                            name="reviewer_appointment_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AppointmentExtension",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "appointment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="extensions",
                            to="reviews.reviewerappointment",
                        ),
                    ),
                    ("from_day", models.DateField()),
                    ("to_day", models.DateField()),
                    ("reason", models.TextField()),
                    ("extended_at", models.DateTimeField()),
                    (
                        "extended_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["extended_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_day__isnull", True),
                                ("to_day__isnull", True),
                                ("to_day__gte", models.F("from_day")),
                                _connector="OR",
                            ),
                            name="appointment_extension_to_day_not_before_from_day",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Assignment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="assignments",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="assignments",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("assigned_at", models.DateTimeField()),
                    (
                        "assigned_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ends_on",
                        models.DateField(
                            blank=True, help_text="The last day; empty: until it is ended.", null=True
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-assigned_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="assignment_ended_at_with_ended_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("assigned_at__isnull", True),
                                ("ended_at__isnull", True),
                                ("ended_at__gte", models.F("assigned_at")),
                                _connector="OR",
                            ),
                            name="assignment_ended_at_not_before_assigned_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("user", models.F("assigned_by")), _negated=True),
                            name="assignment_user_is_not_assigned_by",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at__isnull", True)),
                            fields=("case", "user"),
                            name="assignment_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Meeting",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings",
                            to="reviews.review",
                        ),
                    ),
                    ("purpose", models.CharField(max_length=200)),
                    ("held_on", models.DateField()),
                    ("starts_at", models.TimeField(blank=True, null=True)),
                    ("place", models.CharField(blank=True, max_length=200)),
                    ("agenda", models.TextField(blank=True)),
                    ("called_at", models.DateTimeField()),
                    (
                        "called_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("decisions", models.TextField(blank=True)),
                    ("minuted_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "minuted_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "cancelled_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("cancel_reason", models.TextField(blank=True)),
                    (
                        "papers",
                        models.ManyToManyField(blank=True, related_name="meetings", to="reviews.document"),
                    ),
                ],
                options={
                    "ordering": ["-held_on", "-called_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("minuted_at__isnull", True), ("minuted_by__isnull", True)),
                                models.Q(("minuted_at__isnull", False), ("minuted_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="meeting_minuted_at_with_minuted_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="meeting_cancelled_at_with_cancelled_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("minuted_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                            ),
                            name="meeting_held_or_cancelled",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Attendance",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="reviews.meeting",
                        ),
                    ),
                    (
                        "seat",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendances",
                            to="reviews.panelseat",
                        ),
                    ),
                    (
                        "presence",
                        models.CharField(
                            choices=[
                                ("present", "Present"),
                                ("substitute", "Somebody sat in"),
                                ("apologies", "Sent apologies"),
                                ("absent", "Absent"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "by_whom",
                        models.CharField(blank=True, help_text="Name and post of the day.", max_length=200),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("presence__in", ["present", "substitute", "apologies", "absent"])
                            ),
                            name="attendance_presence_known",
                        ),
                        models.UniqueConstraint(fields=("meeting", "seat"), name="attendance_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AuditHead",
                fields=[
                    ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ("sequence", models.BigIntegerField(default=0)),
                    (
                        "hash",
                        models.CharField(
                            default="0000000000000000000000000000000000000000000000000000000000000000",
                            max_length=64,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_head_only_one")
                    ],
                },
            ),
            migrations.CreateModel(
                name="AuditRow",
                fields=[
                    ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("actor", models.CharField(max_length=40)),
                    ("actor_role", models.CharField(max_length=20)),
                    ("verb", models.CharField(max_length=60)),
                    ("reference", models.CharField(blank=True, max_length=60)),
                    ("outcome", models.CharField(max_length=10)),
                    ("detail", models.JSONField(default=dict)),
                    ("request", models.JSONField(default=dict)),
                    ("previous_hash", models.CharField(max_length=64)),
                    ("hash", models.CharField(max_length=64, unique=True)),
                ],
                options={
                    "ordering": ["-sequence"],
                    "indexes": [
                        models.Index(fields=["reference", "-sequence"], name="audit_by_reference"),
                        models.Index(fields=["actor", "-sequence"], name="audit_by_actor"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="BlindMark",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="blind_marks",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "child",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="blind_marks",
                            to="reviews.child",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("nhs_number", "The same NHS number"),
                                ("name_and_birth", "The same name and date of birth"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("mark", models.CharField(max_length=64)),
                ],
                options={
                    "indexes": [models.Index(fields=["kind", "mark"], name="blind_mark_match")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["nhs_number", "name_and_birth"])),
                            name="blind_mark_kind_known",
                        ),
                        models.UniqueConstraint(fields=("child", "kind", "mark"), name="blind_mark_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Chase",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="chases",
                            to="reviews.agencyrequest",
                        ),
                    ),
                    ("note", models.TextField()),
                    ("chased_at", models.DateTimeField()),
                    (
                        "chased_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["chased_at"],
                },
            ),
            migrations.CreateModel(
                name="ChronologyFile",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="chronology_files",
                            to="reviews.review",
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.agency"
                        ),
                    ),
                    ("sha256", models.CharField(max_length=64)),
                    ("size", models.PositiveIntegerField(help_text="Bytes.")),
                    (
                        "notes",
                        models.JSONField(default=list, help_text="What reading it found, as sentences."),
                    ),
                    (
                        "rows",
                        models.JSONField(
                            default=list, help_text="Each row as read and mended, until it is confirmed."
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=0)),
                    ("sent_at", models.DateTimeField()),
                    (
                        "sent_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("dropped_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "dropped_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-sent_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="chronology_file_confirmed_at_with_confirmed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("dropped_at__isnull", True), ("dropped_by__isnull", True)),
                                models.Q(("dropped_at__isnull", False), ("dropped_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="chronology_file_dropped_at_with_dropped_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ChronologyEntry",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="chronology",
                            to="reviews.review",
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.agency"
                        ),
                    ),
                    (
                        "brought_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="reviews.chronologyfile",
                        ),
                    ),
                    (
                        "happened_on",
                        models.DateField(help_text="The first day on which it can have happened."),
                    ),
                    (
                        "exactness",
                        models.CharField(
                            choices=[
                                ("day", "On this day"),
                                ("about_day", "About this day"),
                                ("month", "In this month"),
                                ("about_month", "About this month"),
                                ("year", "In this year"),
                                ("about_year", "About this year"),
                            ],
                            default="day",
                            max_length=20,
                        ),
                    ),
                    ("happened_at", models.TimeField(blank=True, null=True)),
                    ("event", models.TextField()),
                    ("source", models.CharField(blank=True, max_length=300)),
                    (
                        "significance",
                        models.CharField(
                            choices=[
                                ("ordinary", "Background"),
                                ("significant", "Significant"),
                                ("key", "Key event"),
                            ],
                            default="ordinary",
                            max_length=20,
                        ),
                    ),
                    ("practice_comment", models.TextField(blank=True)),
                    (
                        "place",
                        models.PositiveIntegerField(
                            default=0, help_text="Its place among the rows of its file."
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("changed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("gone_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "gone_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("gone_reason", models.CharField(blank=True, max_length=300)),
                ],
                options={
                    "ordering": ["happened_on", "happened_at", "place", "id"],
                    "indexes": [
                        models.Index(fields=["review", "gone_at", "happened_on"], name="chronology_in_order")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "exactness__in",
                                    ["day", "about_day", "month", "about_month", "year", "about_year"],
                                )
                            ),
                            name="chronology_entry_exactness_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("significance__in", ["ordinary", "significant", "key"])),
                            name="chronology_entry_significance_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                                models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="chronology_entry_changed_at_with_changed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("gone_at__isnull", True), ("gone_by__isnull", True)),
                                models.Q(("gone_at__isnull", False), ("gone_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="chronology_entry_gone_at_with_gone_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Contribution",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contribution",
                            to="reviews.case",
                        ),
                    ),
                    ("led_by", models.CharField(help_text="The partnership that leads.", max_length=200)),
                    ("asked_on", models.DateField()),
                    ("due_on", models.DateField(blank=True, null=True)),
                    ("returned_on", models.DateField(blank=True, null=True)),
                    ("note", models.TextField(blank=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("asked_on__isnull", True),
                                ("returned_on__isnull", True),
                                ("returned_on__gte", models.F("asked_on")),
                                _connector="OR",
                            ),
                            name="contribution_returned_on_not_before_asked_on",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CoordinatorArea",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="coordinator_areas",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="coordinators",
                            to="reviews.area",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="coordinator_area_confirmed_at_with_confirmed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="coordinator_area_ends_on_not_before_starts_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("user", models.F("confirmed_by")), _negated=True),
                            name="coordinator_area_user_is_not_confirmed_by",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ends_on__isnull", True)),
                            fields=("user", "area"),
                            name="coordinator_area_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Correspondence",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="correspondence",
                            to="reviews.case",
                        ),
                    ),
                    ("direction", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                    (
                        "party",
                        models.CharField(
                            choices=[
                                ("national_panel", "The national Panel"),
                                ("education", "Department for Education"),
                                ("ofsted", "Ofsted"),
                                ("coroner", "Coroner"),
                                ("court", "Court"),
                                ("police", "Police or Crown Prosecution Service"),
                                ("parliament", "Member of Parliament"),
                                ("press", "Press"),
                                ("family", "Family"),
                                ("agency", "An agency"),
                                ("partnership", "Another partnership"),
                                ("other", "Somebody else"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("party_words", models.CharField(blank=True, max_length=150)),
                    ("happened_on", models.DateField()),
                    ("subject", models.CharField(max_length=200)),
                    ("note", models.TextField(blank=True)),
                    (
                        "due_on",
                        models.DateField(blank=True, help_text="An answer is due by then.", null=True),
                    ),
                    ("answered_on", models.DateField(blank=True, null=True)),
                    (
                        "document",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="correspondence",
                            to="reviews.document",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "removed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("remove_reason", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["-happened_on", "-recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                                models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="correspondence_removed_at_with_removed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("direction__in", ["in", "out"])),
                            name="correspondence_direction_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "party__in",
                                    [
                                        "national_panel",
                                        "education",
                                        "ofsted",
                                        "coroner",
                                        "court",
                                        "police",
                                        "parliament",
                                        "press",
                                        "family",
                                        "agency",
                                        "partnership",
                                        "other",
                                    ],
                                )
                            ),
                            name="correspondence_party_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("happened_on__isnull", True),
                                ("answered_on__isnull", True),
                                ("answered_on__gte", models.F("happened_on")),
                                _connector="OR",
                            ),
                            name="correspondence_answered_on_not_before_happened_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CourtOrder",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="court_orders",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(help_text="Such as “reporting restriction order”.", max_length=200),
                    ),
                    ("court", models.CharField(max_length=200)),
                    ("made_on", models.DateField()),
                    ("scope", models.TextField(help_text="What may not be said, shown or done.")),
                    (
                        "protects",
                        models.CharField(help_text="Whom it protects, by pseudonym.", max_length=300),
                    ),
                    ("until", models.DateField(blank=True, null=True)),
                    (
                        "until_words",
                        models.CharField(
                            blank=True, help_text="Such as “until further order”.", max_length=200
                        ),
                    ),
                    (
                        "document",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="court_orders",
                            to="reviews.document",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("lifted_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "lifted_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("lifted_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["-made_on"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                                models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="court_order_lifted_at_with_lifted_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("made_on__isnull", True),
                                ("until__isnull", True),
                                ("until__gte", models.F("made_on")),
                                _connector="OR",
                            ),
                            name="court_order_until_not_before_made_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CriterionAnswer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "decision",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="criteria",
                            to="reviews.reviewdecision",
                        ),
                    ),
                    (
                        "criterion",
                        models.CharField(
                            choices=[
                                (
                                    "improvements",
                                    "The case shows improvements that are needed, also ones identified before",
                                ),
                                ("recurrent", "The case shows themes that recur"),
                                (
                                    "working_together",
                                    "There is concern about how two or more agencies worked together",
                                ),
                                (
                                    "national_panel",
                                    "The national Panel thinks that a local review is more appropriate",
                                ),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("is_met", models.BooleanField()),
                    ("reason", models.TextField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "criterion__in",
                                    ["improvements", "recurrent", "working_together", "national_panel"],
                                )
                            ),
                            name="criterion_answer_criterion_known",
                        ),
                        models.UniqueConstraint(
                            fields=("decision", "criterion"), name="criterion_answer_once"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DecisionQuorum",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "decision",
                        models.CharField(
                            choices=[
                                ("criteria", "That the criteria are met"),
                                ("review", "On a review"),
                                ("agreement", "Agreeing a report"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("effective_from", models.DateField()),
                    (
                        "partners_needed",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(3),
                            ]
                        ),
                    ),
                ],
                options={
                    "ordering": ["decision", "-effective_from"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("decision__in", ["criteria", "review", "agreement"])),
                            name="decision_quorum_decision_known",
                        ),
                        models.UniqueConstraint(
                            fields=("decision", "effective_from"), name="decision_quorum_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("partners_needed__range", (1, 3))),
                            name="decision_quorum_of_three",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DeclarationAnswer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "appointment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="reviews.reviewerappointment",
                        ),
                    ),
                    (
                        "point",
                        models.CharField(
                            choices=[
                                ("worked", "Worked for, or was paid by, an agency in the area"),
                                ("case", "Knew of this case, or worked with the child or the family"),
                                ("family", "Is related to, or a friend of, somebody in the family"),
                                ("people", "Is close to somebody who leads an agency in the area"),
                                ("money", "Has a financial interest in an agency in the area"),
                                ("reviews", "Wrote or chaired an earlier review for the partnership"),
                                ("other", "Anything else that others might see as a conflict"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("has_link", models.BooleanField()),
                    ("words", models.TextField(blank=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "point__in",
                                    ["worked", "case", "family", "people", "money", "reviews", "other"],
                                )
                            ),
                            name="declaration_answer_point_known",
                        ),
                        models.UniqueConstraint(
                            fields=("appointment", "point"), name="declaration_answer_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("has_link", False), models.Q(("words", ""), _negated=True), _connector="OR"
                            ),
                            name="declaration_answer_link_in_words",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EarlyLearning",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="early_learning",
                            to="reviews.case",
                        ),
                    ),
                    ("learning", models.TextField()),
                    ("reason", models.TextField()),
                    ("shared_with", models.CharField(max_length=300)),
                    ("shared_on", models.DateField()),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-shared_on", "-recorded_at"],
                },
            ),
            migrations.CreateModel(
                name="Participant",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="participants",
                            to="reviews.review",
                        ),
                    ),
                    (
                        "engaged_with",
                        models.CharField(
                            choices=[("family", "Family"), ("practitioners", "Practitioners")], max_length=20
                        ),
                    ),
                    (
                        "called",
                        models.CharField(
                            help_text="Such as “The grandmother” or “Health visitor 2”.", max_length=80
                        ),
                    ),
                    (
                        "child",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.child",
                        ),
                    ),
                    (
                        "contact",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.sealeditem",
                        ),
                    ),
                    (
                        "reach_through",
                        models.CharField(
                            blank=True,
                            help_text="Family liaison officer, advocate: through whom they are reached.",
                            max_length=200,
                        ),
                    ),
                    (
                        "must_not_know",
                        models.TextField(blank=True, help_text="Who must not learn that they are in touch."),
                    ),
                    (
                        "officer_agreed",
                        models.CharField(
                            choices=[
                                ("not_needed", "Not needed"),
                                ("waiting", "Asked, no answer yet"),
                                ("yes", "Agreed"),
                                ("no", "Not agreed"),
                            ],
                            default="not_needed",
                            max_length=20,
                        ),
                    ),
                    ("officer_agreed_on", models.DateField(blank=True, null=True)),
                    ("language", models.CharField(blank=True, max_length=80)),
                    (
                        "needs_interpreter",
                        models.CharField(
                            choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                            default="not_known",
                            max_length=10,
                        ),
                    ),
                    (
                        "format_wanted",
                        models.CharField(
                            blank=True, help_text="Easy read, audio, large print.", max_length=200
                        ),
                    ),
                    (
                        "own_pseudonym",
                        models.CharField(blank=True, help_text="Chosen or accepted by them.", max_length=60),
                    ),
                    (
                        "may_be_said",
                        models.TextField(blank=True, help_text="What they are content to have included."),
                    ),
                    ("must_not_be_said", models.TextField(blank=True)),
                    ("next_contact_on", models.DateField(blank=True, null=True)),
                    (
                        "next_contact",
                        models.CharField(blank=True, help_text="What was promised.", max_length=200),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("changed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["added_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("engaged_with__in", ["family", "practitioners"])),
                            name="participant_engaged_with_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("officer_agreed__in", ["not_needed", "waiting", "yes", "no"])
                            ),
                            name="participant_officer_agreed_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("needs_interpreter__in", ["yes", "no", "not_known"])),
                            name="participant_needs_interpreter_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                                models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="participant_changed_at_with_changed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("officer_agreed", "yes"), _negated=True),
                                ("officer_agreed_on__isnull", False),
                                _connector="OR",
                            ),
                            name="participant_officer_agreed_dated",
                        ),
                        models.UniqueConstraint(fields=("review", "called"), name="participant_called_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Engagement",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="engagements",
                            to="reviews.review",
                        ),
                    ),
                    (
                        "participant",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="engagements",
                            to="reviews.participant",
                        ),
                    ),
                    (
                        "engaged_with",
                        models.CharField(
                            choices=[("family", "Family"), ("practitioners", "Practitioners")], max_length=20
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("met", "Met"),
                                ("wrote", "Gave their views another way"),
                                ("declined", "Declined"),
                                ("not_possible", "Not possible because of proceedings"),
                                ("offered", "Offered, no answer yet"),
                                ("support", "Offered support"),
                                ("draft_shown", "Read a numbered draft"),
                                ("draft_back", "Gave the draft back"),
                                ("told_day", "Told the day and hour of publication"),
                                ("told_change", "Told of an extension, a correction or a withdrawal"),
                                ("complained", "Complained"),
                                ("complaint_answered", "Had the complaint answered"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("happened_on", models.DateField()),
                    ("note", models.TextField()),
                    (
                        "version",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="engagements",
                            to="reviews.reportversion",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["happened_on", "recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("engaged_with__in", ["family", "practitioners"])),
                            name="engagement_engaged_with_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "outcome__in",
                                    [
                                        "met",
                                        "wrote",
                                        "declined",
                                        "not_possible",
                                        "offered",
                                        "support",
                                        "draft_shown",
                                        "draft_back",
                                        "told_day",
                                        "told_change",
                                        "complained",
                                        "complaint_answered",
                                    ],
                                )
                            ),
                            name="engagement_outcome_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EntryComment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="comments",
                            to="reviews.chronologyentry",
                        ),
                    ),
                    ("comment", models.TextField()),
                    ("given_at", models.DateTimeField()),
                    (
                        "given_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("given_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["given_at"],
                },
            ),
            migrations.CreateModel(
                name="Escalation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="escalations",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "about",
                        models.CharField(
                            choices=[
                                ("criteria", "The decision on the criteria"),
                                ("review", "The decision on a review"),
                                ("national_panel", "The national Panel’s answer"),
                                ("report", "The report"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("reason", models.TextField()),
                    (
                        "raised_to",
                        models.CharField(
                            help_text="Lead safeguarding partner: name and post.", max_length=200
                        ),
                    ),
                    (
                        "lead_partner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("answer_by", models.DateField()),
                    ("raised_at", models.DateTimeField()),
                    (
                        "raised_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("raised_as", models.CharField(max_length=200)),
                    ("outcome", models.TextField(blank=True)),
                    ("decided_on", models.DateField(blank=True, null=True)),
                    ("closed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "closed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-raised_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("about__in", ["criteria", "review", "national_panel", "report", "other"])
                            ),
                            name="escalation_about_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                                models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="escalation_closed_at_with_closed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("closed_at__isnull", True), ("decided_on__isnull", True)),
                                models.Q(("closed_at__isnull", False), ("decided_on__isnull", False)),
                                _connector="OR",
                            ),
                            name="escalation_closed_at_with_decided_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("raised_by", models.F("lead_partner")), _negated=True),
                            name="escalation_raised_by_is_not_lead_partner",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="GuidanceEdition",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("effective_from", models.DateField(unique=True)),
                    (
                        "notify_working_days",
                        models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MinValueValidator(1)]
                        ),
                    ),
                    (
                        "rapid_review_working_days",
                        models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MinValueValidator(1)]
                        ),
                    ),
                    (
                        "review_months",
                        models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MinValueValidator(1)]
                        ),
                    ),
                    (
                        "copy_working_days",
                        models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MinValueValidator(1)]
                        ),
                    ),
                    (
                        "window_months",
                        models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MinValueValidator(12)]
                        ),
                    ),
                    (
                        "rapid_review_starts_from",
                        models.CharField(
                            choices=[
                                ("notification", "The day the notification was sent"),
                                ("awareness", "The day the local authority became aware"),
                            ],
                            default="notification",
                            help_text="The day from which the rapid review’s working days count.",
                            max_length=20,
                        ),
                    ),
                    ("national_panel_name", models.CharField(max_length=200)),
                    ("department_name", models.CharField(default="Department for Education", max_length=200)),
                    (
                        "secretary_of_state_name",
                        models.CharField(default="Secretary of State for Education", max_length=200),
                    ),
                    ("inspectorate_name", models.CharField(default="Ofsted", max_length=200)),
                    (
                        "collection_name",
                        models.CharField(default="NSPCC national case review repository", max_length=200),
                    ),
                ],
                options={
                    "ordering": ["-effective_from"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("window_months__gte", 12)),
                            name="guidance_window_never_under_a_year",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("rapid_review_starts_from__in", ["notification", "awareness"])
                            ),
                            name="guidance_edition_rapid_review_starts_from_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Handover",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="handovers",
                            to="reviews.case",
                        ),
                    ),
                    ("is_to_us", models.BooleanField()),
                    ("partnership", models.CharField(max_length=200)),
                    ("handed_over_on", models.DateField()),
                    ("reason", models.TextField()),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["handed_over_on", "recorded_at"],
                },
            ),
            migrations.CreateModel(
                name="HarmCategory",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="harms",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "category",
                        models.CharField(
                            choices=[
                                ("physical", "Physical abuse"),
                                ("emotional", "Emotional abuse"),
                                ("sexual", "Sexual abuse"),
                                ("neglect", "Neglect"),
                                ("domestic", "Domestic abuse"),
                                ("sexual_exploitation", "Child sexual exploitation"),
                                ("criminal_exploitation", "Child criminal exploitation"),
                                ("violence", "Violence between young people"),
                                ("self_harm", "Self-harm or suspected suicide"),
                                ("sudden_death", "Sudden unexpected death"),
                                ("fabricated", "Fabricated or induced illness"),
                                ("online", "Harm online"),
                                ("faith", "Abuse linked to faith or belief, or to so-called honour"),
                                ("other", "Other harm"),
                            ],
                            max_length=30,
                        ),
                    ),
                ],
                options={
                    "ordering": ["category"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "category__in",
                                    [
                                        "physical",
                                        "emotional",
                                        "sexual",
                                        "neglect",
                                        "domestic",
                                        "sexual_exploitation",
                                        "criminal_exploitation",
                                        "violence",
                                        "self_harm",
                                        "sudden_death",
                                        "fabricated",
                                        "online",
                                        "faith",
                                        "other",
                                    ],
                                )
                            ),
                            name="harm_category_category_known",
                        ),
                        models.UniqueConstraint(fields=("case", "category"), name="harm_category_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Impact",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "learning_action",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="impacts",
                            to="reviews.learningaction",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("audit", "An audit of practice"),
                                ("data", "Data"),
                                ("practitioners", "What practitioners say"),
                                ("families", "What children and families say"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("seen", models.TextField()),
                    ("seen_on", models.DateField()),
                    ("look_again_on", models.DateField(blank=True, null=True)),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["seen_on", "recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["audit", "data", "practitioners", "families"])),
                            name="impact_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("seen_on__isnull", True),
                                ("look_again_on__isnull", True),
                                ("look_again_on__gte", models.F("seen_on")),
                                _connector="OR",
                            ),
                            name="impact_look_again_on_not_before_seen_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Intake",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="intakes",
                            to="reviews.area",
                        ),
                    ),
                    (
                        "answers",
                        models.JSONField(
                            default=dict, help_text="Section → the fields of its form as typed."
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=0)),
                    ("started_at", models.DateTimeField()),
                    (
                        "started_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("changed_at", models.DateTimeField()),
                    (
                        "changed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "case",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="intake",
                            to="reviews.case",
                        ),
                    ),
                    ("dropped_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "dropped_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("drop_reason", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["-started_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("dropped_at__isnull", True), ("dropped_by__isnull", True)),
                                models.Q(("dropped_at__isnull", False), ("dropped_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="intake_dropped_at_with_dropped_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("case__isnull", True), ("dropped_at__isnull", True), _connector="OR"
                            ),
                            name="intake_logged_or_dropped",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="InvolvedAgency",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="involved_agencies",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.agency",
                        ),
                    ),
                    ("other_name", models.CharField(blank=True, max_length=150)),
                    ("involvement", models.TextField(blank=True)),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "removed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("remove_reason", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["added_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                                models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="involved_agency_removed_at_with_removed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("agency__isnull", False), ("other_name", "")),
                                models.Q(
                                    ("agency__isnull", True), models.Q(("other_name", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="involved_agency_is_named",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("removed_at__isnull", True)),
                            fields=("case", "agency"),
                            name="involved_agency_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="KeyLine",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="key_lines",
                            to="reviews.review",
                        ),
                    ),
                    ("question", models.TextField()),
                    ("why", models.TextField(blank=True, help_text="Why the review asks this.")),
                    ("method", models.TextField()),
                    ("answer", models.TextField(blank=True)),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["added_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                                models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="key_line_answered_at_with_answered_by",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="KeyLineEvidence",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "key_line",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="reviews.keyline",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="reviews.chronologyentry",
                        ),
                    ),
                    (
                        "agency_request",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="reviews.agencyrequest",
                        ),
                    ),
                    ("words", models.TextField(blank=True)),
                    ("added_at", models.DateTimeField()),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["added_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("entry__isnull", False),
                                ("agency_request__isnull", False),
                                models.Q(("words", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="key_line_evidence_is_something",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("entry__isnull", False)),
                            fields=("key_line", "entry"),
                            name="key_line_entry_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("agency_request__isnull", False)),
                            fields=("key_line", "agency_request"),
                            name="key_line_return_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Knowledge",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="knowledge",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "abuse",
                        models.CharField(
                            choices=[
                                ("known", "Known"),
                                ("suspected", "Suspected"),
                                ("neither", "Neither known nor suspected"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("died", "Died"),
                                ("seriously_harmed", "Seriously harmed"),
                                ("neither", "Neither"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("both_limbs_on", models.DateField()),
                    ("earlier_both_limbs_on", models.DateField(help_text="The day that held before.")),
                    ("reason", models.TextField()),
                    ("set_at", models.DateTimeField()),
                    (
                        "set_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["set_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("abuse__in", ["known", "suspected", "neither", "not_yet_known"])
                            ),
                            name="knowledge_abuse_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("outcome__in", ["died", "seriously_harmed", "neither", "not_yet_known"])
                            ),
                            name="knowledge_outcome_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LinkDecision",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "appointment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="link_decisions",
                            to="reviews.reviewerappointment",
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("accepts", models.BooleanField()),
                    ("reasons", models.TextField()),
                    ("decided_at", models.DateTimeField()),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("decided_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["decided_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("partner_role__in", ["la", "police", "icb"])),
                            name="link_decision_partner_role_known",
                        ),
                        models.UniqueConstraint(
                            fields=("appointment", "partner_role"), name="link_decision_once"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="NationalPanelAnswer",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="panel_answers",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "answer",
                        models.CharField(
                            choices=[
                                ("agrees", "Agrees with the partners' decision"),
                                ("think_again", "Asks the partners to think again"),
                                ("national", "Takes it as a national review"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("answered_on", models.DateField()),
                    ("letter", models.CharField(blank=True, max_length=200)),
                    ("note", models.TextField(blank=True)),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "response",
                        models.CharField(
                            blank=True,
                            choices=[("agree", "Agree"), ("challenge", "Challenge it")],
                            max_length=10,
                        ),
                    ),
                    ("response_reason", models.TextField(blank=True)),
                    ("responded_on", models.DateField(blank=True, null=True)),
                    (
                        "response_followed",
                        models.TextField(blank=True, help_text="What followed the challenge."),
                    ),
                    ("response_recorded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "response_recorded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-answered_on", "-recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("answer__in", ["agrees", "think_again", "national"])),
                            name="national_panel_answer_answer_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("response_recorded_at__isnull", True),
                                    ("response_recorded_by__isnull", True),
                                ),
                                models.Q(
                                    ("response_recorded_at__isnull", False),
                                    ("response_recorded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="national_panel_answer_response_recorded_at_with_response_recorded_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("responded_on__isnull", True), ("response_recorded_at__isnull", True)
                                ),
                                models.Q(
                                    ("responded_on__isnull", False), ("response_recorded_at__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="national_panel_answer_response_recorded_at_with_responded_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("response", ""), ("response_recorded_at__isnull", True)),
                                models.Q(
                                    ("response__in", ["agree", "challenge"]),
                                    ("response_recorded_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="national_panel_answer_response_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("answered_on__isnull", True),
                                ("responded_on__isnull", True),
                                ("responded_on__gte", models.F("answered_on")),
                                _connector="OR",
                            ),
                            name="national_panel_answer_responded_on_not_before_answered_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OrderSeen",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seen_by",
                            to="reviews.courtorder",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("seen_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["seen_at"],
                    "constraints": [
                        models.UniqueConstraint(fields=("order", "user"), name="order_seen_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="PackCopy",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="copies",
                            to="reviews.meeting",
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    (
                        "reader",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pack_copies",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("taken_at", models.DateTimeField()),
                    ("sha256", models.CharField(max_length=64)),
                    (
                        "settled",
                        models.CharField(
                            blank=True,
                            choices=[("returned", "Returned"), ("destroyed", "Destroyed")],
                            max_length=20,
                        ),
                    ),
                    ("settled_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "settled_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["number"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                                models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="pack_copy_settled_at_with_settled_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("settled", ""), ("settled_at__isnull", True)),
                                models.Q(
                                    ("settled__in", ["returned", "destroyed"]), ("settled_at__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="pack_copy_settled_known",
                        ),
                        models.UniqueConstraint(fields=("meeting", "number"), name="pack_copy_number_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PanelSubstitute",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "seat",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="substitutes",
                            to="reviews.panelseat",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="panel_substitutions",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("reason", models.TextField()),
                    ("named_at", models.DateTimeField()),
                    (
                        "named_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-starts_on"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="panel_substitute_ends_on_not_before_starts_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="panel_substitute_ended_at_with_ended_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("user", models.F("named_by")), _negated=True),
                            name="panel_substitute_user_is_not_named_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PartnerAbsence",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="partner_absences",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("partner_role__in", ["la", "police", "icb"])),
                            name="partner_absence_partner_role_known",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at__isnull", True)),
                            fields=("case", "partner_role"),
                            name="partner_absence_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PartnerDelegate",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="delegations",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="delegates",
                            to="reviews.agency",
                        ),
                    ),
                    ("is_deputy", models.BooleanField(default=False)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="partner_delegate_confirmed_at_with_confirmed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="partner_delegate_ends_on_not_before_starts_on",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("user", models.F("confirmed_by")), _negated=True),
                            name="partner_delegate_user_is_not_confirmed_by",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ends_on__isnull", True)),
                            fields=("user",),
                            name="partner_delegate_one_agency",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PartnerStand",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "decision",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="stands",
                            to="reviews.reviewdecision",
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.agency",
                        ),
                    ),
                    (
                        "stand",
                        models.CharField(
                            choices=[
                                ("agrees", "Agrees"),
                                ("disagrees", "Disagrees"),
                                ("absent", "Could not be heard"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "given_as",
                        models.CharField(
                            blank=True, help_text="Who spoke for it: name and post.", max_length=200
                        ),
                    ),
                    ("words", models.TextField(blank=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("partner_role__in", ["la", "police", "icb"])),
                            name="partner_stand_partner_role_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("stand__in", ["agrees", "disagrees", "absent"])),
                            name="partner_stand_stand_known",
                        ),
                        models.UniqueConstraint(
                            fields=("decision", "partner_role"), name="partner_stand_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stand", "agrees"), models.Q(("words", ""), _negated=True), _connector="OR"
                            ),
                            name="partner_stand_explained",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PartnerView",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="partner_views",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.agency"
                        ),
                    ),
                    (
                        "abuse",
                        models.CharField(
                            choices=[
                                ("known", "Known"),
                                ("suspected", "Suspected"),
                                ("neither", "Neither known nor suspected"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("died", "Died"),
                                ("seriously_harmed", "Seriously harmed"),
                                ("neither", "Neither"),
                                ("not_yet_known", "Not yet known"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "view",
                        models.CharField(
                            choices=[
                                ("agrees", "Agrees: met"),
                                ("disagrees", "Disagrees: not met"),
                                ("needs_more", "Needs more information"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("reasons", models.TextField()),
                    ("given_at", models.DateTimeField()),
                    (
                        "given_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("given_as", models.CharField(help_text="Post and agency of the day.", max_length=200)),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "given_how",
                        models.CharField(
                            choices=[
                                ("portal", "In the portal"),
                                ("meeting", "In a meeting"),
                                ("mail", "By mail"),
                                ("telephone", "By telephone"),
                            ],
                            default="portal",
                            max_length=20,
                        ),
                    ),
                    (
                        "given_on",
                        models.DateField(blank=True, help_text="The day it was given elsewhere.", null=True),
                    ),
                    (
                        "evidence",
                        models.CharField(
                            blank=True, help_text="Minutes, mail: where it can be seen.", max_length=300
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["-given_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("partner_role__in", ["la", "police", "icb"])),
                            name="partner_view_partner_role_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("abuse__in", ["known", "suspected", "neither", "not_yet_known"])
                            ),
                            name="partner_view_abuse_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("outcome__in", ["died", "seriously_harmed", "neither", "not_yet_known"])
                            ),
                            name="partner_view_outcome_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("view__in", ["agrees", "disagrees", "needs_more"])),
                            name="partner_view_view_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("given_how__in", ["portal", "meeting", "mail", "telephone"])),
                            name="partner_view_given_how_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="partner_view_confirmed_at_with_confirmed_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("recorded_by", models.F("given_by")), _negated=True),
                            name="partner_view_recorded_by_is_not_given_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("given_how", "portal"), ("recorded_by__isnull", True)),
                                models.Q(
                                    ("given_on__isnull", False),
                                    ("recorded_by__isnull", False),
                                    models.Q(("given_how", "portal"), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="partner_view_elsewhere_has_its_day",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("case", "partner_role"),
                            name="partner_view_one_holds",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("case", "given_by"),
                            name="partner_view_one_a_person",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PassageComment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="passage_comments",
                            to="reviews.reportversion",
                        ),
                    ),
                    ("passage", models.TextField(help_text="The words of the version that it is about.")),
                    ("comment", models.TextField()),
                    ("given_at", models.DateTimeField()),
                    (
                        "given_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("given_as", models.CharField(max_length=200)),
                    ("answer", models.TextField(blank=True)),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["given_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                                models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="passage_comment_answered_at_with_answered_by",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="RapidReview",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rapid_review",
                            to="reviews.case",
                        ),
                    ),
                    ("meeting_on", models.DateField(blank=True, null=True)),
                    ("attended_by", models.TextField(blank=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("begun_at", models.DateTimeField()),
                    (
                        "begun_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("recorded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("sent_on", models.DateField(blank=True, null=True)),
                    ("sent_recorded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "sent_recorded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                                models.Q(("recorded_at__isnull", False), ("recorded_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="rapid_review_recorded_at_with_recorded_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("recorded_at__isnull", True), ("meeting_on__isnull", False), _connector="OR"
                            ),
                            name="rapid_review_recorded_has_its_meeting",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("sent_on__isnull", True), ("recorded_at__isnull", False), _connector="OR"
                            ),
                            name="rapid_review_sent_was_recorded",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("sent_recorded_at__isnull", True), ("sent_recorded_by__isnull", True)
                                ),
                                models.Q(
                                    ("sent_recorded_at__isnull", False), ("sent_recorded_by__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="rapid_review_sent_recorded_at_with_sent_recorded_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("sent_on__isnull", True), ("sent_recorded_at__isnull", True)),
                                models.Q(("sent_on__isnull", False), ("sent_recorded_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="rapid_review_sent_on_with_sent_recorded_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("meeting_on__isnull", True),
                                ("sent_on__isnull", True),
                                ("sent_on__gte", models.F("meeting_on")),
                                _connector="OR",
                            ),
                            name="rapid_review_sent_on_not_before_meeting_on",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RapidReviewSection",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("key", models.SlugField(max_length=40)),
                    ("heading", models.CharField(max_length=150)),
                    (
                        "guidance",
                        models.TextField(blank=True, help_text="What belongs into it, in plain words."),
                    ),
                    ("is_required", models.BooleanField(default=True)),
                    (
                        "place",
                        models.PositiveSmallIntegerField(help_text="Sections are shown in this order."),
                    ),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["place", "heading"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="rapid_review_section_ends_on_not_before_starts_on",
                        ),
                        models.UniqueConstraint(
                            fields=("key", "starts_on"), name="rapid_review_section_once"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RapidReviewPart",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "rapid_review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="parts",
                            to="reviews.rapidreview",
                        ),
                    ),
                    (
                        "section",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.rapidreviewsection",
                        ),
                    ),
                    ("text", models.TextField()),
                ],
                options={
                    "ordering": ["section__place"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("rapid_review", "section"), name="rapid_review_part_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recusal",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recusals",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recusals",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("recused_at", models.DateTimeField()),
                    (
                        "recused_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("case", "user"), name="recusal_once")],
                },
            ),
            migrations.CreateModel(
                name="RelatedCase",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="related_cases",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.case"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("nhs_number", "The same NHS number"),
                                ("name_and_birth", "The same name and date of birth"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("found_at", models.DateTimeField()),
                    (
                        "found_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("seen_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "seen_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["found_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["nhs_number", "name_and_birth"])),
                            name="related_case_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("seen_at__isnull", True), ("seen_by__isnull", True)),
                                models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="related_case_seen_at_with_seen_by",
                        ),
                        models.UniqueConstraint(fields=("case", "other"), name="related_case_once"),
                        models.CheckConstraint(
                            condition=models.Q(("case", models.F("other")), _negated=True),
                            name="related_case_is_another",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReturnStep",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="steps",
                            to="reviews.agencyrequest",
                        ),
                    ),
                    (
                        "to_state",
                        models.CharField(
                            choices=[
                                ("asked", "Asked"),
                                ("begun", "Being written"),
                                ("to_sign_off", "Waiting for sign-off in the agency"),
                                ("submitted", "Submitted"),
                                ("sent_back", "Sent back for more"),
                                ("accepted", "Accepted"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("reason", models.TextField(blank=True)),
                    ("taken_at", models.DateTimeField()),
                    (
                        "taken_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("taken_as", models.CharField(max_length=200)),
                ],
                options={
                    "ordering": ["taken_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "to_state__in",
                                    [
                                        "asked",
                                        "begun",
                                        "to_sign_off",
                                        "submitted",
                                        "sent_back",
                                        "accepted",
                                        "withdrawn",
                                    ],
                                )
                            ),
                            name="return_step_to_state_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewerRequest",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "appointment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="requests",
                            to="reviews.reviewerappointment",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("information", "Information about the review"),
                                ("draft", "A draft of the report"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("asked", models.TextField()),
                    ("answer_by", models.DateField()),
                    ("asked_at", models.DateTimeField()),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("asked_as", models.CharField(max_length=200)),
                    ("reply", models.TextField(blank=True)),
                    (
                        "document",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reviews.document",
                        ),
                    ),
                    ("replied_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "replied_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-asked_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["information", "draft"])),
                            name="reviewer_request_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("replied_at__isnull", True), ("replied_by__isnull", True)),
                                models.Q(("replied_at__isnull", False), ("replied_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="reviewer_request_replied_at_with_replied_by",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SealedOpening",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="openings",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "agency_request",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="openings",
                            to="reviews.agencyrequest",
                        ),
                    ),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("notification", "To notify the national Panel"),
                                ("rapid_review", "To ask an agency about the right family"),
                                ("contact", "To reach the family"),
                                ("correction", "To check or correct what is sealed"),
                                ("disclosure_check", "To check a text before it is published"),
                                ("return", "To write an agency’s return"),
                                ("other", "Another reason, given in words"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("note", models.TextField(blank=True)),
                    ("opened_at", models.DateTimeField()),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-opened_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "purpose__in",
                                    [
                                        "notification",
                                        "rapid_review",
                                        "contact",
                                        "correction",
                                        "disclosure_check",
                                        "return",
                                        "other",
                                    ],
                                )
                            ),
                            name="sealed_opening_purpose_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StageChange",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="stage_changes",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "from_stage",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("logged", "Criteria decision"),
                                ("not_met", "Criteria not met"),
                                ("told", "Told: no review required"),
                                ("rapid_review", "Rapid review"),
                                ("no_review", "No further review"),
                                ("national", "National review"),
                                ("scoping", "Scoping"),
                                ("gathering", "Information gathering"),
                                ("analysis", "Analysis"),
                                ("engagement", "Engagement"),
                                ("drafting", "Drafting"),
                                ("panel_agreement", "Panel agreement"),
                                ("partner_agreement", "Partner agreement"),
                                ("pre_publication", "Pre-publication"),
                                ("published", "Published"),
                                ("embedding", "Embedding learning"),
                                ("contribution", "Contribution"),
                                ("closed", "Closed"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "to_stage",
                        models.CharField(
                            choices=[
                                ("logged", "Criteria decision"),
                                ("not_met", "Criteria not met"),
                                ("told", "Told: no review required"),
                                ("rapid_review", "Rapid review"),
                                ("no_review", "No further review"),
                                ("national", "National review"),
                                ("scoping", "Scoping"),
                                ("gathering", "Information gathering"),
                                ("analysis", "Analysis"),
                                ("engagement", "Engagement"),
                                ("drafting", "Drafting"),
                                ("panel_agreement", "Panel agreement"),
                                ("partner_agreement", "Partner agreement"),
                                ("pre_publication", "Pre-publication"),
                                ("published", "Published"),
                                ("embedding", "Embedding learning"),
                                ("contribution", "Contribution"),
                                ("closed", "Closed"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("changed_at", models.DateTimeField()),
                    (
                        "changed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-changed_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "to_stage__in",
                                    [
                                        "logged",
                                        "not_met",
                                        "told",
                                        "rapid_review",
                                        "no_review",
                                        "national",
                                        "scoping",
                                        "gathering",
                                        "analysis",
                                        "engagement",
                                        "drafting",
                                        "panel_agreement",
                                        "partner_agreement",
                                        "pre_publication",
                                        "published",
                                        "embedding",
                                        "contribution",
                                        "closed",
                                    ],
                                )
                            ),
                            name="stage_change_to_stage_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatutoryPartner",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statutory_partners",
                            to="reviews.area",
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="partner_of",
                            to="reviews.agency",
                        ),
                    ),
                    (
                        "is_acting",
                        models.BooleanField(
                            default=True, help_text="This body acts for the role in this area."
                        ),
                    ),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["area__name", "role"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("role__in", ["la", "police", "icb"])),
                            name="statutory_partner_role_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("starts_on")),
                                _connector="OR",
                            ),
                            name="statutory_partner_ends_on_not_before_starts_on",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("ends_on__isnull", True), ("is_acting", True)),
                            fields=("area", "role"),
                            name="statutory_partner_one_acts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Telling",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="tellings",
                            to="reviews.case",
                        ),
                    ),
                    (
                        "told",
                        models.CharField(
                            choices=[
                                ("secretary_of_state", "Secretary of State for Education"),
                                ("ofsted", "Ofsted"),
                                ("partners", "The other safeguarding partners"),
                                ("other_area", "Another area"),
                                ("other", "Somebody else"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("who", models.CharField(blank=True, help_text="Which area, or who.", max_length=200)),
                    ("told_on", models.DateField()),
                    ("told_by", models.CharField(max_length=200)),
                    ("note", models.TextField(blank=True)),
                    ("recorded_at", models.DateTimeField()),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["told_on", "recorded_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "told__in",
                                    ["secretary_of_state", "ofsted", "partners", "other_area", "other"],
                                )
                            ),
                            name="telling_told_known",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Turn",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="turns",
                            to="reviews.case",
                        ),
                    ),
                    ("task", models.CharField(help_text="Key of the task in reviews.turns.", max_length=40)),
                    (
                        "waits_for",
                        models.CharField(
                            choices=[
                                ("coordinator", "The coordinator"),
                                ("partner", "A safeguarding partner"),
                                (
                                    "person",
                                    "One person: a panel member, the chair, the reviewer, an agency's author",
                                ),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "partner_role",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("la", "Local authority"),
                                ("police", "Police"),
                                ("icb", "Integrated Care Board"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="turns",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "not_for",
                        models.ForeignKey(
                            blank=True,
                            help_text="Who did the first half: the second is somebody else's.",
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "subject",
                        models.UUIDField(
                            blank=True,
                            help_text="The seat, appointment or request it is about, for its address.",
                            null=True,
                        ),
                    ),
                    (
                        "shown_from",
                        models.DateField(blank=True, help_text="It waits from this day on.", null=True),
                    ),
                    ("sort_on", models.DateField(default=datetime.date(9999, 12, 31))),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["waits_for", "sort_on"], name="turn_waits_for"),
                        models.Index(fields=["user", "sort_on"], name="turn_of_person"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("waits_for__in", ["coordinator", "partner", "person"])),
                            name="turn_waits_for_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("user__isnull", False), ("waits_for", "person")),
                                models.Q(
                                    models.Q(("waits_for", "person"), _negated=True), ("user__isnull", True)
                                ),
                                _connector="OR",
                            ),
                            name="turn_has_its_person",
                        ),
                    ],
                },
            ),
        ),
        migrations.RunPython(add_first_rows, migrations.RunPython.noop),
    ]
