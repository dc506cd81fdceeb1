"""The public site with something of every sort on it, and every page of it in every state. No test lives here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest import mock

import time_machine
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from cspr_portal import clock, errors, urls
from publications.attachments import actions as attaching
from publications.copies import actions as copying_actions
from publications.copies import links
from publications.linking.actions import link
from publications.models import Publication
from publications.public import copy_form
from publications.public.shelf import A_PAGE
from publications.public.urls import urlpatterns as public_patterns
from publications.versions import actions as versions
from reviews.models import Case
from reviews.stages import Stage
from tests import copying, snapshots
from tests import publication_builders as build

TOKEN = "T" * 43
SEARCHED = "outwards"
PARTS = (
    "Why this brief",
    "What happened",
    "What got in the way",
    "What helps",
    "What to ask",
    "Reading",
    "Your team",
)
BRIEF = "\n\n".join(
    f"## {part}\n\nA child who liked to be held facing {SEARCHED}.\n\n- one\n- two" for part in PARTS
)
REPORT = f"""## Who they are

A child[^1] who liked to be held facing {SEARCHED}. See [the guidance](https://example.invalid/guide?a=1&b=2).

### A heading below a part

1. first
2. then

## What happened

| Service | What it knew | What it did about it |
|---|---|---|
| School | a small worry, put down with care by somebody who had no time | wrote to the health visitor |
| Housing | a door repaired for the second time in one winter | nothing that anybody recorded |

> Everyone was kind. Everyone wrote it down.
> — The grandmother

## What we are changing

One number[^2] for thinking aloud.

[^1]: The name was chosen by a grandmother.
[^2]: It is answered on every working day.
"""
WELSH = "## Pwy ydyn nhw\n\nPlentyn a oedd yn hoffi cael ei ddal.\n\n## Beth ddigwyddodd\n\nYn y gwanwyn."


@dataclass(frozen=True)
class Shown:
    """A page as a visitor can come upon it: how its address is asked for, and what is posted to it."""

    name: str
    path: str
    status: int = 200
    method: str = "GET"
    sent: dict[str, str] = field(default_factory=dict)


def built(cast: Any, make_case: Callable[..., Any]) -> dict[str, str]:
    """Return the address words of a site with something of every sort on it, by what they are."""

    def build_it() -> dict[str, str]:
        # The report of one review left a month ago, and its brief stays.
        with time_machine.travel(clock.now() - timedelta(days=400), tick=False):
            case = make_case(Stage.PRE_PUBLICATION).case
            build.opened(cast, case=case, kind="cspr", title="Child Wren")
        case = Case.objects.get(pk=case.pk)
        left = build.opened(cast, case=case, title="Wren in seven minutes", text=BRIEF)
        return {
            "brief": str(left.slug),
            "report": str(_report(cast).slug),
            "statement": str(build.opened(cast, kind="statement", title="What we are improving").slug),
            "scr": str(build.opened(cast, kind="scr", title="Child Linnet: an older review").slug),
            "gone": str(_gone_with_a_copy_sent(cast).slug),
            **{f"other {number}": str(_another(cast, number).slug) for number in range(A_PAGE - 4)},
        }

    return snapshots.built_once(("public site", clock.today(clock.now())), build_it)


def _report(cast: Any) -> Publication:
    """A report with all that can stand on its page."""
    themes = [build.theme(), build.theme("Thinking aloud together", "thinking-aloud")]
    report = build.drafted(cast, kind="cspr", title="A child who was not heard", text=REPORT, themes=themes)
    build.with_files(cast, report)
    words = {"title": "Four minutes on it", "url": "https://video.example/it", "transcript": "One.\n\nTwo."}
    facts: dict[str, Any] = {"by": cast.publisher, "at": clock.now()}
    attaching.add_file(report, None, kind="video", words=words, expected_number=3, **facts)
    build.version(cast, report, title="Not heard, in short")
    welsh = versions.create_version(
        report,
        form="translation",
        language="cy",
        title="Plentyn na chafodd ei glywed",
        summary="Clywodd tri gwasanaeth ran o’r un pryder.",
        care_note="",
        text=WELSH,
        **facts,
    )
    for one in (report, welsh):
        build.check(cast, one)
        build.approve(cast, one)
    build.set_day(cast, report)
    other = build.opened(cast, kind="response", title="What the partners say to it")
    link(build.fresh(report), [other], **facts)
    return build.fresh(report)


def _another(cast: Any, number: int) -> Publication:
    return build.opened(cast, title=f"Listening, part {number + 1}", text="## One\n\nWords.")


def _gone_with_a_copy_sent(cast: Any) -> Publication:
    gone = build.withdrawn(cast, title="Taken down")
    with mock.patch.object(links, "new_token", return_value=TOKEN):
        copying_actions.send_link(
            copying.ask(),
            publication=gone,
            email=copying.EMAIL,
            days=14,
            reason="It was public and is safe.",
            site="http://testserver",
            by=cast.publisher,
            at=clock.now(),
        )
    return gone


def empty_pages() -> list[Shown]:
    """What visitors meet before anything is published."""
    return [
        Shown("home", "/"),
        Shown("published", "/published/"),
        Shown("published, searched", "/published/?q=lantern"),
    ]


def pages(words: dict[str, str]) -> list[Shown]:
    """Every page of the site `words` in every state, told by the name of its address."""
    report, brief = (reverse("publication", args=[words[name]]) for name in ("report", "brief"))
    ask = reverse("ask_for_a_copy")
    of_words = [Shown(one, reverse(one)) for one in _without_arguments() if one not in NO_PAGES]
    return [
        *of_words,
        Shown("published, filtered", "/published/?kind=cspr&kind=brief&theme=hearing-the-child"),
        Shown("published, searched", f"/published/?q={SEARCHED}"),
        Shown("published, nothing found", "/published/?q=lantern&kind=brief"),
        Shown("published, second page", "/published/?page=2"),
        Shown("publication, report", report),
        Shown("publication, brief", brief),
        Shown("publication, statement", reverse("publication", args=[words["statement"]])),
        Shown("publication_version, easy read", f"{report}easy-read/"),
        Shown("publication_version, Welsh", f"{report}cy/"),
        Shown("publication, gone", reverse("publication", args=[words["gone"]]), 410),
        Shown("publication, never was", "/published/never-was/", 404),
        Shown("ask_for_a_copy, with errors", ask, 200, "POST", {"key": copy_form.new_key(), "email": "x"}),
        Shown("ask_for_a_copy, too late", ask, 403, "POST", {"key": "old"}),
        Shown("copy", reverse("copy", args=[TOKEN])),
        Shown("about_reviews, asked oddly", reverse("about_reviews"), 405, "OPTIONS"),
        *(Shown(f"error {status}", f"/error/{status}/", status) for status in (400, 429, 500, 503)),
    ]


NO_PAGES = {"feed", "catalogue", "sitemap", "robots", "healthz"}  # what machines read
NO_PAGES_OF_ONE = {
    "publication_pdf",
    "publication_cover",
    "publication_card",
    "publication_file",
    "version_pdf",
    "version_card",
    "version_file",
}


def _without_arguments() -> Iterator[str]:
    return (str(pattern.name) for pattern in public_patterns if "<" not in str(pattern.pattern))


def names_without_a_page(shown: list[Shown]) -> set[str]:
    """Return the names of public addresses that are neither looked at nor known to be no page."""
    looked_at = {one.name.split(",")[0] for one in shown}
    return {str(pattern.name) for pattern in public_patterns} - looked_at - NO_PAGES - NO_PAGES_OF_ONE


@login_not_required
def error(request: HttpRequest, status: int) -> HttpResponse:
    """One of the pages that only a fault would show."""
    return {
        400: errors.handler400,
        429: errors.handler429,
        500: errors.handler500,
        503: errors.unavailable,
    }[status](request)


urlpatterns = [path("error/<int:status>/", error), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
