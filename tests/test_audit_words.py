"""Every code of the audit log has its sentence, and every group its rows. No test here asks the database."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from reviews import lately
from reviews.audit import access, pages, words

pytestmark = pytest.mark.same_with_each_database
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
RECORDING = {"record", "note", "_record", "_note", "_write", "record_on", "note_on"}


def recorded() -> Iterator[tuple[str, Path]]:
    """Each code that is written out where something is recorded."""
    for app in ("reviews", "publications", "cspr_portal"):
        for path in Path(app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _name(node.func) in RECORDING:
                    for given in [*node.args, *(one.value for one in node.keywords if one.arg == "verb")]:
                        text = getattr(given, "value", None)
                        if isinstance(text, str) and CODE.fullmatch(text):
                            yield text, path


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def test_every_code_that_is_recorded_has_a_sentence() -> None:
    found = dict(recorded())
    assert len(found) > 150
    known = set(words.known_verbs())
    missing = {
        code: str(path)
        for code, path in found.items()
        if not code.startswith("opened.") and code not in known
    }
    assert not missing, "Say what these mean in reviews/audit/words.py."
    for code in (*known, *lately.FOR_EVERYBODY):
        said = words.in_words(code)
        assert said[0].isupper() and "_" not in said and "{" not in said and "." not in said, code


def test_every_page_has_words() -> None:
    names = set(_names(get_resolver().url_patterns))
    stale = {name for name in pages.WORDS if name not in names}
    assert not stale, "No page has this name any more."
    for name in names:
        for outcome in ("done", "denied"):
            said = words.in_words(f"opened.{name}", outcome)
            assert "_" not in said and not said.endswith(("“” was opened", ":")), name


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}"


def test_each_step_can_be_chosen_in_the_group_that_finds_it() -> None:
    chosen = [verb for _label, ours in access.verbs() for verb, _words in ours]
    assert len(chosen) == len(set(chosen)) and set(words.known_verbs()) <= set(chosen)
    assert {label for label, _ours in access.verbs()} <= {label for _key, label in access.groups()}
    assert words.group_of("document.opened") == "taken" and words.group_of("case.logged") == ""
