"""A program that changes the tables of a database that is in use, as a migration of a new release does. No test.

The first word says which change: `add` (a column that may be empty, and an index), `fail` (the same, and then a fault
within the same transaction), `remove` (what `add` added).
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")


def main(change: str) -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
    from django.db import connection, migrations, models
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ProjectState

    column = migrations.AddField("publication", "shelf", models.CharField(max_length=20, null=True))
    index = AddIndexConcurrently("publication", models.Index(fields=["shelf"], name="publication_shelf"))
    apart = {"add": [index], "fail": [], "remove": [RemoveIndexConcurrently("publication", index.index.name)]}
    within: dict[str, list[Operation]] = {
        "add": [column],
        "fail": [column, migrations.RunSQL("SELECT 1 / 0")],
        "remove": [migrations.RemoveField("publication", "shelf")],
    }
    with connection.cursor() as cursor:
        # Whoever waits for a table makes everybody behind them wait: better to give up and to try again.
        cursor.execute("SET lock_timeout = '2s'")
    state = ProjectState.from_apps(apps)
    if change == "remove":
        column.state_forwards("publications", state)
        index.state_forwards("publications", state)
    steps = [(within[change], True), (apart[change], False)]
    for operations, is_atomic in steps if change != "remove" else reversed(steps):
        with connection.schema_editor(atomic=is_atomic) as editor:
            for operation in operations:
                before = state.clone()
                operation.state_forwards("publications", state)
                operation.database_forwards("publications", editor, before, state)


if __name__ == "__main__":
    main(sys.argv[1])
