"""Takes the themes from the reviews, whose learning has the same ones, with the rows that are there."""

from django.db import migrations, models


def copy_themes(apps, schema_editor):
    theirs = apps.get_model("reviews", "Theme")
    for theme in apps.get_model("publications", "Theme").objects.all():
        theirs.objects.get_or_create(pk=theme.pk, defaults={"name": theme.name, "slug": theme.slug})


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0001_initial"),
        ("reviews", "0006_the_review_in_depth"),
    ]

    operations = [
        migrations.RunPython(copy_themes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="publication",
            name="themes",
            field=models.ManyToManyField(blank=True, related_name="publications", to="reviews.theme"),
        ),
        migrations.DeleteModel(name="Theme"),
    ]
