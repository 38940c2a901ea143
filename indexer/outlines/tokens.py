"""Lines of a page without tables → tokens: what each line is by itself, before its place among the others counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from indexer.lists.agency_cells import agencies_in, parted_by_names
from indexer.lists.parts import Line
from indexer.lists.tables import ListTable, UnknownTable
from indexer.model.blocks import Cell, Row
from indexer.vocabulary.shares import Share, agency_heading, is_agency, is_named, leads_named, opens_share, shares_in
from indexer.vocabulary.titles import PageTitle, is_generic, matter_of_lead, page_title
from records.records import Boundary
from tokenizer.number_marks import leading_mark
from tokenizer.wording import END_MARKS, is_note, join_label, squeeze, tidy

_LONGEST_TITLE = 70
_LONGEST_FURNITURE = 90
# 职责 · 分工
_SPLITS = re.compile(r"职责|责任|分工")
# ● 养犬管理 · ## 养犬管理 · **养犬管理**
_DECORATION = re.compile(r"^(?:[-—*•●◆■▪○➤►◇□☆★✦]+|#{1,6}|>+)\s*|\*\*|__|^\|\s*|\s*\|$")
# 【养犬管理】
_BOXED = re.compile(r"^【(?P<inner>[^】]*(?:管理|监管|治理|防治|分工|边界|安全)[^】]*)】$")
_LOCAL_MARKS = (
    ("article", re.compile(r"第\s*(?P<n>[〇零一二三四五六七八九十百0-9０-９]+)\s*条(?:之[一二三四五])?[、：:\s]*")),
    ("decimal", re.compile(r"[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2}){1,3}[、.．\s]*(?=[\u4e00-\u9fff])(?P<n>)")),
    ("half", re.compile(r"(?P<n>[0-9０-９]{1,2})\s*[)）][、.．]?\s*")),
)
_BRACKETED = r"[【\[〔（(]?{}[】\]〕）)]?"
# 依据：《养犬管理办法》 · 【法律依据】《养犬管理办法》
_BASIS = re.compile(
    _BRACKETED.format(
        r"(?:相关|有关|法律|法定|政策|主要|职责|设定|执法|监管|制定|划分|分工)*(?:法律法规|法律、法规|法规|文件|政策)*(?:及|和|、)?"
        r"(?:法规|文件|政策|规定)?依据"
    )
    + r"\s*(?:[：:]\s*|$|(?<=[】\]〕])\s*|\s(?=[《1１]))(?P<text>.*)"
)
# 典型案例：某小区 · 【案例一】
_CASE = re.compile(
    _BRACKETED.format(
        r"(?:相关|典型|有关|具体|实际|工作)*(?:案例|示例|事例|实例|举例|例子|例如|例)(?:说明|分析|情形)?[一二三四0-9]*"
    )
    + r"\s*(?:[：:]\s*|$|(?<=[】\]〕])\s*)(?P<text>.*)"
)
# 管理事项：养犬管理
_MATTER = re.compile(
    _BRACKETED.format(
        r"(?:管理|监管|边界|职责边界|职责|涉及|交叉|具体)?(?:事项|领域)(?:名称)?[一二三四五六七八九十0-9]*"
    )
    + r"(?:\s*[：:]\s*|\s+)(?P<text>\S.*)"
)
# 责任部门：县公安局
_WHO = re.compile(
    r"(?:涉及|相关|有关|责任|牵头|主管|配合|监管|行业主管)?(?:部门|单位)(?:名称)?\s*[：:]\s*(?P<text>\S.*)"
)
# 牵头部门：县公安局 配合部门：县城管局
_LEADS_LABEL = re.compile(r"(?:部门|单位)[：:]")
# 职责分工：负责犬只登记
_DUTY = re.compile(r"(?:主要|具体|监管|工作|部门)?(?:职责|责任)(?:分工|边界|内容|划分)?\s*[：:]\s*(?P<text>\S.*)")
# 来源：县政府网 · 上一篇 · - 3 -
_FURNITURE = re.compile(
    r"(?:信息|文章|内容|资料|稿件)?来\s*源|发布(?:日期|时间|机构|单位|人|部门)?|作\s*者|编\s*辑|责任编辑|浏览|点击|阅读|访问|字\s*[体号]|打\s*印|"
    r"关\s*闭|分\s*享|索\s*引\s*号|当前|您?(?:现在)?所?在?的?位置|首\s*页|[上下]一[篇条页]|文\s*号|发文|成文|主题|信息|组配|公开|有效性|"
    r"效力|名\s*称|标\s*题|日\s*期|时\s*间|扫一扫|二维码|版权|主办|承办|网站|登录|注册|无障碍|附件|抄送|（此件|\(此件|【|返回|"
    r"收藏|相关(?:链接|阅读|附件)|下载|关键词|生成日期|审核|采集|http|www|第\s*\d+\s*页|[\u4e00-\u9fff]{2,16}网站?$|-\s*\d+\s*-$|\d{4}\s*[-年/.．]|[A-Za-z]"
)
# 公开场所安全
_NOT_FURNITURE = re.compile(
    r"(?:公开|信息|网站|发布|主题|名称|时间|当前|下载)[\u4e00-\u9fff]{2,}(?:监管|管理|安全|治理|分工|边界|职责|公园)"
)
_LONGEST_TOPIC = 40
_LONGEST_STOPPED_TOPIC = 24  # characters in a numbered heading that ends with a full stop
_SAYS = re.compile(r"[\u4e00-\u9fff]{3}")  # what a share holds, and a number or a date does not
_SHORTEST_SHARE = 3
_MOST_PARTS = 50  # paragraphs run together in a line that are looked at
# 县公安局：负责登记。 县城管局：负责收容。
_RUN_TOGETHER = re.compile(r"(?<=[。；;])\s+")
_LOOK_AHEAD = 12  # lines in which structure is looked for
# 各乡镇人民政府，县直各单位：
_SALUTATION = re.compile(r"^各.*[：:]$|(?:各|有关|直属|驻)\S{0,6}单位[：:]$|各部门[：:]$")
# 根据有关规定
_LEADS = re.compile(r"根据|依据|依照|按照|为了?")


class Kind(Enum):
    """What a line is."""

    FURNITURE = auto()
    TITLE = auto()
    TOPIC = auto()
    AGENCY = auto()
    SHARES = auto()
    MATTER = auto()
    BASIS = auto()
    CASE = auto()
    LEADS = auto()
    WHO = auto()
    DUTY = auto()
    TABLE = auto()
    TEXT = auto()


_STRUCTURE = {Kind.SHARES, Kind.TABLE, Kind.MATTER, Kind.LEADS, Kind.WHO}


@dataclass(frozen=True, slots=True)
class Token:
    """One line, or one table, with what it was recognised as.

    `style` is how its number is written ("" where it has none), `value` that number, `text` what follows number and
    label, `printed` the whole line. A line may be a topic and hold the first shares under it.
    """

    kind: Kind
    line: Line
    printed: str
    text: str
    style: str = ""
    value: int = 0
    shares: tuple[Share, ...] = ()
    title: PageTitle | None = None
    table: ListTable | None = None
    used: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the document that the token stands for."""
        return self.used or (self.line,)


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that starts the basis or the case of a matter, with what follows its label."""

    is_basis: bool
    text: str


def remark_in(line: str) -> Remark | None:
    """The basis or case that a line starts (依据：…, 案例：…), or None."""
    flat, spaced = join_label(line), tidy(line)
    for is_basis, pattern in ((True, _BASIS), (False, _CASE)):
        if found := pattern.fullmatch(flat) or pattern.fullmatch(spaced):
            return Remark(is_basis, found["text"].strip())
    return None


def tokens_of(pieces: Sequence[Line | ListTable | UnknownTable]) -> list[Token]:
    """The tokens of a page, in printed order."""
    lines = list(_page_lines(pieces))
    out: list[Token] = []
    index = 0
    while index < len(lines):
        token = _joined_title(lines, index) or _token(lines[index])
        out.append(token)
        index += len(token.lines)
    return out


def _token(piece: Line | ListTable) -> Token:
    if isinstance(piece, ListTable):
        line = Line("", piece.place)
        kind = Kind.TABLE if piece.columns.kind == Boundary.kind else Kind.TEXT
        return Token(kind, line, "", "", table=piece)
    printed = _undecorated(piece.text)
    style, value, rest = numbered(printed)
    kind, text, shares, title = _classify(rest, style)
    return Token(kind, piece, printed, text, style, value, shares, title)


def _undecorated(text: str) -> str:
    """A line without bullets, Markdown and the bars of a table."""
    bare = _BOXED.sub(r"\g<inner>", _DECORATION.sub("", tidy(text)).strip())
    if "|" not in bare:
        return bare
    cells = [cell.strip() for cell in bare.split("|") if cell.strip()]
    if len(cells) == 3 and squeeze(cells[0]).isdecimal():
        cells = cells[1:]
    return ("：" if len(cells) == 2 else " ").join(cells)


def numbered(text: str) -> tuple[str, int, str]:
    """How a line is numbered ("" where it is not), its number, and what follows."""
    for style, pattern in _LOCAL_MARKS:
        if found := pattern.match(text):
            digits = squeeze(found["n"])
            depth = str(len(re.findall(r"[.．]", found.group().rstrip(".．、 ")))) if style == "decimal" else ""
            return style + depth, int(digits) if digits.isdigit() else 0, text[found.end() :]
    mark = leading_mark(text)
    if mark is None:
        return "", 0, text
    form = "circle" if "①" <= mark.printed <= "⑳" else "stop" if "⒈" <= mark.printed <= "⒛" else mark.form
    return f"{mark.script.value} {form}", mark.value, mark.rest


def _classify(text: str, style: str) -> tuple[Kind, str, tuple[Share, ...], PageTitle | None]:
    flat = join_label(text)
    if not flat or is_note(flat):
        return Kind.FURNITURE, flat, (), None
    if (remark := remark_in(text)) is not None:
        return (Kind.BASIS if remark.is_basis else Kind.CASE), remark.text, (), None
    if found := _MATTER.fullmatch(text):
        return Kind.MATTER, found["text"].strip(), (), None
    if len(_LEADS_LABEL.findall(flat)) > 1 and leads_named(flat):
        return Kind.LEADS, flat, (), None
    if (found := _WHO.fullmatch(flat)) and is_agency(found["text"]):
        return Kind.WHO, found["text"], (), None
    if not style and (title := _title_at_end(text)) is not None:
        return Kind.TITLE, flat, (), title
    if shares := shares_in(text):
        return Kind.SHARES, flat, shares, None
    if (found := _DUTY.fullmatch(flat)) is not None:
        shares = shares_in(found["text"])
        return (Kind.SHARES if shares else Kind.DUTY), found["text"], shares, None
    if run_in := _topic_with_shares(flat):
        return Kind.TOPIC, run_in[0], run_in[1], None
    if not style and (title := _title(flat)) is not None:
        return Kind.TITLE, flat, (), title
    if agency_heading(flat) is not None:
        return Kind.AGENCY, flat, (), None
    if _is_furniture(flat, style):
        return Kind.FURNITURE, flat, (), None
    return (Kind.TOPIC if _is_topic(flat, style) else Kind.TEXT), flat, (), None


def _title(flat: str) -> PageTitle | None:
    if len(flat) > _LONGEST_TITLE or flat.endswith(("：", ":", *END_MARKS)):
        return None
    return page_title(flat)


def _title_at_end(text: str) -> PageTitle | None:
    """The title that stands behind a signature and a date on the same line."""
    before, _, last = text.rpartition(" ")
    title = _title(last) if re.search(r"\d{4}年\d{1,2}月\d{1,2}日", before) else None
    return title if title is not None and title.splits else None


def _joined_title(pieces: Sequence[Line | ListTable], index: int) -> Token | None:
    """A title over two lines, where only both together name the matter."""
    pair = pieces[index : index + 2]
    if len(pair) < 2:
        return None
    first, second = pair
    if isinstance(first, ListTable) or isinstance(second, ListTable):
        return None
    if not _SPLITS.search(first.text[-_LONGEST_TITLE:] + second.text[:_LONGEST_TITLE]):
        return None
    upper, lower = _undecorated(first.text), _undecorated(second.text)
    if len(upper) + len(lower) > _LONGEST_TITLE or numbered(upper)[0] or not _is_topic(upper, ""):
        return None
    alone, joined = _title(join_label(lower)), _title(join_label(upper + lower))
    whole = joined is not None and joined.matter and (alone is None or not alone.matter)
    if not whole or _is_furniture(upper, "") or _title(join_label(upper)) is not None or agency_heading(upper):
        return None
    text = join_label(upper + lower)
    return Token(Kind.TITLE, first, text, text, title=joined, used=(first, second))


def _topic_with_shares(flat: str) -> tuple[str, tuple[Share, ...]] | None:
    """A heading with the first shares on the same line: 养犬管理：公安局负责…；城管局负责…"""
    found = re.match(r"(?P<topic>[^。；;：:，,《]{2,40})[。：:]\s*(?P<rest>.+)", flat)
    if found is None or is_agency(found["topic"]) or _is_furniture(found["topic"], ""):
        return None
    shares = shares_in(found["rest"])
    return (found["topic"], shares) if shares and (len(shares) > 1 or shares[0].plain) else None


def _is_furniture(flat: str, style: str) -> bool:
    if len(flat) > _LONGEST_FURNITURE or style or flat.endswith(tuple(END_MARKS)):
        return False
    if not re.search(r"[\u4e00-\u9fff]", flat):
        return True
    return _FURNITURE.match(flat) is not None and _NOT_FURNITURE.match(flat) is None


# -- pieces → lines that say one thing each ----------------------------------------------------------


def _page_lines(pieces: Sequence[Line | ListTable | UnknownTable]) -> Iterator[Line | ListTable]:
    """Lines and tables of shares; the rows of any other table become lines."""
    for piece in pieces:
        if isinstance(piece, UnknownTable):
            for row in piece.rows:
                yield from _row_lines(row)
        elif isinstance(piece, Line):
            yield from _paragraphs(piece)
        else:
            yield piece


def _paragraphs(line: Line) -> Iterator[Line]:
    """A line, or the paragraphs that a tool ran together in it, each with an agency before a colon."""
    parts = _RUN_TOGETHER.split(tidy(line.text))
    if len(parts) == 1:
        yield line
        return
    headed = sum(any(share.form == "colon" for share in shares_in(part)) for part in parts[:_MOST_PARTS])
    if headed < 2:
        yield line
    else:
        yield from (Line(part, line.place) for part in parts)


def _row_lines(row: Row) -> Iterator[Line]:
    """The row of a table without usual columns, as the lines that would say the same."""
    cells = [cell for cell in row.cells if cell.text.strip()]
    if len(cells) > 2 and squeeze(cells[0].text).isdigit():
        cells = cells[1:]
    texts = [_cell_text(cell) for cell in cells]
    if any(parted_by_names(cell.text, {}) for cell in cells):
        yield from (Line(line, cell.place) for cell in cells for line in cell.text.split("\n") if line.strip())
        return
    if len(texts) == 2 and len(texts[0]) <= _LONGEST_TOPIC:
        yield Line("：".join(texts), row.place)
        return
    paired = False
    for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        after = texts[index + 1] if index + 1 < len(texts) else ""
        if paired:
            paired = False
        elif is_agency(text) and len(after) > _SHORTEST_SHARE and _SAYS.search(after) and not is_agency(after):
            paired = True
            yield Line(f"{text}：{after}", cell.place)
        elif index == 0 and len(texts) > 2 and _is_topic(text, ""):
            yield Line(f"管理事项：{text}", cell.place)
        else:
            yield from (Line(line, cell.place) for line in cell.text.split("\n") if line.strip())


def _cell_text(cell: Cell) -> str:
    """A cell as one line; several names in it stay apart."""
    names = agencies_in(cell.text)
    return "、".join(names) if len(names) > 1 and all(map(is_named, names)) else join_label(cell.text)


def _is_topic(flat: str, style: str) -> bool:
    """Whether a line can be a heading by its looks; `style` is how it is numbered."""
    if re.search(r"(?:如下|以下\S{0,8}|下列\S{0,8}|通知)[：:]$", flat) and not (style and matter_of_lead(flat)):
        return False
    bare = flat.rstrip("：: ")
    if style and len(bare) <= _LONGEST_STOPPED_TOPIC and not re.search("[，,]", bare):
        bare = bare.rstrip("。")
    return (
        2 <= len(bare) <= _LONGEST_TOPIC
        and not re.search(r"[。；;：:！!？?|]", bare)
        and not bare.endswith(("，", ",", "、"))
        and re.search(r"[\u4e00-\u9fff]{2}", bare) is not None
    )


# -- a look at those that come next ------------------------------------------------------------------


class Cursor:
    """The tokens of a page in order; knows where it is."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        for at, token in enumerate(self._tokens):
            self._at = at
            yield token

    def structure_follows(self) -> bool:
        """Whether the next line that counts holds shares, or leads to them."""
        for token in self._tokens[self._at + 1 : self._at + 1 + _LOOK_AHEAD]:
            if token.kind in _STRUCTURE or (token.kind is Kind.AGENCY and not is_salutation(token.text)):
                return True
            leads = token.kind is Kind.TOPIC and (is_generic(token.text) or bool(token.shares))
            if not leads and token.kind is not Kind.FURNITURE:
                return False
        return False

    def share_follows(self) -> bool:
        """Whether the next line that counts reads as an agency's share."""
        for token in self._tokens[self._at + 1 : self._at + 4]:
            if token.kind is not Kind.FURNITURE:
                reads = opens_share(token.text) and not _LEADS.match(token.text)
                return token.kind is Kind.DUTY or (token.kind in (Kind.TEXT, Kind.TOPIC) and reads)
        return False


def is_salutation(text: str) -> bool:
    """Whether a line addresses those who get a notice: 各乡镇人民政府，县直各单位："""
    return _SALUTATION.search(text) is not None
