"""Fills an empty database with many open publications, as far as the public pages read them. Inserted in bulk."""

import random
import uuid
from datetime import timedelta
from hashlib import sha256

WORDS = 6_000
PDF_BYTES = 200_000


def fill(number: int, *, words_each: tuple[int, int] = (200, 3_000)) -> None:
    """Insert `number` publications that are open now, one of them a report of 25 pages with a PDF of 200 KB.

    The same database each time. Texts are made of a vocabulary in which some words are common and most are rare.
    """
    from cspr_portal import clock, text
    from publications import search
    from publications.hashing import facts_hash
    from publications.models import Draft, Edition, EditionFile, Publication, SearchText, Theme
    from publications.rendering import cover
    from reviews.models import Area, User

    at = clock.now()
    chance = random.Random(7)  # noqa: S311  the same database each time
    vocabulary = [
        "".join(chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        for _ in range(WORDS)
    ]
    weights = [1 / (place + 1) for place in range(WORDS)]
    people = [
        User.objects.create(
            email=f"bench-{n}@demo.invalid", name=f"Bench {n}", role="publisher", is_active=False
        )
        for n in range(3)
    ]
    for place, name in enumerate(("Eastfold", "Northmere", "Saltbarrow")):
        Area.objects.get_or_create(
            name=name, defaults={"starts_on": clock.today(at), "front_door_telephone": f"01632 96034{place}"}
        )
    themes = [
        Theme.objects.get_or_create(slug=f"bench-{n}", defaults={"name": f"Theme {n}"})[0] for n in range(8)
    ]
    kinds = ("brief", "cspr", "brief", "statement", "brief", "cspr", "response", "scr")
    drawn = {kind: cover.cover_svg(kind, "Bench") for kind in set(kinds)}
    for start in range(0, number, 500):
        publications, drafts, editions, files, through, found = [], [], [], [], [], []
        for n in range(start, min(start + 500, number)):
            is_long = n == number - 1
            count = 12_000 if is_long else chance.randint(*words_each)
            written = chance.choices(vocabulary, weights, k=count)
            lines = [
                " ".join(written[at_word : at_word + 14]).capitalize() + "."
                for at_word in range(0, count, 14)
            ]
            body = "\n\n".join(
                ("## Part " + str(place // 20 + 1) + "\n\n" if place % 20 == 0 else "") + line
                for place, line in enumerate(lines)
            )
            rendered = text.render(body)
            one = Publication(
                kind=kinds[n % len(kinds)],
                slug="the-long-report" if is_long else f"bench-{n:x}",
                created_at=at - timedelta(days=360),
                created_by=people[0],
                opens_at=at - timedelta(minutes=15 * (number - n) * 20_000 // max(number, 20_000) + 5),
                closes_at=at + timedelta(days=200, minutes=n),
                scheduled_at=at - timedelta(days=359),
                scheduled_by=people[2],
            )
            draft = Draft(
                publication=one,
                number=1,
                title=f"Child {vocabulary[n % WORDS].capitalize()} {n}",
                summary=f"Several services heard parts of one worry, and {' '.join(written[:12])}.",
                text=body,
                written_at=at - timedelta(days=360),
                written_by=people[0],
                content_hash=sha256(body.encode()).hexdigest(),
            )
            edition = Edition(
                publication=one,
                draft=draft,
                number=1,
                content_hash=draft.content_hash,
                title=draft.title,
                summary=draft.summary,
                care_note="It speaks of harm to a child.",
                markdown=body,
                body_html=str(rendered.html),
                contents=rendered.contents,
                words=rendered.words,
                body_sha256=sha256(str(rendered.html).encode()).hexdigest(),
                plain_text=text.plain_text(body),
                author=people[0],
                checker=people[1],
                approver=people[2],
                approved_at=at - timedelta(days=358),
            )
            own = [_file(edition, "cover", "image/svg+xml", drawn[one.kind])]
            if is_long:
                own.append(
                    _file(edition, "report.pdf", "application/pdf", b"%PDF-1.7" + chance.randbytes(PDF_BYTES))
                )
            edition.contents = [list(part) for part in rendered.contents]
            edition.facts_sha256 = facts_hash(edition, own)
            publications.append(one)
            drafts.append(draft)
            editions.append(edition)
            files += own
            through.append(Publication.themes.through(publication=one, theme=themes[n % len(themes)]))
            words = search.stems(edition.title, edition.summary, edition.plain_text)
            found.append(SearchText(edition=edition, stems=words))
        # The day can be set only once there is an edition, as in the portal.
        Publication.objects.bulk_create(
            [
                Publication(pk=one.pk, kind=one.kind, created_at=at, created_by=people[0])
                for one in publications
            ]
        )
        Draft.objects.bulk_create(drafts)
        Edition.objects.bulk_create(editions)
        for one, edition in zip(publications, editions, strict=True):
            one.edition = edition
        Publication.objects.bulk_update(
            publications, ["edition", "slug", "opens_at", "closes_at", "scheduled_at", "scheduled_by"]
        )
        EditionFile.objects.bulk_create(files)
        Publication.themes.through.objects.bulk_create(through)
        SearchText.objects.bulk_create(found)


def _file(edition: "object", name: str, media_type: str, content: bytes) -> "object":
    from publications.models import EditionFile

    return EditionFile(
        id=uuid.uuid4(),
        edition=edition,
        name=name,
        media_type=media_type,
        content=content,
        size=len(content),
        pages=25 if name.endswith("pdf") else None,
        sha256=sha256(content).hexdigest(),
    )
