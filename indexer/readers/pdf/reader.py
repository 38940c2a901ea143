"""PDF bytes → blocks, and what could not be read, page by page."""

from __future__ import annotations

import re

from indexer.limits import memory_for
from indexer.model.blocks import Place
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.pdf.layout import to_blocks
from indexer.readers.pdf.page import BrokenPage, Page, read_pages
from indexer.readers.pdf.plan import PagePlan, plan_page
from indexer.readers.pdf.recognised import NEEDS_OCR, ReadPage, Recogniser, recognised_lines

_HEADER = 1024  # bytes in which the header stands
_MEMORY = 900 * 1024 * 1024  # bytes; the library may crash the process beyond, which costs this file alone
_PICTURE_PAGE = 0.5  # of a page covered by pictures: a scan
_STRAY_TEXT = 20  # characters that a scan may carry (a stamp, a page number) and still be a scan
_OUTLINED = 100  # curved shapes on a page that prints its text as drawings
_LOST = 200  # one glyph without a character among so many is worth a report
_END_MARK = b"%%EOF"
_TAIL = 2048
_SHOWN_PAGES = 5


def is_pdf(data: bytes) -> bool:
    """Whether `data` is a PDF by its header, which may stand behind some bytes of another program."""
    return re.search(rb"%PDF-\d", data[:_HEADER]) is not None


def read_pdf(data: bytes, name: str, recogniser: Recogniser | None = None) -> Document:
    """The blocks of a PDF; each place is a page.

    Pages without text are given to the recogniser, and reported as problems where there is none. Raises
    UnreadableFileError where no page has text, and for a file that is encrypted or damaged. A hostile file may
    crash the process or keep it busy for ever: files that are not known are read in a process of the worker pool.
    """
    with memory_for(_MEMORY):
        return _read(data, name, recogniser)


def _read(data: bytes, name: str, recogniser: Recogniser | None) -> Document:
    plans: list[PagePlan] = []
    problems: list[tuple[int, str]] = []
    scanned: list[int] = []
    read: list[ReadPage] = []
    for page in read_pages(data):
        if isinstance(page, BrokenPage):
            problems.append((page.number, "这一页已损坏，无法读取"))
            continue
        plan = plan_page(page)
        reason = _lacks_text(page, plan)
        is_covered = page.picture_share >= _PICTURE_PAGE and not plan.pieces
        if recogniser is not None and (reason or is_covered):
            found = recogniser.read_page(data, page.number, page.width)
            if isinstance(found, ReadPage):
                read.append(found)
                plans.append(plan_page(found.page))
                continue
            problems.append((page.number, found))
        if reason:
            if recogniser is None:
                problems.append((page.number, f"{reason}，{NEEDS_OCR}"))
            scanned.append(page.number)
            continue
        if page.unmapped * _LOST > plan.text_length:
            problems.append((page.number, f"这一页有 {page.unmapped} 个字没有可用的编码，文字可能缺漏"))
        if is_covered:
            problems.append((page.number, "这一页是图片加识别文字，图片里的表格线读不出来，表格可能无法还原"))
        plans.append(plan)
    waiting = recogniser.names if recogniser else ()
    if not waiting and not any(plan.text_length for plan in plans):
        raise UnreadableFileError(_no_text(scanned, problems))
    blocks, doubtful = to_blocks(plans)
    doubtful += (plan.number for plan in plans if plan.runs_together)
    problems += [(page, "这一页的表格缺少框线，行列无法可靠还原，按文字读取") for page in set(doubtful)]
    if plans and _END_MARK not in data[-_TAIL:]:
        problems.append((plans[-1].number, "PDF 文件末尾不完整，这一页之后可能缺页或缺字"))
    told = [Problem(name, Place(page=page), ProblemKind.UNREADABLE_PAGE, message) for page, message in sorted(problems)]
    told += (doubt for page in read for doubt in page.doubts(name))
    lines = tuple(recognised_lines(read, doubtful))
    return Document(name, tuple(blocks), tuple(told), recognised=lines, waiting=waiting)


def _lacks_text(page: Page, plan: PagePlan) -> str | None:
    """Why a page that is not blank gives no text, if so."""
    if page.unmapped > plan.text_length:
        return "这一页的文字没有可用的编码"
    if plan.text_length <= _STRAY_TEXT and page.picture_share >= _PICTURE_PAGE:
        return "这一页是扫描图片，没有文字层"
    if plan.text_length <= _STRAY_TEXT and page.curves >= _OUTLINED:
        return "这一页的文字是用线条画成的，没有文字层"
    return None


def _no_text(scanned: list[int], problems: list[tuple[int, str]]) -> str:
    if scanned:
        pages = "、".join(map(str, scanned[:_SHOWN_PAGES]))
        more = f" 等 {len(scanned)} 页" if len(scanned) > _SHOWN_PAGES else " 页"
        return f"PDF 第 {pages}{more}是扫描图片或没有可用的文字，{NEEDS_OCR}"
    return "PDF 文件已损坏，没有一页可以读取" if problems else "PDF 文件里没有文字"
