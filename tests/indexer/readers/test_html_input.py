"""Web pages as they arrive: in any encoding, cut off, damaged, or made to do harm."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Paragraph, Table
from indexer.model.problems import UnreadableFileError
from indexer.parse_document import parse_document
from indexer.readers.html.reader import looks_like_html, read_html
from indexer.readers.html.tree import Page
from tests.indexer.readers.html_tools import DUTY_TABLE, LONG, WRITERS, texts
from tests.sample.county import departments
from tests.support.work import grows_with_length

# -- encodings ---------------------------------------------------------------------------------------

TRADITIONAL = "本縣對河道採砂實行許可管理，由縣水利局會同有關部門編製採砂規劃並且公布。"


@pytest.mark.parametrize(
    "declared", [None, "utf-8", "gb2312", "gbk", "gb18030", "big5", "iso-8859-1", "windows-1252", "no-such", "utf-16"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_bytes_decide_the_encoding(encoding: str, declared: str | None) -> None:
    meta = f"<meta charset={declared}>" if declared else ""
    page = f"<html><head>{meta}</head><body><p>{LONG}</p>{DUTY_TABLE}</body></html>".encode(encoding)
    assert looks_like_html(page)
    assert [text[:8] for text in texts(page)] == [LONG[:8], "序号|主要职责|"]


@pytest.mark.parametrize("declared", ["", "<meta charset=gb2312>", "<meta charset=big5>", "<meta charset=utf-8>"])
def test_big5_is_told_from_gbk(declared: str) -> None:
    assert texts(f"<html>{declared}<p>{TRADITIONAL}".encode("big5")) == [TRADITIONAL]


@given(st.text("县水利局负责河道采砂监管许可和行政处罚工作，依法查处。", min_size=4, max_size=60))
def test_short_gbk_pages_are_read(text: str) -> None:
    assert texts(f"<p>{text}</p>".encode("gbk")) == [text]


def test_rare_characters_of_gb18030() -> None:
    text = "㙟䶮镕𠮷村河道管理，由县水利局负责"
    assert texts(f"<html><meta charset=gb2312><p>{text}".encode("gb18030")) == [text]


def test_a_utf8_page_with_one_broken_character_is_still_utf8() -> None:
    page = b"<html><meta name=description content='" + "县".encode()[:2] + f"'><p>{LONG}</p>".encode()
    assert texts(page) == [LONG]
    assert read_html(page, "x").problems == ()


def test_broken_characters_in_the_text_are_reported_with_their_place() -> None:
    page = f"<p>{LONG}</p>\n<p>县水利局".encode() + "负".encode()[:2] + "责河道管理</p>".encode()
    document = read_html(page, "x")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        LONG,
        "县水利局\ufffd责河道管理",
    ]
    assert [problem.place.line for problem in document.problems] == [2]


def test_entities_and_nul_bytes() -> None:
    assert texts(b"<p>&#21439;&#x6C34;\0&#21033;&#23616;&amp;&lt;&#0;&#xD800;&#x110000;&notanentity;</p>")[
        0
    ].startswith("县水利局&<")


def test_references_to_characters_that_no_text_has() -> None:
    assert texts("<p>县&#8;水&#31;利&#xFFFE;局</p><pre>&#27;甲<br>&#2;乙</pre>") == ["县水利局", "甲", "乙"]


# -- what is a page, and what is none ----------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>x",
        b"\xef\xbb\xbf\r\n<!DOCTYPE html>",
        b"<!-- saved from url=(0022)http://example.cn/ -->\n<HTML xmlns:x='urn:x'>",
        b'<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html PUBLIC "x">',
        "<div>清单</div>".encode("gbk"),
        "<table border=1><tr><td>甲".encode(),
        "清单<p>甲</p><p>乙</p><p>丙</p><p>丁</p><p>戊</p>".encode(),
        "<html><p>清单".encode("utf-16"),
    ],
)
def test_pages_are_known_by_their_tags(data: bytes) -> None:
    assert looks_like_html(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        "示例县水利局责任清单\n\n\t序号\n\t主要职责".encode(),
        "根据<水法>和<河道管理条例>，a<b，c>d".encode("gbk"),
        b'<?xml version="1.0"?><w:wordDocument><w:p>x</w:p><w:p/></w:wordDocument>',
        b'<?xml version="1.0"?><list><p>a</p><p>b</p><p>c</p><p>d</p><p>e</p></list>',
        b"%PDF-1.4",
        bytes(range(256)) * 20,
    ],
)
def test_other_files_are_no_pages(data: bytes) -> None:
    assert not looks_like_html(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "没有文字"),
        (b"<!-- -->", "没有内容"),
        (b"<html><script>load()</script><div id=app></div></html>", "脚本"),
        (b"<html><frameset><frame src=a.htm></frameset></html>", "另一个网页"),
        (b"<html><body><iframe src=a.htm></iframe>", "另一个网页"),
        (b"<html>" + bytes(range(0, 30)) * 90 + b"\0" * 999, "二进制"),
    ],
)
def test_a_page_without_text_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_html(data, "x")


# -- hostile pages -----------------------------------------------------------------------------------

HOSTILE: dict[str, tuple[int, Callable[[int], str]]] = {
    "divs": (100_000, lambda n: "<div>" * n + "甲"),
    "unclosed fonts": (100_000, lambda n: "<p>甲" + "<font>乙" * n),
    "tables in tables": (600, lambda n: "<table><tr><td>甲" * n),
    "a row of a million cells": (1_000_000, lambda n: "<table><tr>" + "<td>甲" * n),
    "cells that span everything": (
        50_000,
        lambda n: "<table border=1>" + "<tr><td rowspan=999999999 colspan=999999999>甲<td>乙" * n,
    ),
    "one tag with a million attributes": (1_000_000, lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">甲"),
    "attributes without blanks": (5_000_000, lambda n: "<p " + 'a="1"' * n + ">甲"),
    "quotes that never close": (500_000, lambda n: "<p title=\"<p title='" * n),
    "one long line": (2_000_000, lambda n: "<p>" + "河道采砂许可管理，" * n),
    "many lines": (50_000_000, lambda n: "<p>甲" + "\n" * n + "<p>乙"),
    "scripts that never close": (3_000_000, lambda n: "<script>" * n),
    "comments that never close": (6_000_000, lambda n: "<p>甲" + "<!--" * n),
    "as many cells as may be": (190_000, lambda n: "<table border=1>" + "<tr><td>甲<td>乙" * n),
    "as many paragraphs in cells as may be": (110_000, lambda n: "<table border=1>" + "<tr><td><p>甲<td><p>乙" * n),
    "hidden scraps": (150_000, lambda n: "<p>" + "<del>甲</del>乙" * n),
    "nested navs": (2_000, lambda n: ("<nav>" + LONG) * n),
    "nested lists": (900, lambda n: "<ol><li>甲" * n),
    "many styles": (200_000, lambda n: "<style>" + ".a{display:none}@media x{" * n + "</style><p>甲"),
    "a long pre": (300_000, lambda n: "<pre>" + "\t甲\n" * n),
}


# Reads a page from the standard input within the memory that a reader may use, and prints how it went.
READ_BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
from indexer.model.problems import UnreadableFileError
from indexer.readers.html.reader import read_html
try:
    print(len(read_html(sys.stdin.buffer.read(), "x").blocks) > 0)
except UnreadableFileError as error:
    print("网页" in str(error))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_bounded(name: str) -> None:
    size, make = HOSTILE[name]
    command = [sys.executable, "-c", READ_BOUNDED]
    done = subprocess.run(command, input=make(size).encode(), capture_output=True, check=False)
    assert (done.stdout.split(), done.stderr.decode()[-500:]) == ([b"True"], "")


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_page_takes_twice_the_work(name: str) -> None:
    make = HOSTILE[name][1]

    def read(size: int) -> None:
        with contextlib.suppress(UnreadableFileError):
            read_html(make(size).encode(), "x")

    assert grows_with_length(read, 300)


def test_attributes_that_no_tag_needs_are_left_out() -> None:
    many = " ".join(f"a{i}='>'\n" for i in range(5_000))
    page = Page(f"<table><tr>\n<td rowspan=2 {many}>甲<td>乙\n<p>丙")
    cell, other = page.root.iter("td")
    assert cell.get("rowspan") == "2"
    assert len(cell.attrib) <= 200  # libxml2 compares each attribute of a tag with all others
    assert (cell.text, page.place(other).line) == ("甲", 5_002)


def test_a_quotation_mark_encloses_a_value_only_behind_its_equals_sign() -> None:
    page = '<meta name=“a” content=“b"><p title=甲">' + '<p class="x">河道采砂' * 600
    assert len(read_html(page.encode(), "x").blocks) == 600


@pytest.mark.parametrize("make", WRITERS)
def test_pages_cut_off_anywhere(make: str) -> None:
    data = WRITERS[make](departments()[0])
    for end in range(1, len(data), 997):
        cut = data[:end]
        try:
            parse_document(read_html(cut, "x"))
        except UnreadableFileError:
            assert end < 6_000


TAGS = re.findall(r"\w+", "table tr td th p div span b ol ul li br h1 pre a font center script style nav del form")
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            "<td rowspan=2>",
            "<td colspan=0 rowspan=9>",
            "<a href=#>",
            "<p style='display:none'>",
            "<!--",
            "-->",
            "&#",
            "\0",
        ]
    ),
    st.sampled_from(["职责", "序号", "\n", " ", "&nbsp;", "一、", "<", ">", '"', "\ufffd", "\ud7ff"]),
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_markup_gives_blocks_or_a_reason(page: str) -> None:
    try:
        document = read_html(page.encode(), "x")
    except UnreadableFileError:
        return
    assert document.blocks
    for block in document.blocks:
        if isinstance(block, Table):
            assert block.rows
            for index, row in enumerate(block.rows):
                assert all(1 <= cell.rowspan <= len(block.rows) - index and cell.colspan >= 1 for cell in row.cells)
        else:
            assert block.text == block.text.strip() != ""
            assert "\n" not in block.text
    parse_document(document)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_blocks_or_a_reason(data: bytes) -> None:
    looks_like_html(data)
    try:
        assert read_html(data, "x").blocks
    except UnreadableFileError:
        return
