"""The rapid review's texts live in its parts now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_move_what_was_recorded")]
    operations = [
        migrations.RemoveField("rapidreview", "facts"),
        migrations.RemoveField("rapidreview", "early_learning"),
        migrations.RemoveField("rapidreview", "improvements"),
        migrations.RemoveField("rapidreview", "family_context"),
        migrations.AlterField("rapidreview", "begun_at", models.DateTimeField()),
        migrations.AlterField(
            "rapidreview",
            "begun_by",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
