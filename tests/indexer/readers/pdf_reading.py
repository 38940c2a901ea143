"""PDF pages made in a test and read."""

from __future__ import annotations

from indexer.model.blocks import Block, Table
from indexer.readers.pdf import read_pdf
from tests.indexer.readers.pdf_groups import Group
from tests.indexer.readers.pdf_writer import PdfPage, pdf_file

ROLE = "负责烟花爆竹经营环节的安全监管，核发零售许可证，查处无证经营和超量储存的行为，指导零售店落实消防要求。"
BASIS = "1、《烟花爆竹安全管理条例》第三条、第四条；\n2、《中华人民共和国安全生产法》。"
GROUPS = (
    Group("烟花爆竹监管", (("县应急局", ROLE), ("县公安局", ROLE[:21] + "。"), ("镇政府", ROLE)), BASIS),
    Group("养犬", (("县公安局", "办理犬只登记。"),), "《中华人民共和国动物防疫法》"),
    Group("校车安全管理", (("县教育局", ROLE), ("县交警大队", "核定线路。")), BASIS),
)
PROSE = (
    "取得烟花爆竹道路运输许可的企业和承运车辆、驾驶员、押运员，以及被举报有无证运输行为的单位和个人，"
    "由县公安局会同县交通运输局按照年度计划抽取并检查，结果在十个工作日内公开。"
)


def blocks(*pages: PdfPage) -> tuple[Block, ...]:
    return read_pdf(pdf_file(*pages), "pages.pdf").blocks


def texts(*pages: PdfPage) -> list[str]:
    return [block.text for block in blocks(*pages) if not isinstance(block, Table)]


def only_table(*pages: PdfPage) -> Table:
    (table,) = (block for block in blocks(*pages) if isinstance(block, Table))
    return table


def cells(table: Table) -> list[list[tuple[str, int]]]:
    return [[(cell.text, cell.rowspan) for cell in row.cells] for row in table.rows]


def prose(page: PdfPage, top: float, *paragraphs: str) -> None:
    """Paragraphs of 28 characters a line, their first lines indented by two."""
    y = top
    for paragraph in paragraphs:
        page.text(111, y, paragraph[:26], 16)
        for at in range(26, len(paragraph), 28):
            y += 28
            page.text(79, y, paragraph[at : at + 28], 16)
        y += 28
