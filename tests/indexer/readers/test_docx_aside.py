"""What a Word document holds beside its text: page headers, notes, comments, pictures, forms, other documents."""

from __future__ import annotations

import pytest

from indexer.model.blocks import Block, Table
from indexer.model.problems import ProblemKind
from indexer.readers import sniff
from indexer.readers.word.reader import read_docx
from tests.indexer.readers.word_blocks import read
from tests.indexer.readers.word_markup import NAMESPACES, document, package, relations


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def flow(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if not isinstance(block, Table)]


def with_parts(body: str, **parts: tuple[str, str]) -> bytes:
    """A document with further parts: their names, each with its kind and content."""
    files = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*((kind, f"{name}.xml") for name, (kind, _) in parts.items())),
    }
    return package(files | {f"word/{name}.xml": content for name, (_, content) in parts.items()})


def margin(tag: str, *lines: str) -> str:
    return f"<w:{tag} {NAMESPACES}>{''.join(paragraph(run(line)) for line in lines)}</w:{tag}>"


def section(number: int, kind: str = "header") -> str:
    return f'<w:sectPr><w:{kind}Reference w:type="default" r:id="r{number}"/></w:sectPr>'


def test_a_title_in_the_page_header_says_whose_list_each_section_is() -> None:
    body = (
        paragraph(run("部门职责甲"))
        + f"<w:p><w:pPr>{section(0)}</w:pPr></w:p>"
        + paragraph(run("部门职责乙"))
        + section(1)
    )
    data = with_parts(
        body,
        header1=("header", margin("hdr", "示例县林业局责任清单", "第 1 页")),
        header2=("header", margin("hdr", "示例县商务局责任清单", "内部资料")),
    )
    found = read_docx(data, "x")
    assert flow(found.blocks) == [
        "示例县林业局责任清单",
        "部门职责甲",
        "示例县商务局责任清单",
        "部门职责乙",
    ]
    assert [paragraph.text for paragraph in found.beside] == ["内部资料"]


@pytest.mark.parametrize(("title", "is_read"), [("示例县商务局责任清单", False), ("有关事项", True)])
def test_an_agency_in_the_page_header_counts_where_the_text_names_none(title: str, is_read: bool) -> None:
    data = with_parts(paragraph(run(title)) + section(0), header1=("header", margin("hdr", "示例县林业局")))
    texts_found = flow(read_docx(data, "x").blocks)
    assert texts_found == ["示例县林业局"] * is_read + [title]


def test_notes_comments_and_hidden_text_can_be_found_and_are_no_part_of_the_text() -> None:
    body = paragraph(
        run("负责古树保护")
        + '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="0"/></w:r>'
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>旧的说法</w:t></w:r>"
    )
    data = with_parts(
        body,
        footnotes=(
            "footnotes",
            f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph(run("含名木"))}</w:footnote></w:footnotes>',
        ),
        comments=(
            "comments",
            f'<w:comments {NAMESPACES}><w:comment w:id="0">{paragraph(run("已核"))}</w:comment></w:comments>',
        ),
    )
    found = read_docx(data, "x")
    assert flow(found.blocks) == ["负责古树保护"]
    assert [(p.text, p.place.line) for p in found.beside] == [
        ("脚注：含名木", 1),
        ("批注：已核", 1),
        ("隐藏的文字：旧的说法", 1),
    ]


@pytest.mark.parametrize(("width", "is_told"), [(5_400_000, True), (900_000, False)])
def test_a_picture_that_may_hold_text_is_told_with_its_place(width: int, is_told: bool) -> None:
    drawing = (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{width}"/><a:blip/></wp:inline></w:drawing></w:r>'
    )
    problems = read_docx(document(paragraph(run("一、部门职责")) + paragraph(drawing)), "x").problems
    assert [(problem.kind, problem.place.line) for problem in problems] == [(ProblemKind.UNREAD, 2)] * is_told


def test_what_is_chosen_in_a_form_is_text() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="行政许可"/><w:listEntry w:val="行政检查"/></w:ddList></w:ffData></w:fldChar></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert flow(tuple(read(paragraph(run("类别：") + begin + end)))) == ["类别：行政检查"]


@pytest.mark.parametrize(
    "chunk", ["<html><body><p>县林业局：负责甲</p></body></html>".encode(), "县林业局：负责甲\n".encode("gb18030")]
)
def test_a_document_inside_a_document_is_read_in_its_place(chunk: bytes) -> None:
    body = paragraph(run("前")) + '<w:altChunk r:id="r0"/>' + paragraph(run("后"))
    data = package(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(("aFChunk", "chunk.htm")),
            "word/chunk.htm": chunk,
        }
    )
    found = sniff.read(data, "x")
    assert [(block.text, block.place.line) for block in found.blocks if not isinstance(block, Table)] == [
        ("前", 1),
        ("县林业局：负责甲", 2),
        ("后", 2),
    ]
    assert found.problems == ()
