"""A list whose cells try to be more than text: markup, formulas, characters that XML cannot hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILE = "恶意清单.txt"
MATTER = "恶意事项<script>window.hacked=1</script>"
SCRIPT = "<script>window.hacked=1</script>"
IMAGE = '"><img src=x onerror="window.hacked=1">'
FORMULA = '=HYPERLINK("http://evil.example","点我")'
CONTROL = "响铃\x07与\x0b竖表"
EVIL = (SCRIPT, IMAGE, FORMULA)

# A list says who does what only where cells read as agencies and as shares: the hostile texts stand behind such words.
_PARTIES = [
    ("县公安局（" + SCRIPT + "）", "负责" + IMAGE + FORMULA + CONTROL),
    ("县水利局", "负责@SUM(1+1)*cmd|' /C calc'!A0"),
    ("县民政局", "负责-2+3+cmd"),
]


def write_hostile_list(folder: Path) -> None:
    """Write the list."""
    matters = [
        ("1" if first else "", MATTER if first else "", agency, role, FORMULA if first else "", IMAGE if first else "")
        for first, (agency, role) in zip((True, False, False), _PARTIES, strict=True)
    ]
    matters.append(("2", FORMULA, "县公安局", "负责核查。", "", ""))
    parts = [
        "示例县公安局责任清单",
        "一、部门职责",
        _table(("序号", "主要职责", "具体工作事项", "备注"), [("1", IMAGE, FORMULA, SCRIPT)]),
        "二、与相关部门的职责边界",
        _table(("序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"), matters),
        "四、公共服务事项",
        _table(
            ("序号", "服务事项", "主要内容", "承办机构", "联系电话"),
            [("1", "恶意服务" + IMAGE, "+" + SCRIPT, FORMULA, "@1")],
        ),
    ]
    (folder / FILE).write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table as a text dump prints it: a line for each cell, behind a tab, and two blank lines at the end."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in (head, *rows)) + "\n"
