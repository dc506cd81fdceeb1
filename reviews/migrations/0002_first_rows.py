"""The head of the audit chain, and the guidance that the clocks are computed from."""

from datetime import date

from django.db import migrations


def add_first_rows(apps, schema_editor):
    apps.get_model("reviews", "AuditHead").objects.get_or_create(id=1)
    apps.get_model("reviews", "GuidanceEdition").objects.get_or_create(
        effective_from=date(2018, 6, 29),
        defaults={
            "name": "Working Together to Safeguard Children",
            "notify_working_days": 5,
            "rapid_review_working_days": 15,
            "review_months": 6,
            "copy_working_days": 7,
            "window_months": 12,
            "national_panel_name": "Child Safeguarding Practice Review Panel",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(add_first_rows, migrations.RunPython.noop)]
