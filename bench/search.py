"""Fills an empty database with many publications and times the search in their texts.

    tools/with_postgres bash -c 'DATABASE_URL=$DATABASE_URL .venv/bin/python -m bench.search'
    DATABASE_URL=sqlite:////tmp/bench.sqlite3 .venv/bin/python -m bench.search --publications 2000

Texts have 2,000 to 60,000 characters, most of them short; a common word stands in all of them, a rare one in five.
Timed are what the list does for a search: finding and counting, reading twenty texts, drawing twenty snippets. It
should take less than 50 ms. `--explain` prints the database's plan of each search.
"""

import argparse
import os
import random
import statistics
import sys
import time
from datetime import timedelta
from hashlib import sha256

RARE, COMMON, IN_A_TENTH = "zzcandle", "child", "zzmidway"
SEARCHES = (
    RARE,
    COMMON,
    IN_A_TENTH,
    f"{COMMON} {RARE}",
    f"{COMMON} {IN_A_TENTH}",
    f"{COMMON} services worry",
    "zznowhere",
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--publications", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--explain", action="store_true")
    options = parser.parse_args()
    from django.core.management import call_command

    import cspr_portal.wsgi  # noqa: F401  Django as the server sets it up
    from publications.models import Publication

    call_command("migrate", verbosity=0)
    if not Publication.objects.exists():
        fill(options.publications)
    measure(options.rounds, explains=options.explain)


def fill(number: int) -> None:
    """Insert `number` publications that are open now, as far as the list reads them. The same database each time."""
    from django.db import connection

    from cspr_portal import clock
    from publications.models import Draft, Edition, Publication, SearchText
    from publications.search import stems
    from reviews.models import User

    at, chance = clock.now(), random.Random(7)  # noqa: S311  the same database each time
    people = [
        User.objects.create(
            email=f"search-{n}@demo.invalid", name=f"Search {n}", role="publisher", is_active=False
        )
        for n in range(3)
    ]
    vocabulary = [
        "".join(chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        for _ in range(6_000)
    ]
    weights = [1 / (place + 1) for place in range(len(vocabulary))]
    sentences = []
    for place in range(6_000):
        words = chance.choices(vocabulary, weights, k=chance.randint(6, 24))
        if place % 3 == 0:
            words[3:3] = [COMMON, "and", "services’", "worry"][: 1 + place % 4]
        sentence = " ".join(words).capitalize() + "."
        sentences.append((sentence, set(stems(sentence).split())))
    began = time.perf_counter()
    for start in range(0, number, 500):
        publications, drafts, editions, texts = [], [], [], []
        for n in range(start, min(start + 500, number)):
            length = min(60_000, int(2_000 / (1 - chance.random()) ** 0.9))
            parts: list[tuple[str, set[str]]] = []
            while sum(len(part) for part, _ in parts) < length:
                parts += chance.sample(sentences, 20)
            for word, every in ((COMMON, 1), (RARE, number // 5), (IN_A_TENTH, 10)):
                if n % every == 0:
                    said = f"A sentence with {word} in it."
                    parts[chance.randrange(len(parts))] = (said, set(stems(said).split()))
            text = "\n\n".join(part for part, _ in parts)
            facts = {
                "publication_id": None,
                "number": 1,
                "title": f"Number {n}",
                "summary": parts[0][0][:200],
            }
            hashed = sha256(text.encode()).hexdigest()
            one = Publication(kind="brief", created_at=at, created_by=people[0])
            facts["publication_id"] = one.pk
            draft = Draft(**facts, text="", written_at=at, written_by=people[0], content_hash=hashed)
            edition = Edition(
                **facts,
                draft=draft,
                content_hash=hashed,
                markdown="",
                body_html="",
                words=len(text.split()),
                body_sha256=hashed,
                plain_text=text,
                author=people[0],
                checker=people[1],
                approver=people[2],
                approved_at=at,
            )
            publications.append(one)
            drafts.append(draft)
            editions.append(edition)
            found = set().union(*(those for _, those in parts))
            texts.append(SearchText(edition=edition, stems=" ".join(sorted(found))))
        Publication.objects.bulk_create(publications)
        Draft.objects.bulk_create(drafts)
        Edition.objects.bulk_create(editions)
        SearchText.objects.bulk_create(texts)
        # The day can be set only once there is an edition, as in the portal.
        for n, (one, edition) in enumerate(zip(publications, editions, strict=True), start):
            one.edition, one.slug = edition, f"number-{n}"
            one.opens_at = at - timedelta(minutes=25 * (number - n) * 20_000 // max(number, 20_000) + 5)
            one.closes_at = one.opens_at + timedelta(days=365)
            one.scheduled_at, one.scheduled_by = at, people[2]
        Publication.objects.bulk_update(
            publications, ["edition", "slug", "opens_at", "closes_at", "scheduled_at", "scheduled_by"]
        )
        print(
            f"{start + len(publications)} publications, {time.perf_counter() - began:.0f} s", file=sys.stderr
        )
    with connection.cursor() as cursor:
        # What a server in use has done by itself.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def measure(rounds: int, *, explains: bool) -> None:
    """Print, for each search, how much is found and the median and slowest time of `rounds` rounds."""
    from django.db import connection

    from cspr_portal import clock
    from publications.models import Publication
    from publications.public import shelf
    from publications.public.reading import tile

    at = clock.now()
    open_now = Publication.objects.public(at).count()
    print(f"{connection.vendor}: {open_now} publications are open; {rounds} rounds each")
    print(f"{'search':30} {'found':>6} {'find ms':>8} {'snippets':>8} {'both':>8} {'slowest':>8}")
    for words in SEARCHES:
        search = shelf.Search(words=words)
        finding, drawing, both = [], [], []
        for _ in range(rounds):
            began = time.perf_counter()
            page = shelf.page(at, search, 1)
            found = time.perf_counter()
            for one in page.publications:
                tile(one, words)
            ended = time.perf_counter()
            finding.append(1000 * (found - began))
            drawing.append(1000 * (ended - found))
            both.append(1000 * (ended - began))
        count = f"{page.count}{'+' if page.is_more else ''}"
        print(
            f"{words:30} {count:>6} {statistics.median(finding):8.1f} {statistics.median(drawing):8.1f}"
            f" {statistics.median(both):8.1f} {max(both):8.1f}"
        )
        if explains:
            options = {"analyze": True, "buffers": True} if connection.vendor == "postgresql" else {}
            print(shelf.find(at, search)[: shelf.A_PAGE + 1].explain(**options))


if __name__ == "__main__":
    main()
