"""Whatever changes something leaves a row: views change nothing by themselves, and every action records what it did.

What reading leaves is in test_who_may.py; that rows and effects are kept together or not at all is in test_audit.py.
"""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from reviews.audit import recording

pytestmark = pytest.mark.same_with_each_database

ROOT = Path(__file__).resolve().parent.parent
APPS = ("reviews", "publications")
WRITES = re.compile(r"\.(save|delete|update|bulk_create|bulk_update)\(|\.(create|get_or_create)\((?!request)")
# They work out anew what other rows say, and change nothing that anybody has said.
WORKED_OUT = {"reviews.management.commands.refresh_turns._refresh"}


def modules(pattern: str) -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts and re.search(pattern, path.read_text()):
                yield path


def test_no_view_changes_anything_by_itself() -> None:
    """G01: views ask actions, and those record."""
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules("StaffRequest")
        if "views" in path.stem or "views" in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WRITES.search(line)
    ]
    assert wrong == []


def actions() -> Iterator[Callable[..., Any]]:
    """Every function that `@action` makes one transaction with its rows."""
    for path in modules(r"(?m)^\s*@action$"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        for found in vars(module).values():
            if getattr(found, "__module__", "") != module.__name__:
                continue
            for one in vars(found).values() if inspect.isclass(found) else [found]:
                if isinstance(one, FunctionType) and one.__code__ is ACTION:
                    yield one


@recording.action
def an_action() -> None:
    """One, to know the others by."""


ACTION = an_action.__code__


@cache
def asked_by(function: FunctionType) -> tuple[Any, ...]:
    """What a function calls, as far as it is named in its module."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    names = function.__globals__
    found = []
    for call in (one.func for one in ast.walk(tree) if isinstance(one, ast.Call)):
        if isinstance(call, ast.Name):
            found.append(names.get(call.id))
        elif isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name):
            found.append(getattr(names.get(call.value.id), call.attr, None))
        elif isinstance(call, ast.Attribute) and ast.unparse(call.value) == "super()":
            own = names[function.__qualname__.partition(".")[0]]
            found.append(getattr(super(own, own), call.attr, None))
    return tuple(found)


def records(function: Any, seen: set[Any]) -> bool:
    """Say whether a function records something, or calls one that does."""
    plain = inspect.unwrap(function)
    if plain in (recording.record, recording.note):
        return True
    if not isinstance(plain, FunctionType) or plain in seen or not plain.__module__.startswith(APPS):
        return False
    seen.add(plain)
    return any(records(one, seen) for one in asked_by(plain) if callable(one))


def test_every_action_records_what_it_did() -> None:
    """G01, by construction: a new action that leaves no row fails the build."""
    found = list(actions())
    silent = {f"{one.__module__}.{one.__qualname__}" for one in found if not records(one, set())}
    assert silent - WORKED_OUT == set()
    assert len(found) > 200
