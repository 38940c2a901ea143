"""Write the sample county's lists into `data/`, each department in a form in which lists really come."""

from __future__ import annotations

from pathlib import Path

from tests.sample.county import Department, departments
from tests.sample.html_page import html_page
from tests.sample.text_dump import text_dump

DATA = Path(__file__).resolve().parent.parent.parent / "data"
MARK = "（示范数据）"
_AS_PAGES: set[str] = set()
_DATES = ("2025-03-18", "2025-04-02", "2025-04-27", "2025-05-15", "2025-06-09")


def main() -> None:
    """Write every list and the manifest."""
    entries: list[str] = ["# 示例县是虚构的；清单内容为示范数据，法律法规为真实名称。"]
    for number, department in enumerate(departments()):
        name, data = _file(department)
        (DATA / name).write_bytes(data)
        entries.append(_entry(name, department, _DATES[number % len(_DATES)]))
    (DATA / "manifest.toml").write_text("\n\n".join(entries) + "\n", encoding="utf-8")


def _file(department: Department) -> tuple[str, bytes]:
    stem = f"{department.name}责任清单{MARK}"
    if department.slug in _AS_PAGES:
        return f"{stem}.html", html_page(department).encode("utf-8")
    return f"{stem}.txt", text_dump(department).encode("utf-8")


def _entry(name: str, department: Department, date: str) -> str:
    return f'["{name}"]\ntitle = "{department.name}责任清单{MARK}"\nregion = "示例市示例县"\ndate = {date}'


if __name__ == "__main__":
    main()
