"""From a report's Markdown to trusted HTML, its contents list and its plain text.

The one place where HTML becomes trusted is `CleanHtml`: making one *is* cleaning it. No database, no
settings, no PDF and no page frame live here; raw HTML and code never pass, and of pictures only those that the
caller has, each with words that say what it shows. What a picture's bytes may be is said in pictures.py.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from cspr_portal.picture_marks import (
    FILES,
    LONGEST_ALT,
    PICTURE,
    PictureMark,
    is_length,
    is_picture_address,
    settled,
)

HEADINGS, TABLES = {"h2", "h3", "h4"}, {"table", "thead", "tbody", "tr", "th", "td"}
BLOCKS = {"p", "br", "ul", "ol", "li", "blockquote", "footer"}
ALLOWED_TAGS = HEADINGS | TABLES | BLOCKS | {"strong", "em", "sup", "a", "img"}
ALLOWED_ATTRIBUTES = {
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "li": {"id"},
    "a": {"id", "href"},
    "ol": {"start"},
    "th": {"scope"},
    "img": {"src", "alt", "width", "height"},
}
DROPPED_WITH_CONTENT = {"script", "style"}
OWN_ID = re.compile(r"(part(-\d+){1,3}|notes?(-\d+){0,2}|back-\d+-\d+)\Z")
LINK_OUT = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.IGNORECASE)
ATTRIBUTION = re.compile(r"\A\s*(?:—|–|--)\s+")
PART = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<inside>.*?)</h2>', re.DOTALL)
MARKUP = re.compile(r"<sup>.*?</sup>|<[^>]*>", re.DOTALL)
TOP_LEVEL, DEEPEST_LEVEL = 2, 4  # the page's own title is its only h1


class CleanHtml(str):
    """HTML that may stand in a page as it is, because making one cleans it.

    In: any HTML. Out: the same text with nothing but the tags and attributes above; cleaning it again
    changes nothing. Templates print it unescaped through `__html__`. Joined to anything else it is an
    ordinary string again.
    """

    def __new__(cls, html: str) -> "CleanHtml":
        return super().__new__(cls, clean(html, kept_attribute))

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Rendered:
    """One text ready to be frozen: its HTML, the (id, heading) of its parts, and its length in words."""

    html: CleanHtml
    contents: list[tuple[str, str]]
    words: int


def render(markdown: str, pictures: Mapping[str, tuple[int, int]] | None = None) -> Rendered:
    """Render Markdown (CommonMark with tables and footnotes) for a page or a PDF.

    In: the author's text, and the pictures that it may show, by their names, with width and height in pixels;
    the page must serve them as `files/NAME` beside itself. Out: `Rendered`. The page's own title is its h1, so
    headings here run from h2 to h4 without gaps. Their ids come from their order (`part-2`, `part-2-1`), never
    from their words, so that no name can linger in an address (security case D19).
    """
    html = CleanHtml(to_html(parse(markdown, pictures)))
    return Rendered(html=html, contents=contents_of(html), words=word_count(html))


def to_html(tokens: list[Token]) -> str:
    """Return the HTML of tokens, not cleaned yet."""
    return _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})


def contents_of(html: CleanHtml) -> list[tuple[str, str]]:
    """The parts of a rendered text, in order: the id of each h2 and its words."""
    return [(found["id"], unescape(MARKUP.sub("", found["inside"])).strip()) for found in PART.finditer(html)]


def word_count(html: CleanHtml) -> int:
    """How many words the HTML shows: the measure of reading time and of how a PDF is laid out."""
    return len(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def plain_text(markdown: str) -> str:
    """The words a reader sees, without marks, link addresses or pictures; a blank line between blocks."""
    return _plain(parse(markdown))


def picture_marks(markdown: str) -> list[PictureMark]:
    """Every place where the text names a picture, in the order of the text, those included that show none."""
    if PICTURE not in markdown:
        return []
    tokens = _MARKDOWN.parse(markdown.replace("\x00", ""))
    return [
        mark for at, token in enumerate(tokens) if token.type == "inline" for mark in _marks_in(tokens, at)
    ]


def pictures_of(markdown: str) -> list[tuple[str, str]]:
    """The pictures that the text shows where they are at hand, in order: (name, what it shows in words)."""
    return [(mark.name, mark.alt) for mark in picture_marks(markdown) if mark.is_shown]


def clean(html: str, keep: Callable[[str, str, str], str | None]) -> str:
    """Return `html` with the tags and attributes above; `keep` (tag, name, value) says which values stay."""
    cleaned = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=keep,
        strip_comments=True,
        link_rel="noreferrer",
        generic_attribute_prefixes=set(),
        url_schemes={"http", "https"},
    )
    return settled(cleaned)


def kept_attribute(tag: str, name: str, value: str) -> str | None:
    """The value an attribute may keep, or None: our own ids, links out or to our own ids, plain numbers."""
    allowed = {
        "id": bool(OWN_ID.match(value)),
        "href": is_kept_address(value),
        "start": value.isascii() and value.isdigit(),
        "scope": value in ("col", "row"),
        "rel": value == "noreferrer",
        "src": is_picture_address(value),
        "alt": 0 < len(value.strip()) <= LONGEST_ALT,
        "width": is_length(value),
        "height": is_length(value),
    }
    return value if allowed.get(name) else None


def is_kept_address(href: str) -> bool:
    """Whether a link may lead there from a report: out, or to one of our own ids."""
    return bool(LINK_OUT.match(href)) or (href.startswith("#") and bool(OWN_ID.match(href[1:])))


def parse(
    markdown: str,
    pictures: Mapping[str, tuple[int, int]] | None = None,
    keeps: Callable[[str], bool] = is_kept_address,
) -> list[Token]:
    """Return the text as tokens, settled for a page; of links stay those whose address `keeps` lets stand."""
    pictures = pictures or {}
    tokens = _MARKDOWN.parse(markdown.replace("\x00", ""))
    for at, token in enumerate(tokens):
        if token.type == "inline":
            shown = [mark for mark in _marks_in(tokens, at) if mark.is_shown and mark.name in pictures]
            token.children = _without_dead_links(_without_pictures(token.children or []), keeps)
            token.content = _text_of(token.children)
            if shown:
                meta = {"mark": shown[0], "size": pictures[shown[0].name]}
                token.children = [Token("picture", "img", 0, meta=meta)]
    tokens = _attribute_quotations(_without_empty_blocks(tokens))
    _number_headings(tokens)
    _scope_tables(tokens)
    return tokens


def _marks_in(tokens: list[Token], at: int) -> Iterator[PictureMark]:
    """The marks of pictures in one paragraph, heading or cell. One that may be shown is all of its paragraph."""
    children = tokens[at].children or []
    is_alone = len(children) == 1 and tokens[at - 1].type == "paragraph_open" and tokens[at - 1].level == 0
    for child in children:
        address = str(child.attrs.get("src", "")) if child.type == "image" else ""
        if address.startswith(PICTURE):
            alt = " ".join(_text_of(child.children or []).split())
            yield PictureMark(address.removeprefix(PICTURE), alt, is_alone)


def _without_pictures(children: list[Token]) -> list[Token]:
    return [child for child in children if child.type != "image"]


def _without_dead_links(children: list[Token], keeps: Callable[[str], bool]) -> list[Token]:
    """Keep the words and drop the link where its address is not a way out or has no words to press."""
    kept: list[Token] = []
    opened: int | None = None
    for child in children:
        if child.type == "link_open":
            child.attrs = {"href": str(child.attrs.get("href", ""))}
            opened = len(kept)
        if child.type == "link_close" and opened is not None:
            address = str(kept[opened].attrs["href"])
            is_dead = not keeps(address) or not _text_of(kept[opened + 1 :])
            if is_dead:
                del kept[opened]
            opened = None
            if is_dead:
                continue
        kept.append(child)
    return kept


def _without_empty_blocks(tokens: list[Token]) -> list[Token]:
    """Leave out headings and paragraphs that held only a picture: an empty heading misleads the ear."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        is_empty = (
            tokens[at].type in ("heading_open", "paragraph_open")
            and not tokens[at + 1].content.strip()
            and not any(child.type in ("footnote_ref", "picture") for child in tokens[at + 1].children or [])
            and tokens[at + 2].type in ("heading_close", "paragraph_close")
        )
        if is_empty:
            at += 3
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def _number_headings(tokens: list[Token]) -> None:
    """Set each heading's level and id; a lone `#` at the top stands beside the parts, not above them all."""
    tops = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"]
    highest = 2 if tops == [0] else 1
    above: list[int] = []
    numbers = [0, 0, 0]
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        level = max(int(token.tag[1]), highest)
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        new = min(TOP_LEVEL + len(above) - 1, DEEPEST_LEVEL)
        depth = new - TOP_LEVEL
        numbers[depth] += 1
        numbers[depth + 1 :] = [0] * (len(numbers) - depth - 1)
        token.tag = tokens[at + 2].tag = f"h{new}"
        token.attrs = {"id": "-".join(["part", *map(str, numbers[: depth + 1])])}


