"""Carries over what was recorded before: early withdrawals, the hash of what is drawn round a text, the copy's edition."""

import json
from hashlib import sha256
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def carry_over(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make a withdrawal of each reason that stood on a publication, and give each edition its hash."""
    publications: Any = apps.get_model("publications", "Publication")
    withdrawals: Any = apps.get_model("publications", "Withdrawal")
    for publication in publications.objects.filter(withdrawn_at__isnull=False):
        withdrawals.objects.create(
            publication=publication,
            kind="other",
            reason=publication.withdrawal_reason,
            withdrawn_at=publication.withdrawn_at,
            withdrawn_by_id=publication.withdrawn_by_id,
        )
    for publication in publications.objects.filter(copied_on__isnull=False, edition__isnull=False):
        publication.copied_edition_id = publication.edition_id
        publication.save(update_fields=["copied_edition"])
    for edition in apps.get_model("publications", "Edition").objects.filter(facts_sha256=""):
        edition.facts_sha256 = _facts_hash(edition)
        edition.save(update_fields=["facts_sha256"])


def _facts_hash(edition: Any) -> str:
    """The hash as publications/hashing.py works it out on the day of this migration."""
    files = sorted(
        [one.name, one.kind, one.title, one.alt, one.place, one.media_type, one.size, one.sha256]
        for one in edition.files.defer("content")
    )
    whole = {
        "title": edition.title,
        "summary": edition.summary,
        "care_note": edition.care_note,
        "contents": [list(part) for part in edition.contents],
        "words": edition.words,
        "videos": edition.videos,
        "files": files,
    }
    written = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(written.encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_publication_in_depth")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
