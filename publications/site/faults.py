"""What is wrong with a text for one of the site's own pages, each fault as a sentence. No form and no page live here."""

import re
from collections.abc import Iterator

from django.urls import Resolver404, resolve

from cspr_portal import desk, site_text
from publications.models import SitePage
from publications.site import words

# Other pages lead to these headings, or the law or the page's own work asks for these blocks.
KEPT_HEADINGS = {SitePage.PRIVACY: "write", SitePage.QUESTIONS: "someone-to-talk-to"}
KEPT_BLOCKS = {
    SitePage.REQUEST_A_COPY: ("ask_for_a_copy", "contact"),
    SitePage.CONTACT: ("contact",),
    SitePage.ACCESSIBILITY: ("contact", "reviewed_on"),
    SitePage.PRIVACY: ("contact",),
    SitePage.QUESTIONS: ("helplines",),
}
PUBLIC = "publications.public.urls"
BRACES = re.compile(r"[{}]")


def faults(key: SitePage, text: str, guidance: desk.Guidance) -> list[str]:
    """Return what has to be mended before `text` can stand on the page `key`; nothing when it can."""
    unknown = list(_unknown(text))
    if unknown:
        return unknown
    page = words.rendered(text, guidance)
    return [*_of_the_beginning(key, page), *_of_blocks(key, page, text), *_of_links(key, page)]


def _unknown(text: str) -> Iterator[str]:
    known = words.WORDS.keys() | words.BLOCKS.keys()
    for word in site_text.words_in_braces(text):
        if word not in known:
            yield f"The portal has nothing to put in for {{{word}}}. What it can put in is listed below the form."


def _of_the_beginning(key: SitePage, page: site_text.PageText) -> Iterator[str]:
    if not page.title:
        yield f"Begin the text with the page’s title, on a line such as “# {key.label}”."
    if key == SitePage.HOME:
        if not page.lede:
            yield "Write one paragraph under the title."
        if page.pieces:
            yield "The home page has room for a title and one paragraph. Take out what follows them."
    elif not page.pieces:
        yield "Write what the page is to say, under its title and first paragraph."


def _of_blocks(key: SitePage, page: site_text.PageText, text: str) -> Iterator[str]:
    shown = "".join([page.title, page.lede, *(str(piece.html) for piece in page.pieces if piece.html)])
    for word in words.BLOCKS:
        is_lost = f"{{{word}}}" in text and word not in page.blocks
        if is_lost or f"{{{word}}}" in shown:
            yield f"Put {{{word}}} on a line of its own, with an empty line before and after it."
            shown = shown.replace(f"{{{word}}}", "")
    for block in KEPT_BLOCKS.get(key, ()):
        if f"{{{block}}}" not in text:
            yield f"Keep {{{block}}} on a line of its own: the page is there for it."
    if BRACES.search(shown):
        yield (
            "A { or } stands in the text by itself. Braces hold what the portal puts in, and behind a heading its "
            "address, in small letters, digits and hyphens, such as {#family}."
        )


def _of_links(key: SitePage, page: site_text.PageText) -> Iterator[str]:
    anchors = {heading.anchor for heading in page.headings}
    kept = KEPT_HEADINGS.get(key)
    if kept and kept not in anchors:
        yield f"Keep a heading that ends in {{#{kept}}}: other pages lead to it."
    for link in site_text.links_of(page):
        path, _, anchor = link.partition("#")
        if not path:
            if anchor not in anchors:
                yield f"A link leads to “#{anchor}”, and no heading of the page has that address."
            continue
        try:
            resolve(path.partition("?")[0], urlconf=PUBLIC)
        except Resolver404:
            yield f"A link leads to “{path}”, and the site has no such public page."