def _scope_tables(tokens: list[Token]) -> None:
    """Give header cells their scope; an empty one heads nothing, so it becomes an ordinary cell."""
    for at, token in enumerate(tokens):
        if token.type in ("th_open", "td_open"):
            token.attrs = {}
        if token.type == "th_open":
            if tokens[at + 1].content.strip():
                token.attrs = {"scope": "col"}
            else:
                token.tag = tokens[at + 2].tag = "td"


def _attribute_quotations(tokens: list[Token]) -> list[Token]:
    """Turn a quotation's last line into its footer when it begins with a dash: who said it, and to whom."""
    made: list[Token] = []
    for at, token in enumerate(tokens):
        made.append(token)
        closes_quotation = token.type == "paragraph_close" and tokens[at + 1 : at + 2]
        if not closes_quotation or tokens[at + 1].type != "blockquote_close":
            continue
        inline = tokens[at - 1]
        children = inline.children or []
        breaks = [i for i, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
        cut = breaks[-1] if breaks else -1
        last_line = children[cut + 1 :]
        if not last_line or not ATTRIBUTION.match(last_line[0].content):
            continue
        last_line[0].content = ATTRIBUTION.sub("", last_line[0].content)
        if not _text_of(last_line):
            continue
        inline.children = children[: max(cut, 0)]
        inline.content = _text_of(inline.children)
        if not inline.content:
            del made[-3:]
        said = Token("inline", "", 0, children=last_line, content=_text_of(last_line))
        made += [
            Token("footer_open", "footer", 1, block=True),
            said,
            Token("footer_close", "footer", -1, block=True),
        ]
    return made


def _text_of(children: list[Token]) -> str:
    pieces = []
    for child in children:
        if child.type == "softbreak":
            pieces.append(" ")
        elif child.type == "hardbreak":
            pieces.append("\n")
        elif child.type in ("text", "text_special", "html_inline", "code_inline"):
            pieces.append(child.content)
    return "".join(pieces).strip()


def _plain(tokens: list[Token]) -> str:
    return "\n\n".join(token.content for token in tokens if token.type == "inline" and token.content)


def _picture(
    _renderer: RendererHTML, tokens: list[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    mark, (width, height) = tokens[at].meta["mark"], tokens[at].meta["size"]
    return f'<img src="{FILES}{mark.name}" alt="{escape(mark.alt)}" width="{width}" height="{height}">'


# Footnotes: the plugin's own marks are arrows and class names, so each is written in words here. The
# renderer calls a rule by its token's name, with these five arguments.


def _note_reference(
    _renderer: RendererHTML, tokens: list[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    note, use = tokens[at].meta["id"] + 1, tokens[at].meta.get("subId", 0) + 1
    return f'<sup><a href="#note-{note}" id="back-{note}-{use}">[note {note}]</a></sup>'


def _notes_open(
    _renderer: RendererHTML, _tokens: list[Token], _at: int, _options: OptionsDict, _env: EnvType
) -> str:
    return '<h2 id="notes">Notes</h2>\n<ol>\n'


def _notes_close(
    _renderer: RendererHTML, _tokens: list[Token], _at: int, _options: OptionsDict, _env: EnvType
) -> str:
    return "</ol>\n"


def _note_open(
    _renderer: RendererHTML, tokens: list[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    return f'<li id="note-{tokens[at].meta["id"] + 1}">'


def _note_return(
    _renderer: RendererHTML, tokens: list[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    note, use = tokens[at].meta["id"] + 1, tokens[at].meta.get("subId", 0) + 1
    words = f"Back to note {note} in the text" if use == 1 else f"Back to its use number {use}"
    return f' <a href="#back-{note}-{use}">{escapeHtml(words)}</a>'


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Text pasted from a word processor is often indented: that is not code, and there is no code in a report.
    parser.disable(["code", "fence", "backticks"])
    parser.use(footnote_plugin, inline=False)
    for name, rule in {
        "picture": _picture,
        "footnote_ref": _note_reference,
        "footnote_block_open": _notes_open,
        "footnote_block_close": _notes_close,
        "footnote_open": _note_open,
        "footnote_anchor": _note_return,
    }.items():
        parser.add_render_rule(name, rule)
    return parser


_MARKDOWN = _make_parser()
