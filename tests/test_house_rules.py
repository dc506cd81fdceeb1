"""The rules of the house, kept by reading the code, the addresses and the models themselves."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cspr_portal", "reviews", "publications")

# Addresses that answer somebody who is not signed in. Everything else leads to sign-in.
PUBLIC_NAMES = {
    "home",
    "published",
    "publication",
    "publication_pdf",
    "publication_cover",
    "publication_file",
    "publication_version",
    "version_pdf",
    "version_file",
    "publication_card",
    "version_card",
    "feed",
    "catalogue",
    "about_reviews",
    "questions",
    "request_a_copy",
    "ask_for_a_copy",
    "copy_asked_for",
    "copy",
    "contact",
    "accessibility",
    "privacy",
    "sitemap",
    "robots",
    "healthz",
    "look_file",
}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@cache
def imports(path: Path) -> list[str]:
    return list(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module or "") if part)
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def names_app(imported: str, app: str) -> bool:
    return imported == app or imported.startswith(f"{app}.")


def test_the_house_imports_neither_app() -> None:
    allowed = {"cspr_portal/urls.py"}
    wrong = [
        (str(path.relative_to(ROOT)), name)
        for path in modules("cspr_portal")
        for name in imports(path)
        if (names_app(name, "reviews") or names_app(name, "publications"))
        and str(path.relative_to(ROOT)) not in allowed
    ]
    assert wrong == []


def test_reviews_never_imports_publications() -> None:
    wrong = [
        (path.name, name)
        for path in modules("reviews")
        for name in imports(path)
        if names_app(name, "publications")
    ]
    assert wrong == []


def test_the_public_side_imports_only_publications_and_the_house() -> None:
    wrong = [
        (path.name, name)
        for path in modules("publications/public")
        for name in imports(path)
        if names_app(name, "reviews")
        or names_app(name, "publications.staff")
        or names_app(name, "publications.actions")
    ]
    assert wrong == []


def test_disclosure_and_cleaning_are_pure() -> None:
    wrong = [
        (path.name, name)
        for path in modules("publications/disclosure", "publications/cleaning")
        for name in imports(path)
        if names_app(name, "django") or names_app(name, "reviews")
    ]
    assert wrong == []


def test_the_public_side_never_touches_user_or_session() -> None:
    for path in modules("publications/public"):
        text = path.read_text()
        assert "request.user" not in text, path
        assert ".session" not in text, path


def test_views_load_through_the_scope_and_never_say_objects() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules(*APPS)
        if path.name == "views.py" or "views" in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ".objects" in line
    ]
    assert wrong == []


def test_nothing_is_marked_safe() -> None:
    for path in modules(*APPS):
        assert "mark_safe" not in path.read_text(), path
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text and "autoescape off" not in text, path


def test_no_page_has_inline_script_or_style() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text), path
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag, (path, tag)


def test_only_the_clock_reads_the_time() -> None:
    pattern = re.compile(
        r"timezone\.now\(|datetime\.now\(|date\.today\(|localdate\(|time\.time\(|utcnow\(|db_default=Now|Now\(\)"
    )
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules(*APPS)
        if path.name != "clock.py" and pattern.search(path.read_text())
    ]
    assert wrong == []


OF_ONE_PARTNERSHIP = re.compile(r"aldermere|northmere|saltbarrow|eastfold|\b01632|\b07700", re.IGNORECASE)


def test_nothing_shown_is_of_one_partnership() -> None:
    """Name, areas, telephones, colours and logo are settings or data; the demonstration's are in it alone."""
    wrong = [
        (str(path.relative_to(ROOT)), text)
        for path in modules(*APPS)
        if "demo" not in path.parts
        for text in strings_of(path)
        if OF_ONE_PARTNERSHIP.search(text)
    ]
    pages = [path for folder in ("templates", "static") for path in (ROOT / folder).rglob("*.*")]
    assert len(pages) > 100
    wrong += [(str(path), "") for path in pages if OF_ONE_PARTNERSHIP.search(path.read_text())]
    assert wrong == []


def strings_of(path: Path) -> Iterator[str]:
    """What a module may say: its strings but for those that explain it."""
    tree = ast.parse(path.read_text())
    explain = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explain:
            yield node.value


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = [
        (str(path.relative_to(ROOT)), len(path.read_text().splitlines()))
        for path in modules(*APPS, "tests", "tools", "bench")
        if len(path.read_text().splitlines()) > 400
    ]
    assert long == []


def test_every_module_says_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules(*APPS)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def own_models() -> list[type[models.Model]]:
    return [model for app in ("reviews", "publications") for model in apps.get_app_config(app).get_models()]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_who_and_when_are_set_together_in_the_database(model: type[models.Model]) -> None:
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, field in fields.items():
        if not name.endswith("_at") or f"{name[:-3]}_by" not in fields:
            continue
        partner = fields[f"{name[:-3]}_by"]
        if not field.null and not partner.null:
            continue
        assert field.null and partner.null, f"{model.__name__}.{name} may be empty and its person may not"
        wanted = f"{name}_with_{name[:-3]}_by"
        assert any(wanted in constraint.name for constraint in model._meta.constraints), (
            f"{model.__name__}.{name}"
        )


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_keys_tell_no_order(model: type[models.Model]) -> None:
    # The last is in no address: an index that SQLite keeps knows its rows by number.
    ordered = {"User", "AuditRow", "AuditHead", "SearchText"}
    assert model.__name__ in ordered or isinstance(model._meta.pk, models.UUIDField)


def addresses(
    patterns: list | None = None, prefix: str = "", names: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from addresses(pattern.url_patterns, route, space)
        else:
            yield route, f"{names}{pattern.name}", pattern


def filled(route: str) -> str:
    route = re.sub(r"<uuid:[^>]+>", "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a", route)
    route = re.sub(r"<int:[^>]+>", "1", route)
    route = route.replace("<str:reference>", "SC-BCDF-GHJK")
    route = re.sub(r"<[^>]+>", "nothing-of-that-name", route)
    route = re.sub(r"\(\?P<[^>]+>[^)]*\)", "1", route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\", "")


@pytest.mark.django_db
def test_every_address_but_the_public_ones_asks_for_sign_in() -> None:
    open_ones = []
    for route, name, _pattern in addresses():
        if name in PUBLIC_NAMES or route.startswith("accounts/"):
            continue
        response = Client().get(filled(route))
        if response.status_code != 302 or not response["Location"].startswith("/accounts/login/"):
            open_ones.append((route, response.status_code))
    assert open_ones == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/published/", "/questions/", "/about-reviews/", "/robots.txt", "/sitemap.xml"]
)
def test_a_public_page_asks_nothing_about_its_visitor(path: str, cast, as_user) -> None:
    """D09, D22: no cookie is set, and no answer depends on one."""
    stranger, colleague = Client().get(path), as_user(cast.coordinator).get(path)
    assert stranger.status_code == 200
    assert stranger.content == colleague.content
    assert not stranger.cookies and not colleague.cookies
    assert "Cookie" not in stranger.headers.get("Vary", "")


def test_a_new_column_may_be_left_out_by_the_release_before() -> None:
    """While a migration goes up the old release serves on, and its new rows know nothing of the column."""
    later = [
        (key, operation)
        for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
        for operation in migration.operations
        if key[0] in APPS and key[1] >= "0010" and isinstance(operation, migrations.AddField)
    ]
    assert later
    wanting = [
        f"{key}: {operation.name}"
        for key, operation in later
        if not (operation.field.null or operation.field.has_db_default())
    ]
    assert not wanting, f"Give these a db_default, or let them be empty: {wanting}"
