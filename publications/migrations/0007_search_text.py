"""Makes the index of the words in editions, in each database's own way, and fills it for the editions that are there.

A later migration that makes SQLite copy the table `publications_searchtext` anew must make the triggers anew too:
they go with the old copy.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Stems are taken as they stand: neither database is to cut or stem them once more.
INDEX = {
    "postgresql": [
        """ALTER TABLE publications_searchtext ADD COLUMN words tsvector
           GENERATED ALWAYS AS (array_to_tsvector(string_to_array(stems, ' '))) STORED""",
        "CREATE INDEX publications_searchtext_words ON publications_searchtext USING gin (words)",
    ],
    # Triggers, so that a deletion by any way takes the index along.
    "sqlite": [
        """CREATE VIRTUAL TABLE publications_searchtext_words USING fts5(
           stems, content='publications_searchtext', content_rowid='id', tokenize='ascii', detail='none')""",
        """CREATE TRIGGER publications_searchtext_added AFTER INSERT ON publications_searchtext BEGIN
           INSERT INTO publications_searchtext_words (rowid, stems) VALUES (new.id, new.stems); END""",
        """CREATE TRIGGER publications_searchtext_deleted AFTER DELETE ON publications_searchtext BEGIN
           INSERT INTO publications_searchtext_words (publications_searchtext_words, rowid, stems)
           VALUES ('delete', old.id, old.stems); END""",
        """CREATE TRIGGER publications_searchtext_changed AFTER UPDATE ON publications_searchtext BEGIN
           INSERT INTO publications_searchtext_words (publications_searchtext_words, rowid, stems)
           VALUES ('delete', old.id, old.stems);
           INSERT INTO publications_searchtext_words (rowid, stems) VALUES (new.id, new.stems); END""",
    ],
}
NO_INDEX = {
    "postgresql": ["ALTER TABLE publications_searchtext DROP COLUMN words"],
    "sqlite": [
        "DROP TRIGGER publications_searchtext_added",
        "DROP TRIGGER publications_searchtext_deleted",
        "DROP TRIGGER publications_searchtext_changed",
        "DROP TABLE publications_searchtext_words",
    ],
}


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in NO_INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep the words of each edition, worked out as visitors' words are: the two have to fit each other today."""
    from publications.search import stems

    search_texts: Any = apps.get_model("publications", "SearchText")
    editions: Any = apps.get_model("publications", "Edition")
    for edition in (
        editions.objects.filter(search_text=None).only("title", "summary", "plain_text").iterator()
    ):
        words = stems(edition.title, edition.summary, edition.plain_text)
        search_texts.objects.create(edition=edition, stems=words)


class Migration(migrations.Migration):
    dependencies = [("publications", "0006_public_site")]

    operations = [
        migrations.RunPython(make, remove),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
