"""docs/architecture.md and the other pages: every module stands on the map, and what they point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.drawing import PAGE, drawn
from tests.architecture.modules import PACKAGES, ROOT, modules

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_CODE = re.compile(r"`([^`\s]+)`")
_FOLDERS = tuple(
    f"{name}/" for name in (*PACKAGES, "docs", "static", "templates", "tests")
)  # `data` and `index` are the user's


def paths(text: str) -> set[str]:
    """What stands in a text as the path of a file or folder of the repository."""
    named = {found.rstrip("/") for found in _CODE.findall(text) if found.startswith(_FOLDERS)}
    return {found for found in named if re.fullmatch(r"[\w./-]+", found)}


def test_the_drawing_and_the_list_are_those_of_the_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == drawn(text), "`make map` draws it anew"


def test_every_module_stands_in_the_architecture() -> None:
    listed = paths(PAGE.read_text(encoding="utf-8"))
    packages = {path.parent.as_posix() for path in modules().values() if path.name == "__init__.py"}
    files = {path.as_posix() for path in modules().values() if path.name != "__init__.py"}
    assert (packages | files) - {"app.py"} - listed == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    missing += [path for path in paths(text) if not (ROOT / path).exists()]
    assert missing == []
