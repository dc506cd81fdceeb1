"""A program that says what a portal holds and shows that was put back from a backup. No test lives here."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")


def main() -> None:
    """Print the checksums of all tables, and what visitors get at the addresses that are named."""
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.apps import apps
    from django.test import Client

    from cspr_portal.backup import rows
    from reviews.audit.verification import verify

    visitor = Client(headers={"host": "127.0.0.1"})
    said = {
        "tables": {table.name: rows.checksum(table) for table in rows.tables(apps)},
        "answers": {path: visitor.get(path).status_code for path in sys.argv[1:]},
        "fault": verify().fault,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
