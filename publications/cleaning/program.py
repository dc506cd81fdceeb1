"""Cleans a PDF and reads it: the order of the steps. Runs in a process of its own (see cspr_portal/limited.py).

Knows no model, no request and no settings. What comes out is read by finished.py: a line of JSON, then the PDF.
"""

import json
import resource
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Stream, String

from .drawing import drawn_again
from .faults import Fault, Unclean
from .found import census, in_words, refuse_what_is_unfit
from .known import Known
from .marks import settle
from .pictures import clean_picture
from .places import Places, keep_bookmarks, keep_labels, list_pages
from .reading import Page, pages_of
from .tags import LANGUAGE, Tags

# Within these a file is opened and measured; what is fit gets the rest of the process's time.
OPENING_SECONDS = 5
OF_TAGS = {"/StructTreeRoot", "/MarkInfo"}
STAYS_IN_ROOT = {"/Type", "/Pages", "/Outlines", "/PageLabels"} | OF_TAGS
# Said of what is drawn with, where a text layer has no words.
IN_PATTERN = "words in a pattern or a mask, which the check can’t read"


def cleaned(data: bytes, title: str, author: str, language: str) -> bytes:
    """Return what was found as a line of JSON, and the clean PDF; or a line that only says which fault it has."""
    try:
        about, content = _cleaned(data, title, author, language)
    except Unclean as unclean:
        return _line({"fault": unclean.fault})
    except pikepdf.PasswordError:
        return _line({"fault": Fault.LOCKED})
    except MemoryError:
        return _line({"fault": Fault.HEAVY})
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError):
        # Whatever a broken file makes the libraries stumble over.
        return _line({"fault": Fault.BROKEN})
    return _line(about) + content


def _line(about: dict[str, object]) -> bytes:
    return json.dumps(about).encode() + b"\n"


def _storable(text: str) -> str:
    """The text without what no database takes: NUL, and halves of signs."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cleaned(data: bytes, title: str, author: str, language: str) -> tuple[dict[str, object], bytes]:
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_CPU, (min(OPENING_SECONDS, most), most))
    with pikepdf.open(BytesIO(data)) as pdf:
        refuse_what_is_unfit(pdf)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        counts = census(pdf, data)
        was = {
            "has_title": bool(str(pdf.docinfo.get("/Title", "")).strip()),
            "language": _language(pdf.Root.get("/Lang")),
        }
        words: defaultdict[int, list[str]] = defaultdict(list)
        list_pages(pdf)
        places = Places(pdf)
        marks = settle(pdf, places)
        counts += marks.counts
        _gather(words, marks.words)
        known = Known(pdf)
        drawings = _draw_again(pdf, known, words)
        counts["picture"] = len(
            known.described | {one.objgen for one in known.pictures if clean_picture(one)}
        )
        tags = Tags(pdf, places.pages)
        is_tagged = tags.clean(marks.links | known.streams)
        _gather(words, tags.words)
        _gather(words, {0: [*keep_bookmarks(pdf, places), *keep_labels(pdf)]})
        _clean_root(pdf, is_tagged, title, author, language)
        content, as_seen = _saved_twice(pdf, drawings.as_seen)
    read = pages_of(as_seen)
    with pikepdf.open(BytesIO(content)) as again:
        if len(again.pages) != len(read):
            raise Unclean(Fault.BROKEN)
    unreadable = [(number, "", IN_PATTERN) for number in sorted(drawings.in_patterns)]
    about: dict[str, object] = {
        **was,
        "pages": len(read),
        "is_tagged": is_tagged,
        "plain_text": _storable(_text(read, words)),
        "taken_out": in_words(counts),
        "counts": dict(counts),
        "hidden": unreadable
        + [
            (number, _storable(words), why)
            for number, page in enumerate(read, 1)
            for words, why in page.hidden
        ],
        "pictures_of_pages": [number for number, page in enumerate(read, 1) if page.is_picture],
    }
    return about, content


@dataclass
class _Drawings:
    """What has to be read apart: streams with text in place of what is seen, and pages with words in patterns."""

    as_seen: list[tuple[Stream, bytes, bytes]] = field(default_factory=list)
    in_patterns: set[int] = field(default_factory=set)


def _draw_again(pdf: pikepdf.Pdf, known: Known, words: defaultdict[int, list[str]]) -> _Drawings:
    """Leave on the pages only what is known, and write anew what they draw."""
    found = _Drawings()
    for number, page in enumerate(pdf.pages, 1):
        drawn = drawn_again(page)
        page.obj.Contents = pdf.make_stream(drawn.content)
        words[number] += drawn.words
        if drawn.as_seen is not None:
            found.as_seen.append((page.obj.Contents, drawn.content, drawn.as_seen))
        known.keep(page.obj, number)
    for number, kind, stream in known.drawings:
        drawn = drawn_again(stream)
        stream.write(drawn.content)
        words[number] += drawn.words
        if drawn.as_seen is not None:
            found.as_seen.append((stream, drawn.content, drawn.as_seen))
        if drawn.has_text and kind != "form":
            found.in_patterns.add(number)
    return found


def _clean_root(pdf: pikepdf.Pdf, is_tagged: bool, title: str, author: str, language: str) -> None:
    stays = STAYS_IN_ROOT if is_tagged else STAYS_IN_ROOT - OF_TAGS
    for key in list(pdf.Root.keys()):
        if key not in stays:
            del pdf.Root[key]
    for key in list(pdf.trailer.keys()):
        if key not in {"/Root", "/Size"}:
            del pdf.trailer[key]
    if "/Size" not in pdf.trailer:
        pdf.trailer.Size = len(pdf.objects) + 1
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = author


def _saved_twice(pdf: pikepdf.Pdf, as_seen: list[tuple[Stream, bytes, bytes]]) -> tuple[bytes, bytes]:
    """Return the file, and the file as it has to be read: what is drawn, not what stands in place of it."""
    content = _saved(pdf)
    if not as_seen:
        return content, content
    for stream, _drawn, seen in as_seen:
        stream.write(seen)
    return content, _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        compress_streams=True,
        recompress_flate=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _language(found: object) -> str:
    text = str(found) if isinstance(found, String) else ""
    return text if LANGUAGE.fullmatch(text) else ""


def _gather(words: defaultdict[int, list[str]], more: Mapping[int, Iterable[str]]) -> None:
    for number, texts in more.items():
        words[number] += texts


def _text(pages: list[Page], words: Mapping[int, list[str]]) -> str:
    """What can be read, page by page: the words, then what is read to those who can't see the page, and addresses.

    What belongs to no page (bookmarks, labels) stands behind the last.
    """
    parts = [
        "\n".join([page.text, *dict.fromkeys(words.get(number, ()))]) for number, page in enumerate(pages, 1)
    ]
    return "\f".join([*parts, "\n".join(dict.fromkeys(words.get(0, ())))])
