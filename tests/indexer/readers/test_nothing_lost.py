"""Whatever a file says stands in its blocks or in a problem: held against a reader that shares nothing with ours."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.model.blocks import Block, Table
from indexer.readers.sniff import read
from tests.indexer.readers.independent import pieces

_ROOT = Path(__file__).parents[3]
_SHARED = _ROOT.parent / "shared"
_FOLDERS = (_SHARED / "forms", _SHARED / "forms" / "copied", _SHARED / "wild", _SHARED / "faults", _ROOT / "data")
_SUFFIXES = {".docx", ".xlsx", ".html", ".pdf", ".csv", ".txt"}
_FILES = [p for f in _FOLDERS if f.is_dir() for p in sorted(f.iterdir()) if p.suffix in _SUFFIXES]
_LEAST = 0.995
_KNOWN = {("copied", "08_B_nongye.txt"), ("forms", "08_B_nongye.txt")}
# What belongs to the site and not to the page, and what is printed on every page: the only text that may be left out.
_FURNITURE = re.compile(
    r"(?:网站)?首页(?:\|政务公开|>.*)?|政务公开|当前位置：.*|\S{2,20}政府>政务公开>.*|(?:来源|发布时间|索引号)：.*|打印本页关闭窗口|主办：.*|"
    r"网站标识码：\d+|版权所有：.*|第\d+页|.*©.*"
)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


@pytest.mark.lists
@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_character_stands_in_a_block_or_a_problem(path: Path) -> None:
    if path.suffix == ".pdf" and shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    if (path.parent.name, path.name) in _KNOWN:
        pytest.xfail("labels of a head that copied text prints a line each")
    # Each piece once: the head of a table is printed again on every page.
    wanted = list(dict.fromkeys(piece for piece in pieces(path) if not _FURNITURE.fullmatch(piece)))
    document = read(path.read_bytes(), path.name)
    beside = [paragraph.text for paragraph in document.beside]
    told = [problem.message for problem in document.problems]
    found = "".join("".join([*_texts(document.blocks), *beside, *told]).split()).replace('"', "")
    lost = Counter("".join(wanted)) - Counter(found)
    if path.suffix == ".pdf":  # its page numbers are words like any other
        lost = Counter("".join(piece for piece in wanted if piece.replace("-", "") not in found.replace("-", "")))
    assert sum(lost.values()) <= (1 - _LEAST) * sum(map(len, wanted)), "".join(lost)
