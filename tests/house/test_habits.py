"""House rules that a reader would otherwise have to remember."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_sizes import ROOT, tracked

APPS = ("core", "accounts", "arena", "teams", "activities", "indicators", "api", "portal")


def modules() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in APPS]


def templates() -> list[Path]:
    return tracked("templates/*.html", "templates/*.svg")


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def lines_matching(paths: list[Path], pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        where(path, number)
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_models_do_not_override_save_or_delete():
    overrides = [
        where(path, node.lineno)
        for path in modules()
        if "models" in path.parts or path.name == "models.py"
        for node in functions(path)
        if node.name in {"save", "delete"}
    ]

    assert overrides == []


def test_nothing_listens_behind_the_back():
    # The one exception: SQLite is taught LIKE and alphabets when a connection opens (docs/decisions/0002).
    listening = lines_matching(modules(), r"@receiver|\.connect\(")

    assert [place.partition(":")[0] for place in listening] == ["core/apps.py"]


def test_fields_are_always_listed():
    assert lines_matching(modules(), r"__all__\s*=\s*[\"']|fields\s*=\s*[\"']__all__") == []


def test_no_style_or_script_stands_in_a_page():
    # A picture that is saved as a file has no style sheet beside it; it is never shown inside a page.
    pages = [path for path in templates() if path.name != "effect_map.svg"]
    assert lines_matching(pages, r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:") == []
    scripts = lines_matching(templates(), r"<script(?![^>]*\ssrc=)")
    assert scripts == []


def test_no_page_asks_another_origin():
    assert lines_matching(templates(), r"(?:src|href|action)=[\"']https?://") == []


def test_blocktranslate_is_trimmed():
    assert lines_matching(templates(), r"{%\s*blocktrans(?:late)?\b(?!.*\btrimmed\b)") == []


def test_short_comments_end_on_their_line():
    # Django prints a comment of two lines on the page.
    assert lines_matching(templates(), r"{#(?!.*#})") == []


def test_nothing_is_marked_safe():
    in_templates = lines_matching(templates(), r"\|\s*safe\b|autoescape off")
    in_modules = lines_matching(modules(), r"mark_safe|SafeString\(")

    assert in_templates == []
    assert in_modules == []


def test_views_reach_rows_only_through_queries():
    views = [path for path in modules() if "views" in path.parts and path.name != "__init__.py"]

    assert views
    assert lines_matching(views, r"\.objects\b") == []


def test_only_the_edge_reads_the_clock():
    inside = [
        path
        for path in modules()
        if "actions" in path.parts or path.name in {"actions.py", "queries.py", "counting.py", "models.py"}
    ]

    assert lines_matching(inside, r"\btoday\(\)|\bnow\(\)") == []


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "manager2"])
def test_no_junk_drawer(name):
    assert [path for path in modules() if name in path.stem] == []


def test_public_verbs_reads_and_predicates_say_what_they_do():
    rooms = [
        path
        for path in modules()
        if "actions" in path.parts or path.name in {"actions.py", "queries.py", "rules.py", "counting.py"}
    ]

    silent = [
        where(path, node.lineno)
        for path in rooms
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []
