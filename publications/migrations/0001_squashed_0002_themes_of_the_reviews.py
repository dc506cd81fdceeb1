"""All of publications up to 0002, made in one go: what a new database takes.

A database that took them one after another keeps going from there.
"""

from cspr_portal.create_models import CreateModels

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("publications", "0001_initial"),
        ("publications", "0002_themes_of_the_reviews"),
    ]

    initial = True

    dependencies = [("reviews", "0006_the_review_in_depth")]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Edition",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="editions",
                            to="publications.publication",
                        ),
                    ),
                    (
                        "draft",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="edition",
                            to="publications.draft",
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("content_hash", models.CharField(max_length=64)),
                    ("title", models.CharField(max_length=120)),
                    ("summary", models.TextField()),
                    ("care_note", models.TextField(blank=True)),
                    ("markdown", models.TextField()),
                    ("body_html", models.TextField()),
                    ("contents", models.JSONField(default=list)),
                    ("words", models.PositiveIntegerField()),
                    ("body_sha256", models.CharField(max_length=64)),
                    ("plain_text", models.TextField()),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "checker",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "approver",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("approved_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["-number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("publication", "number"), name="edition_number_once"),
                        models.CheckConstraint(
                            condition=models.Q(("author", models.F("checker")), _negated=True),
                            name="edition_author_is_not_checker",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("author", models.F("approver")), _negated=True),
                            name="edition_author_is_not_approver",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("checker", models.F("approver")), _negated=True),
                            name="edition_checker_is_not_approver",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Publication",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("cspr", "Local child safeguarding practice review"),
                                ("scr", "Serious case review"),
                                ("brief", "Learning brief"),
                                ("statement", "Improvement statement"),
                                ("response", "Partnership response"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("slug", models.SlugField(blank=True, max_length=80, null=True, unique=True)),
                    (
                        "case",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="publications",
                            to="reviews.case",
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    (
                        "created_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            blank=True,
                            help_text="What is served.",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="publications.edition",
                        ),
                    ),
                    (
                        "copied_on",
                        models.DateField(
                            blank=True,
                            help_text="The day a copy went to the national Panel and the Secretary of State.",
                            null=True,
                        ),
                    ),
                    ("opens_at", models.DateTimeField(blank=True, null=True)),
                    ("closes_at", models.DateTimeField(blank=True, null=True)),
                    ("scheduled_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "scheduled_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
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
                    ("withdrawal_reason", models.TextField(blank=True)),
                    (
                        "themes",
                        models.ManyToManyField(blank=True, related_name="publications", to="reviews.theme"),
                    ),
                ],
                options={
                    "ordering": ["-opens_at", "-created_at"],
                    "indexes": [models.Index(fields=["opens_at", "closes_at"], name="publication_window")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["cspr", "scr", "brief", "statement", "response"])
                            ),
                            name="publication_kind_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("closes_at__isnull", True), ("opens_at__isnull", True)),
                                models.Q(("closes_at__isnull", False), ("opens_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="publication_opens_at_with_closes_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("scheduled_at__isnull", True), ("scheduled_by__isnull", True)),
                                models.Q(("scheduled_at__isnull", False), ("scheduled_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="publication_scheduled_at_with_scheduled_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("opens_at__isnull", True), ("scheduled_at__isnull", True)),
                                models.Q(("opens_at__isnull", False), ("scheduled_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="publication_opens_at_with_scheduled_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="publication_withdrawn_at_with_withdrawn_by",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("opens_at__isnull", True),
                                ("closes_at__gt", models.F("opens_at")),
                                _connector="OR",
                            ),
                            name="publication_closes_after_it_opens",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("opens_at__isnull", True),
                                models.Q(("edition__isnull", False), ("slug__isnull", False)),
                                _connector="OR",
                            ),
                            name="publication_window_needs_an_edition",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Draft",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="drafts",
                            to="publications.publication",
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("title", models.CharField(max_length=120)),
                    ("summary", models.TextField()),
                    ("care_note", models.TextField(blank=True)),
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
                    ("content_hash", models.CharField(max_length=64)),
                ],
                options={
                    "ordering": ["-number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("publication", "number"), name="draft_number_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Check",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "draft",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="finished_check",
                            to="publications.draft",
                        ),
                    ),
                    ("content_hash", models.CharField(max_length=64)),
                    ("cleared_hits", models.PositiveIntegerField()),
                    ("checked_at", models.DateTimeField()),
                    (
                        "checked_by",
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
                name="Clearance",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clearances",
                            to="publications.publication",
                        ),
                    ),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("kind", models.CharField(max_length=40)),
                    ("reason", models.TextField()),
                    ("cleared_at", models.DateTimeField()),
                    (
                        "cleared_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("publication", "fingerprint"), name="clearance_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="EditionFile",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="publications.edition",
                        ),
                    ),
                    ("name", models.CharField(max_length=40)),
                    ("media_type", models.CharField(max_length=60)),
                    ("content", models.BinaryField()),
                    ("size", models.PositiveIntegerField()),
                    ("pages", models.PositiveIntegerField(blank=True, null=True)),
                    ("sha256", models.CharField(max_length=64)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("edition", "name"), name="edition_file_name_once")
                    ],
                },
            ),
        ),
    ]
