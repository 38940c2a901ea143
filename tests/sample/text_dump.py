"""A department's list as a converter prints it from Word: tab-led cells, rows apart by blank lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.county import NUMERALS, Department


def text_dump(department: Department) -> str:
    """The list as text."""
    return "\n".join(_lines(department)) + "\n"


def _lines(department: Department) -> Iterator[str]:
    data = department.data
    yield from ("", department.title, "", "一、部门职责", "")
    yield from _table(["序号", "主要职责", "具体工作事项", "备注"], _duty_rows(data["duties"]))
    yield from ("二、与相关部门的职责边界", "")
    yield from _table(
        ["序号", "管理\n\n事项", "相关\n\n部门", "职责分工", "相关依据", "案例"], _matter_rows(data["boundaries"])
    )
    yield from ("三、事中事后监管制度", "")
    for numeral, regime in zip(NUMERALS, data["supervision"], strict=False):
        yield from (f"（{numeral}）{regime['regime']}", "")
        if regime["lead"]:
            yield from (regime["lead"], "")
        for number, section in zip(NUMERALS, regime["sections"], strict=False):
            yield from (f"{number}、{section['heading']}", "")
            for line in section["text"].split("\n"):
                yield from (line, "")
    yield from ("四、公共服务事项", "")
    services = [
        [str(number), service["service"], service["content"], service["office"], service["phone"]]
        for number, service in enumerate(data["services"], start=1)
    ]
    yield from _table(["序号", "服务事项", "主要内容", "承办机构", "联系电话"], services)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in [head, *rows]:
        for cell in row:
            yield "\t" + cell
        yield ""
    yield ""


def _duty_rows(duties: Sequence[dict[str, object]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, duty in enumerate(duties, start=1):
        items = duty["rows"]
        assert isinstance(items, list)
        for index, row in enumerate(items):
            first = [str(number), str(duty["duty"])] if index == 0 else ["", ""]
            rows.append([*first, row["item"], row["note"]])
    return rows


def _matter_rows(matters: Sequence[dict[str, object]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, matter in enumerate(matters, start=1):
        parties = matter["parties"]
        assert isinstance(parties, list)
        for index, party in enumerate(parties):
            before = [str(number), str(matter["matter"])] if index == 0 else ["", ""]
            behind = [str(matter["basis"]), str(matter["case"])] if index == 0 else ["", ""]
            rows.append([*before, party["agency"], party["role"], *behind])
    return rows
