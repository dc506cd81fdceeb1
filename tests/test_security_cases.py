"""docs/security.md and the tests agree on which security case has a test."""

import ast
import re
from pathlib import Path

from tests import security_cases

TESTS = Path(__file__).resolve().parent


def by_case() -> dict[str, set[str]]:
    """The tests for each case, as module::test."""
    found: dict[str, set[str]] = {}
    for module in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for case in security_cases.cases_of(node.name, ast.get_docstring(node)):
                    found.setdefault(case, set()).add(f"{module.stem}::{node.name}")
    return found


def test_every_case_has_a_test_or_a_reason() -> None:
    tested = by_case()
    left = set(security_cases.listed()) - set(tested) - security_cases.reasoned_away()
    assert not left, f"docs/security.md lists cases that no test names: {', '.join(sorted(left))}"


def test_the_page_names_tests_that_are_there() -> None:
    every = {f"{module.stem}::{name}" for module in TESTS.rglob("test_*.py") for name in names_in(module)}
    named = set(re.findall(r"`(test_\w+::test_\w+)`", security_cases.PAGE.read_text(encoding="utf-8")))
    assert named and named <= every, sorted(named - every)


def test_the_page_says_tested_of_what_is_tested() -> None:
    tested = by_case()
    wrong = {
        case
        for case, row in security_cases.listed().items()
        if ("**Tested**" in row or "**Tested** " in row) != (case in tested)
        and case not in security_cases.reasoned_away()
    }
    assert not wrong, sorted(wrong)


def names_in(module: Path) -> list[str]:
    """The names of a module's functions."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
