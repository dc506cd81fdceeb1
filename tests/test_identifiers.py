"""What stands in addresses and file names tells nothing: no order, no day, no area, no other one."""

import itertools
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from cspr_portal import clock
from publications.copies import links
from publications.models import CopyRequest, Publication
from reviews import references
from reviews.models import Document
from tests import copying, files
from tests import publication_builders as build

MANY = 50
SENT_AS = "SC-BCDF-GHJK Northmere 2026-12-07 Zebedee Quarrington.pdf"


def alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def expect_chance(found: list[str]) -> None:
    """Expect of identifiers in the order in which they came to be that each is another throw of the dice."""
    assert len(set(found)) == len(found)
    rising = sum(one < other for one, other in itertools.pairwise(found))
    assert len(found) * 0.2 < rising < len(found) * 0.8, "They come in an order."
    assert max(alike(one, other) for one, other in itertools.combinations(found, 2)) < 7
    # Characters at one place: nothing stands still but what is a mark of the sort (SC-, the version of a key).
    moving = [len({one[at] for one in found}) > 1 for at in range(len(found[0]))]
    assert sum(moving) >= 8


@pytest.mark.same_with_each_database
def test_a20_every_key_is_thrown_and_none_is_counted_or_dated() -> None:
    """A20: keys of the fourth version; the first and the seventh would hold the time."""
    for app in ("reviews", "publications"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.pk.get_internal_type() == "UUIDField":
                assert model._meta.pk.default is uuid.uuid4, model


@pytest.mark.same_with_each_database
def test_a20_fifty_references_and_links_tell_nothing_of_each_other() -> None:
    """A20: a reference of a case, and the secret in a link for a copy."""
    expect_chance([references.new().removeprefix("SC-") for _ in range(MANY)])
    expect_chance([links.new_token() for _ in range(MANY)])


@pytest.mark.django_db
def test_a20_fifty_things_carry_no_day_area_reference_or_name(
    cast: Any, case: Any, media: Path, as_user: Any
) -> None:
    """A20: documents, their files, publications and requests for copies, made one after the other."""
    browser = as_user(cast.coordinator)
    for number in range(MANY):
        added = files.add(browser, case, name=SENT_AS, data=files.pdf(number + 1), title=f"Zebedee {number}")
        assert added.status_code == 302
        build.drafted(cast, title="Zebedee")
    documents = list(Document.objects.order_by("added_at"))
    assert len(documents) == MANY
    copies = [copying.ask() for _ in range(3)]
    keys = {
        "document": [str(one.pk) for one in documents],
        "file": [one.stored_name.rpartition("/")[2] for one in documents],
        "publication": [
            str(pk) for pk in Publication.objects.order_by("created_at").values_list("pk", flat=True)
        ],
    }
    for found in keys.values():
        expect_chance(found)
    assert len(set(CopyRequest.objects.values_list("pk", flat=True))) == len(copies)
    today = clock.today(clock.now())
    telling = [case.reference.lower(), "northmere", "zebedee", "quarrington", str(today), f"{today:%Y%m%d}"]
    on_disk = [path.relative_to(media).as_posix() for path in files.on_disk(media)]
    assert len(on_disk) == MANY
    for one in [*itertools.chain.from_iterable(keys.values()), *on_disk]:
        assert not any(word in one.lower() for word in telling), one
        assert re.fullmatch(r"[0-9a-z/.-]+", one), one
