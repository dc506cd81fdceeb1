"""Word files that the portal gave out, filled in as somebody does it in Word, and sent. No test lives here."""

import io
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from docx import Document


def opened(response: HttpResponse) -> Any:
    """The file that came, opened as Word would."""
    assert response.status_code == 200
    return Document(io.BytesIO(response.content))


def texts(document: Any) -> dict[str, str]:
    """What stands under each heading of the second level."""
    found: dict[str, str] = {}
    here = ""
    for one in document.paragraphs:
        if one.style.name == "Heading 2":
            here = one.text
            found[here] = ""
        elif here:
            found[here] = "\n\n".join(filter(None, (found[here], one.text)))
    return found


def write_under(document: Any, heading: str, *paragraphs: str) -> None:
    """Put these paragraphs in place of what stands under a heading."""
    all_of_it = document.paragraphs
    at = next(place for place, one in enumerate(all_of_it) if one.text == heading)
    for one in all_of_it[at + 1 :]:
        if one.style.name.startswith("Heading"):
            break
        one._p.getparent().remove(one._p)
    below = all_of_it[at]._p
    for words in reversed(paragraphs):
        below.addnext(document.add_paragraph(words)._p)


def filled(
    response: HttpResponse, said: dict[str, str], more: Callable[[Any], object] | None = None
) -> io.BytesIO:
    """The file that came, with these words under its headings, and whatever `more` does to it."""
    document = opened(response)
    for heading, words in said.items():
        write_under(document, heading, *words.split("\n\n"))
    if more is not None:
        more(document)
    return as_file(document)


def as_file(document: Any) -> io.BytesIO:
    """The document as a browser sends it, under a name that nobody may see again."""
    made = io.BytesIO()
    document.save(made)
    return named(made.getvalue())


def named(data: bytes) -> io.BytesIO:
    """Bytes as a browser sends them."""
    made = io.BytesIO(data)
    made.name = "Zebedee Quarrington.docx"
    return made


def send(browser: Client, url: str, file: io.BytesIO) -> HttpResponse:
    """Send a file through the page's form."""
    return browser.post(url, {"file": file})


def inputs(response: HttpResponse) -> dict[str, Any]:
    """What the form on the page would send if nobody changed it."""
    form = response.context["form"]
    found = {form[name].html_name: form[name].value() for name in form.fields}
    return {name: value for name, value in found.items() if value not in (None, "")}
