"""All of reviews up to its fifth migration, made in one go: what a new database takes.

A database that took the five one after another keeps going from there.
"""

from importlib import import_module

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
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                            ("reviewer", "Independent Reviewer"),
                            ("publisher", "publisher"),
                            ("auditor", "auditor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
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
                                    "reviewer",
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
            name="Area",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    models.DateField(help_text="The day the local authority became aware of the incident."),
                ),
                ("aware_time", models.TimeField(blank=True, null=True)),
                ("aware_by", models.CharField(blank=True, max_length=200)),
                (
                    "abuse_known_on",
                    models.DateField(
                        blank=True, help_text="When abuse or neglect was first known or suspected.", null=True
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
                    "form_key",
                    models.UUIDField(
                        help_text="Given to one form, so that it logs one case however often sent.",
                        unique=True,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="reviews.area"
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-logged_at"],
                "indexes": [
                    models.Index(fields=["area", "stage"], name="case_area_stage"),
                    models.Index(fields=["-logged_at", "id"], name="case_newest_first"),
                    models.Index(fields=["sort_on", "id"], name="case_nearest_clock"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["incident", "contribution"])), name="case_kind_known"
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
                        condition=models.Q(("abuse__in", ["known", "suspected", "neither", "not_yet_known"])),
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
            name="Child",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                            ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reviews.case",
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
            name="SealedItem",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                        ],
                        max_length=20,
                    ),
                ),
                ("ciphertext", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("subjects", models.ManyToManyField(blank=True, related_name="+", to="reviews.sealeditem")),
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
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "begun", "submitted", "sent_back", "accepted", "withdrawn"],
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
            name="AgencyReturn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("had_no_involvement", models.BooleanField(default=False)),
                ("involvement", models.TextField(blank=True)),
                ("episodes", models.TextField(blank=True, help_text="Key practice episodes.")),
                ("safety", models.TextField(blank=True, help_text="Immediate safety and early learning.")),
                ("improvements", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_return",
                        to="reviews.agencyrequest",
                    ),
                ),
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
            name="Chase",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chases",
                        to="reviews.agencyrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["chased_at"],
            },
        ),
        migrations.CreateModel(
            name="BlindMark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
            name="Contribution",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("led_by", models.CharField(help_text="The partnership that leads.", max_length=200)),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contribution",
                        to="reviews.case",
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordinators",
                        to="reviews.area",
                    ),
                ),
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
            name="CriteriaDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopen_reason", models.TextField(blank=True)),
                ("is_met", models.BooleanField()),
                ("rationale", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("decided_as", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria_decisions",
                        to="reviews.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            name="DecisionQuorum",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("remove_reason", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "ordering": ["-added_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("document_class__in", ["ordinary", "privileged"])),
                        name="document_document_class_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["clean", "not_scanned"])), name="document_scan_known"
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
            name="Correspondence",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("due_on", models.DateField(blank=True, help_text="An answer is due by then.", null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correspondence",
                        to="reviews.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            ],
            options={
                "ordering": ["-happened_on", "-recorded_at"],
                "constraints": [
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
            name="Escalation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    models.CharField(help_text="Lead safeguarding partner: name and post.", max_length=200),
                ),
                ("answer_by", models.DateField()),
                ("raised_at", models.DateTimeField()),
                ("raised_as", models.CharField(max_length=200)),
                ("outcome", models.TextField(blank=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="reviews.case",
                    ),
                ),
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
                (
                    "raised_by",
                    models.ForeignKey(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="GuidanceEdition",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                        condition=models.Q(("rapid_review_starts_from__in", ["notification", "awareness"])),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("is_to_us", models.BooleanField()),
                ("partnership", models.CharField(max_length=200)),
                ("handed_over_on", models.DateField()),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="reviews.case",
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="harms", to="reviews.case"
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
            name="Proceeding",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("reason", models.TextField()),
                ("since", models.DateField()),
                ("told", models.TextField(blank=True, help_text="Who was told, and when.")),
                ("look_again_on", models.DateField()),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "began_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="reviews.case"
                    ),
                ),
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
            name="Intake",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "answers",
                    models.JSONField(default=dict, help_text="Section → the fields of its form as typed."),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("drop_reason", models.TextField(blank=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="reviews.area"
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
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involved_agencies",
                        to="reviews.case",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", False), ("other_name", "")),
                            models.Q(("agency__isnull", True), models.Q(("other_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="involved_agency_is_named",
                    ),
                    models.UniqueConstraint(fields=("case", "agency"), name="involved_agency_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalPanelAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "response",
                    models.CharField(
                        blank=True, choices=[("agree", "Agree"), ("challenge", "Challenge it")], max_length=10
                    ),
                ),
                ("response_reason", models.TextField(blank=True)),
                ("responded_on", models.DateField(blank=True, null=True)),
                ("response_followed", models.TextField(blank=True, help_text="What followed the challenge.")),
                ("response_recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_answers",
                        to="reviews.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                                ("response_recorded_at__isnull", True), ("response_recorded_by__isnull", True)
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
                            models.Q(("responded_on__isnull", True), ("response_recorded_at__isnull", True)),
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
            name="Notification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdraw_reason", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="reviews.case",
                    ),
                ),
                ("children", models.ManyToManyField(blank=True, related_name="+", to="reviews.child")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "decided_on",
                    models.DateField(help_text="The decision to initiate it; the six months start here."),
                ),
                ("terms_of_reference", models.TextField(blank=True)),
                ("timeframe_from", models.DateField(blank=True, null=True)),
                ("timeframe_to", models.DateField(blank=True, null=True)),
                ("commissioned_at", models.DateTimeField()),
                (
                    "published_on",
                    models.DateField(
                        blank=True, help_text="The day the report opens to the public.", null=True
                    ),
                ),
                ("scoped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="reviews.case"
                    ),
                ),
                (
                    "commissioned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("is_chair", models.BooleanField(default=False)),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.agency"
                    ),
                ),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="reviews.review"
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
            name="PartnerAbsence",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_absences",
                        to="reviews.case",
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("is_deputy", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegates",
                        to="reviews.agency",
                    ),
                ),
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
            name="PartnerView",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("given_as", models.CharField(help_text="Post and agency of the day.", max_length=200)),
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
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.agency"
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
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            ],
            options={
                "ordering": ["-given_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("partner_role__in", ["la", "police", "icb"])),
                        name="partner_view_partner_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("abuse__in", ["known", "suspected", "neither", "not_yet_known"])),
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
            name="RapidReview",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("meeting_on", models.DateField(blank=True, null=True)),
                ("attended_by", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("sent_recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                            models.Q(("sent_recorded_at__isnull", True), ("sent_recorded_by__isnull", True)),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.SlugField(max_length=40)),
                ("heading", models.CharField(max_length=150)),
                ("guidance", models.TextField(blank=True, help_text="What belongs into it, in plain words.")),
                ("is_required", models.BooleanField(default=True)),
                ("place", models.PositiveSmallIntegerField(help_text="Sections are shown in this order.")),
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
                    models.UniqueConstraint(fields=("key", "starts_on"), name="rapid_review_section_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RapidReviewPart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("text", models.TextField()),
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
            ],
            options={
                "ordering": ["section__place"],
                "constraints": [
                    models.UniqueConstraint(fields=("rapid_review", "section"), name="rapid_review_part_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.TextField()),
                ("recused_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="reviews.case",
                    ),
                ),
                (
                    "recused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_cases",
                        to="reviews.case",
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.case"
                    ),
                ),
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
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="report_version_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[("panel", "The review's panel"), ("partners", "The safeguarding partners")],
                        max_length=10,
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
                ("given_as", models.CharField(max_length=200)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="reviews.reportversion",
                    ),
                ),
            ],
            options={
                "ordering": ["given_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body__in", ["panel", "partners"])), name="agreement_body_known"
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
            name="ReturnStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("begun", "Being written"),
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
                ("taken_as", models.CharField(max_length=200)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="reviews.agencyrequest",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["taken_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "to_state__in",
                                ["asked", "begun", "submitted", "sent_back", "accepted", "withdrawn"],
                            )
                        ),
                        name="return_step_to_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("question", models.TextField()),
                ("method", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("added_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_lines",
                        to="reviews.review",
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
            name="Engagement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("note", models.TextField()),
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="reviews.review",
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
                        condition=models.Q(("outcome__in", ["met", "wrote", "declined", "not_possible"])),
                        name="engagement_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopen_reason", models.TextField(blank=True)),
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
                ("decided_as", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_decisions",
                        to="reviews.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            name="CriterionAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="reviews.reviewdecision",
                    ),
                ),
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
                    models.UniqueConstraint(fields=("decision", "criterion"), name="criterion_answer_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewerAppointment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("check_note", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "appointed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            name="SealedOpening",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="reviews.case",
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_changes",
                        to="reviews.case",
                    ),
                ),
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "is_acting",
                    models.BooleanField(default=True, help_text="This body acts for the role in this area."),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_of",
                        to="reviews.agency",
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="reviews.case",
                    ),
                ),
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
                            ("told__in", ["secretary_of_state", "ofsted", "partners", "other_area", "other"])
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
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="reviews.case"
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="turns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
        migrations.AddField(
            model_name="case",
            name="criteria_decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.criteriadecision",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="open_hold",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.hold",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="notification",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.notification",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="review_decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.reviewdecision",
            ),
        ),
        migrations.AddField(
            model_name="sealeditem",
            name="agency_return",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="names",
                to="reviews.agencyreturn",
            ),
        ),
        migrations.AddField(
            model_name="sealedopening",
            name="agency_request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="openings",
                to="reviews.agencyrequest",
            ),
        ),
        migrations.RunPython(add_first_rows, migrations.RunPython.noop),
    ]
