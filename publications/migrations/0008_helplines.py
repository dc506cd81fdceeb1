"""The helplines that the portal ships with. Administrators keep them from then on."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# name, for whom, telephone, text or chat, website, hours
HELPLINES = (
    (
        "Childline",
        "Children and young people up to 18, about anything at all",
        "0800 1111",
        "Chat and e-mail on its website",
        "https://www.childline.org.uk/",
        "Free. Its website has today’s hours",
    ),
    (
        "NSPCC helpline",
        "Adults who are worried about a child",
        "0808 800 5000",
        "",
        "https://www.nspcc.org.uk/keeping-children-safe/reporting-abuse/",
        "Free. Its website has today’s hours",
    ),
    (
        "Samaritans",
        "Anybody who finds it hard to cope",
        "116 123",
        "",
        "https://www.samaritans.org/",
        "Free, every day, at any hour",
    ),
    (
        "Child Bereavement UK",
        "Families when a child has died, and children when somebody has",
        "",
        "Its website says how to ring, write or chat",
        "https://www.childbereavementuk.org/",
        "",
    ),
)


def add_helplines(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add each that isn't there, in this order."""
    helplines: Any = apps.get_model("publications", "Helpline")
    for place, (name, for_whom, telephone, writing, url, hours) in enumerate(HELPLINES, start=1):
        defaults = {
            "for_whom": for_whom,
            "telephone": telephone,
            "writing": writing,
            "url": url,
            "hours": hours,
            "order": place * 10,
        }
        helplines.objects.get_or_create(name=name, defaults=defaults)


class Migration(migrations.Migration):
    dependencies = [("publications", "0007_search_text")]

    operations = [migrations.RunPython(add_helplines, migrations.RunPython.noop)]
