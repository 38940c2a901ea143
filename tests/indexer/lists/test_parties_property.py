"""Whatever a table's labels, bands, merged cells and columns are: no agency has a role that stood in another's cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Cell, Paragraph, Place, Row, Table
from indexer.model.document import Document
from indexer.parse_document import parse_document
from records.records import Boundary

HERE = Place(line=1)
AGENCIES = (
    "县公安局",
    "县水利局",
    "县农业农村局",
    "市生态环境局示例分局",
    "县消防救援大队",
    "县市场监督管理局",
    "县气象局",
)
TITLES = ("示例县部门职责边界清单", "示例县柳河镇配合履职事项清单", "示例县职责分工表", "示例县监管事项清单", "说明")
SEQ = ("序号", "编号", "")
MATTER = ("事项名称", "管理事项", "具体事项", "工作", "名称")
PAIRS = (
    (("责任部门", "职责分工"),),
    (("牵头部门", "牵头部门职责"), ("配合部门", "配合部门职责")),
    (("对应上级部门", "上级部门职责"),),
    (("审批部门", "审批职责"), ("监管部门", "监管职责")),
    (("涉及单位", "内容"),),
    (("主管部门", "职责"), ("协助单位", "配合职责")),
)
OTHER = ("备注", "依据", "案例", "领域", "联系电话", "完成时限", "数量")


@dataclass
class _Printed:
    """A table, and for each agency's name the roles that stand beside or below it."""

    table: Table
    roles: dict[str, set[str]] = field(default_factory=dict)


@st.composite
def printed(draw: st.DrawFn) -> _Printed:
    pairs = draw(st.sampled_from(PAIRS))
    labels = [draw(st.sampled_from(SEQ)), draw(st.sampled_from(MATTER)), *(label for pair in pairs for label in pair)]
    others = draw(st.lists(st.sampled_from(OTHER), max_size=2, unique=True))
    width = len(labels) + len(others)
    out = _Printed(Table((), HERE))
    rows = [Row(tuple(Cell(label, HERE) for label in (*labels, *others)), HERE)]
    count = 0
    for matter in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            rows.append(
                Row(
                    (
                        Cell(
                            draw(st.sampled_from(("一、经济发展（2项）", "生态环保领域", "县民政局"))),
                            HERE,
                            colspan=width,
                        ),
                    ),
                    HERE,
                )
            )
        height = draw(st.integers(1, 3))
        merged = draw(st.booleans())
        for line in range(height):
            cells = []
            if line == 0:
                span = height if merged else 1
                cells += [Cell(str(matter + 1), HERE, rowspan=span), Cell(f"第{matter}件事管理", HERE, rowspan=span)]
            elif not merged:
                cells += [Cell("", HERE), Cell("", HERE)]
            for _ in pairs:
                count += 1
                names = draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True))
                cells += _shares(draw, names, count, out)
            cells += [
                Cell(draw(st.sampled_from(("", "《水法》第七条", "12", "0000-6220118", "试行"))), HERE) for _ in others
            ]
            rows.append(Row(tuple(cells), HERE))
    out.table = Table(tuple(rows), HERE)
    return out


def _shares(draw: st.DrawFn, names: list[str], count: int, out: _Printed) -> list[Cell]:
    """The cells of agencies and of what they do: one text for all, or each its own below its name."""
    between = draw(st.sampled_from(("\n", "、", " ", "")))
    if draw(st.booleans()):
        texts = [f"负责第{count}之{at}件的事。" for at, _ in enumerate(names)]
        role = "\n".join(f"{name}：{text}" for name, text in zip(names, texts, strict=True))
        for name, text in zip(names, texts, strict=True):
            out.roles.setdefault(name, set()).add(text)
    else:
        role = f"承担第{count}件的事。"
        for name in names:
            out.roles.setdefault(name, set()).add(role)
    return [Cell(between.join(names), HERE), Cell(role, HERE)]


@settings(max_examples=150, deadline=None)
@given(printed(), st.sampled_from(TITLES))
def test_no_role_of_another_agencys_cell(page: _Printed, title: str) -> None:
    parsed = parse_document(Document("x", (Paragraph(title, HERE), page.table)))
    for record in parsed.records:
        if not isinstance(record, Boundary):
            continue
        for party in record.parties:
            said = [role for role in set().union(*page.roles.values()) if role in party.role]
            for name in AGENCIES:
                if name in party.agency:
                    theirs = page.roles.get(name, set())
                    others = [role for role in said if role not in theirs]
                    assert not others, (party, others)
