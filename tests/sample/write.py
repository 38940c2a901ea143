"""Write the sample county's lists into `data/`, each department in a form in which lists really come.

The PDF is printed by LibreOffice; where that is missing, the one that is there already is kept.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.indexer.readers.pdf_office import PRINTS, lay_out, to_pdf
from tests.sample.county import Department, departments
from tests.sample.html_page import html_page
from tests.sample.text_dump import text_dump
from tests.sample.word_file import word_file
from tests.sample.workbook import workbook_file

DATA = Path(__file__).resolve().parent.parent.parent / "data"
MARK = "（示范数据）"
_DATES = ("2026-09-08", "2026-09-16", "2026-09-25", "2026-10-14", "2026-10-23")


def _as_text(department: Department) -> bytes:
    return text_dump(department).encode("utf-8")


def _as_page(department: Department) -> bytes:
    return html_page(department).encode("utf-8")


def _as_pdf(department: Department) -> bytes:
    laid_out = lay_out(word_file(department), PRINTS[1], department.title)
    with tempfile.TemporaryDirectory() as folder:
        return to_pdf({"list": laid_out}, Path(folder))["list"]


_FORMS: dict[str, tuple[str, Callable[[Department], bytes]]] = {
    "02-yingji": ("html", _as_page),
    "03-shichang": ("docx", word_file),
    "04-minzheng": ("xlsx", workbook_file),
    "05-jiaoyu": ("pdf", _as_pdf),
}


def main() -> None:
    """Write every list and the manifest."""
    entries: list[str] = ["# 示例县是虚构的；清单内容为示范数据，法律法规为真实名称。"]
    for number, department in enumerate(departments()):
        suffix, write = _FORMS.get(department.slug, ("txt", _as_text))
        name = f"{department.name}责任清单{MARK}.{suffix}"
        if suffix != "pdf" or shutil.which("soffice"):
            (DATA / name).write_bytes(write(department))
        entries.append(_entry(name, department, _DATES[number % len(_DATES)]))
    (DATA / "manifest.toml").write_text("\n\n".join(entries) + "\n", encoding="utf-8")


def _entry(name: str, department: Department, date: str) -> str:
    return f'["{name}"]\ntitle = "{department.name}责任清单{MARK}"\nregion = "示例市示例县"\ndate = {date}'


if __name__ == "__main__":
    main()
