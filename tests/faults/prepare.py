"""A program that fills the database of DATABASE_URL with public reports, as far as visitors see them. No test."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")


def main() -> None:
    make_tables()
    from bench import filled

    filled.fill(6, words_each=(100, 200))


def make_tables() -> None:
    """Set Django up, and make the tables as the models are, with the migrations' rows."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    # Tables as the models are: going through all migrations takes half a minute, and others test that.
    settings.MIGRATION_MODULES = {"reviews": None, "publications": None}
    django.setup()
    from importlib import import_module

    from django.apps import apps
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0)
    import_module("reviews.migrations.0002_first_rows").add_first_rows(apps, None)
    with connection.schema_editor() as editor:
        import_module("publications.migrations.0007_search_text").make(apps, editor)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    main()
