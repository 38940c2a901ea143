"""Running text of a 事中事后监管 part → regimes with their sections.

Points, sections and regimes all carry numbers like （一） and 一、, so a number alone decides nothing. The
evidence is the order: sections of a regime count up from one, so a section numbered one opens a new regime,
and the regime's title stands above it, after the last point of the regime before.

What goes in, and what each line is taken for:

    （一）养犬监管              title    numbered, with nothing but text down to a section numbered one
    一、监督检查对象            section  numbered one, and named as sections are: opens the first regime
    养犬人。                    text
    二、监督检查程序            section  counts on from the one before
    （一）查验证件；            text     a point, since a sentence ends it or no section numbered one follows
    （二）记录结果。            text     a point, though numbered as the next regime is
    （二）旅馆业监管            title    the nearest number above the next section numbered one, and the next to come
    治安监管                    title    without a number, right below a title: of a part of it
    一、监督检查对象            section  numbered one again: opens the second regime
    旅馆。                      text
    消防监管                    title    ends like 治安监管, and so stands beside it
    一、监督检查对象            section
    旅馆的消防设施。            text

What comes out: 养犬监管 with two sections, 旅馆业监管/治安监管 and 旅馆业监管/消防监管 with one each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.lists.parts import Line
from records.records import Section
from tokenizer.number_marks import Mark, Script, leading_mark
from tokenizer.wording import ends_sentence, is_longer, is_open_ended, join_label, squeeze

_ASPECT = "对象|内容|方式|方法|形式|程序|措施|处理|指标|标准|规范|办法|流程|要求|主体|范围|频次|结果|机制|依据"
_ACT = "监督检查|监督指导|监督管理|监管检查|监督|监管|检查|指导|日常监管"
_SECTION_NAME = re.compile(
    rf"(?:有关|主要|具体)?[\u4e00-\u9fff]{{0,8}}(?:{_ASPECT})(?:[和及、与]?[\u4e00-\u9fff]{{0,4}}(?:{_ASPECT}))*"
)
_PLAIN_SECTION = re.compile(rf"(?:{_ACT})的?(?:{_ASPECT})(?:(?:[和及、与]|以及)?(?:{_ACT})?(?:{_ASPECT}))*")
_RUN_IN = re.compile(
    rf"(?P<head>(?:{_ACT})的?(?:{_ASPECT})(?:(?:[和及、与]|以及)?(?:{_ACT})?(?:{_ASPECT}))*)[：:]\s*(?P<text>.+)"
)
_TITLE_END = re.compile(
    r"(监管|监督|检查|管理|督查|督办|指导|稽查|稽核|查处|处理|工作|制度|办法|裁量权|规范|监测|审批|许可|备案|执法|活动|类|"
    r"整治|事项|建设|考核|评价|服务|稽察)(制度|工作|事项|活动)?(（[^）]*）)?"
)
_LONGEST_SECTION = 20
_LONGEST_TITLE = 70
_SHARED = 3  # first characters that a sub-title takes from the title above it
_SAME_ENDING = 2  # last characters that titles of one level share
_PREAMBLE = re.compile(r"为(?!民)|根据|按照|依据|依照|本制度|本办法")


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime as parsed: its numeral, its title with the titles above it joined by /, its sections.

    `headings` are the lines of its titles and section headings as printed; the first starts the regime.
    """

    numeral: str
    title: str
    sections: tuple[Section, ...]
    headings: tuple[Line, ...]

    @property
    def line(self) -> Line:
        """Where the regime starts."""
        return self.headings[0]


@dataclass(frozen=True, slots=True)
class _Head:
    """A section heading at a line: its name, its number (0 for none), and text printed behind it."""

    index: int
    name: str
    number: int
    form: str
    script: Script | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Title:
    """A regime's title: the lines [start, end) it fills and its level, 1 being the numbered one."""

    start: int
    end: int
    text: str
    numeral: str
    value: int
    level: int


def read_regimes(lines: Sequence[Line]) -> Iterator[Regime]:
    """The regimes of one supervision part, in printed order."""
    return _RegimeReader(list(lines)).run()


class _RegimeReader:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.marks: list[Mark | None] = [leading_mark(line.text) for line in lines]
        self.path: list[str] = []
        self.value = 0  # the number of the last numbered regime
        self.form: tuple[str, Script] | None = None  # how regimes are numbered here

    def run(self) -> Iterator[Regime]:
        groups = list(self._groups())
        floor = 0  # the first line that does not belong to the section before
        for position, heads in enumerate(groups):
            titles, text_end = self._titles(floor, heads[0])
            following = groups[position + 1][0] if position + 1 < len(groups) else None
            end = self._end(heads[-1].index + 1, following)
            first = max((i for i, title in enumerate(titles) if title.level == 1), default=0)
            for i in range(first):
                yield self._sectionless(titles[i], titles[i + 1].start)
            yield self._regime(titles[first:], heads, text_end, end)
            floor = end
        yield from self._tail(floor)

    # -- sections ------------------------------------------------------------------------------------

    def _groups(self) -> Iterator[list[_Head]]:
        """The section headings, one group for each regime: each group counts up from one."""
        group: list[_Head] = []
        for index in range(len(self.lines)):
            head = self._head(index)
            if head is None:
                continue
            if self._opens_group(head, group):
                if group:
                    yield group
                group = [head]
            elif group and self._continues(head, group):
                group.append(head)
        if group:
            yield group

    def _head(self, index: int) -> _Head | None:
        text, mark = self.lines[index].text, self.marks[index]
        printed = mark.rest if mark else text
        if mark is not None and (run_in := _RUN_IN.fullmatch(printed.strip())):
            return _Head(index, squeeze(run_in["head"]), mark.value, mark.form, mark.script, run_in["text"])
        if is_longer(printed, _LONGEST_SECTION):
            return None
        rest = squeeze(printed)
        if not rest or is_open_ended(rest.rstrip(":")):
            return None
        name = rest.rstrip(":")
        if mark is None:
            return _Head(index, name, 0, "", None) if _PLAIN_SECTION.fullmatch(name) else None
        return _Head(index, name, mark.value, mark.form, mark.script)

    def _opens_group(self, head: _Head, group: list[_Head]) -> bool:
        if head.number != 1 or not _SECTION_NAME.fullmatch(head.name):
            return False
        if head.form == "chapter" or (head.form == "stop" and head.script is Script.CHINESE):
            return True
        plain = _PLAIN_SECTION.fullmatch(head.name) is not None
        if head.form == "stop" and plain and (not group or group[0].script is Script.ARABIC):
            return True
        return (plain or head.form == "stop") and self._follows_title(head.index, group[-1].index if group else -1)

    def _follows_title(self, index: int, floor: int) -> bool:
        """Whether a numbered title stands above a heading, with no point and no other heading between."""
        between = range(floor + 1, index)
        titles = [i for i in between if self._is_numbered_title(i) or self._is_sub_title(i)]
        return bool(titles) and not any(self._is_point(i) for i in range(titles[-1] + 1, index))

    def _continues(self, head: _Head, group: list[_Head]) -> bool:
        first, last = group[0], max(part.number for part in group)
        plain = _PLAIN_SECTION.fullmatch(head.name) is not None
        if head.number == 0:
            return head.name not in {part.name for part in group}
        if head.form == first.form and head.script is first.script:
            if first.form == "bracket":
                return plain and head.number == last + 1
            if first.script is Script.ARABIC:
                return _SECTION_NAME.fullmatch(head.name) is not None and head.number == last + 1
            return head.number == last + 1 or (plain and head.number > last)
        return head.form == "stop" and head.number == last + 1 and plain

    # -- titles --------------------------------------------------------------------------------------

    def _is_point(self, index: int) -> bool:
        """Whether a line is a numbered point of a section rather than a title."""
        mark = self.marks[index]
        return mark is not None and not self._is_numbered_title(index) and not self._is_sub_title(index)

    def _is_numbered_title(self, index: int) -> bool:
        mark = self.marks[index]
        if mark is None or not mark.rest or len(mark.rest) > _LONGEST_TITLE or ends_sentence(mark.rest):
            return False
        return mark.form != "chapter" and not (mark.form == "stop" and mark.script is Script.CHINESE)

    def _is_sub_title(self, index: int) -> bool:
        """Whether a line is a title numbered 一、 above sections numbered （一）."""
        mark = self.marks[index]
        if mark is None or not mark.rest or len(mark.rest) > _LONGEST_TITLE or is_open_ended(mark.rest):
            return False
        is_stop = mark.form == "stop" and mark.script is Script.CHINESE
        return is_stop and not _PLAIN_SECTION.fullmatch(squeeze(mark.rest))

    def _is_bare_title(self, index: int, before_section: bool) -> bool:
        text = self.lines[index].text
        if self.marks[index] is not None or len(text) > _LONGEST_TITLE or ends_sentence(text):
            return False
        if _PREAMBLE.match(text):
            return False
        return not is_open_ended(text) or (before_section and text.endswith(("：", ":")))

    def _titles(self, floor: int, head: _Head) -> tuple[list[_Title], int]:
        """The titles between `floor` and a first section, and where the text below them starts."""
        sub = self._sub_title(floor, head)
        end = head.index if sub is None else sub.start
        numbered = self._numbered(floor, end)
        titles = [self._numbered_title(i, end if i == numbered[-1] else i + 1) for i in numbered]
        if sub is not None:
            return [*titles, sub], sub.end
        after = titles[-1].end if titles else end
        bare = self._bare_run(after if titles else floor, end)
        if titles and bare and bare[0] != after:
            bare = []
        titles += [_Title(index, index + 1, self._clean(index), "", 0, 0) for index in bare]
        return titles, titles[-1].end if titles else end

    def _sub_title(self, floor: int, head: _Head) -> _Title | None:
        """The title numbered 一、 right above a first section numbered （一）."""
        if head.form != "bracket":
            return None
        index = next((i for i in range(head.index - 1, floor - 1, -1) if self.marks[i] is not None), None)
        if index is None or not self._is_sub_title(index):
            return None
        mark = self.marks[index]
        assert mark is not None
        return _Title(index, index + 1, join_label(mark.rest), mark.printed, mark.value, 2)

    def _numbered(self, floor: int, end: int) -> list[int]:
        """Lines that are numbered titles: the nearest one with nothing but text below it, and those that
        the numbering says come before it.
        """
        candidates = [i for i in range(floor, end) if self._is_numbered_title(i)]
        while candidates and any(self._is_point(i) for i in range(candidates[-1] + 1, end)):
            candidates.pop()
        if not candidates:
            return []
        chosen = candidates[-1]
        mark = self.marks[chosen]
        assert mark is not None
        if self.form is not None and mark.value != self.value + 1 and self._is_counted(candidates):
            return []
        earlier = [i for i in candidates[:-1] if self._fits_before(i, mark)]
        return [*earlier, chosen]

    def _is_counted(self, candidates: list[int]) -> bool:
        """Whether the nearest candidate goes on counting the points above it, and so is one of them."""
        chosen = self.marks[candidates[-1]]
        before = next((self.marks[i] for i in range(candidates[-1] - 1, -1, -1) if self.marks[i] is not None), None)
        return (
            chosen is not None and before is not None and (before.form, before.value + 1) == (chosen.form, chosen.value)
        )

    def _fits_before(self, index: int, chosen: Mark) -> bool:
        mark = self.marks[index]
        return (
            mark is not None
            and (mark.form, mark.script) == (chosen.form, chosen.script)
            and self.value + 1 == mark.value < chosen.value
        )

    def _bare_run(self, floor: int, end: int) -> list[int]:
        """The unnumbered titles that stand between the last point and the first section."""
        start = end
        while start > floor and self.marks[start - 1] is None:
            start -= 1
        found = [i for i in range(start, end) if self._is_bare_title(i, before_section=i == end - 1)]
        ended = [
            i for i in found if _TITLE_END.fullmatch(self._clean(i)[-6:]) or _TITLE_END.search(self._clean(i)[-4:])
        ]
        found = ended or found[-1:]
        run = found[:1]
        for index in found[1:]:
            if index == run[-1] + 1:
                run.append(index)
        return run

    def _numbered_title(self, index: int, end: int) -> _Title:
        """The numbered title at a line, with the lines that continue it."""
        mark = self.marks[index]
        assert mark is not None
        text, stop = mark.rest, index + 1
        while stop < end and self._continues_title(text, stop):
            text += self.lines[stop].text
            stop += 1
        self.value, self.form = mark.value, (mark.form, mark.script)
        return _Title(index, stop, join_label(text).rstrip("：:"), mark.printed, mark.value, 1)

    def _continues_title(self, text: str, index: int) -> bool:
        line = self.lines[index].text
        if self.marks[index] is not None or ends_sentence(line) or len(line) > _LONGEST_TITLE:
            return False
        if text.rstrip().endswith(("、", "，", ",", "和", "及", "与", "的")):
            return True
        return not is_open_ended(line) and not _TITLE_END.search(text[-4:]) and not _opens_like_part_of(text, line)

    def _clean(self, index: int) -> str:
        return join_label(self.lines[index].text).rstrip("：:")

    # -- regimes -------------------------------------------------------------------------------------

    def _end(self, start: int, following: _Head | None) -> int:
        """Where a last section's text ends: at the titles of the next regime, or at the part's end."""
        if following is None:
            return next(
                (i for i in range(start, len(self.lines)) if self._starts_bare_regime(i, start)), len(self.lines)
            )
        value, form = self.value, self.form
        titles, _ = self._titles(start, following)
        self.value, self.form = value, form
        return titles[0].start if titles else following.index

    def _starts_bare_regime(self, index: int, floor: int) -> bool:
        """Whether a line is the next numbered title, of a regime without sections of its own."""
        mark = self.marks[index]
        if mark is None or mark.value != self.value + 1 or not self._is_numbered_title(index):
            return False
        in_style = self.form is None or self.form[0] == mark.form
        titled = not is_open_ended(mark.rest) and _TITLE_END.search(mark.rest[-4:]) is not None
        before = (self.marks[i] for i in range(floor, index))
        counted = any(m is not None and (m.form, m.value + 1) == (mark.form, mark.value) for m in before)
        return in_style and titled and not counted

    def _regime(self, titles: Sequence[_Title], heads: list[_Head], text_start: int, end: int) -> Regime:
        numeral = next((title.numeral for title in reversed(titles) if title.numeral), "")
        name = self._place(titles)
        sections: list[Section] = []
        self._add(sections, "", text_start, heads[0].index)
        for position, head in enumerate(heads):
            stop = heads[position + 1].index if position + 1 < len(heads) else end
            self._add(sections, head.name, head.index + 1, stop, head.text)
        lines = [i for title in titles for i in range(title.start, title.end)] + [head.index for head in heads]
        return Regime(numeral, name, tuple(sections), tuple(self.lines[i] for i in lines))

    def _add(self, sections: list[Section], heading: str, start: int, end: int, first: str = "") -> None:
        text = "\n".join([*([first] if first else []), *(line.text for line in self.lines[start:end])])
        if text or heading:
            sections.append(Section(heading, text))

    def _sectionless(self, title: _Title, end: int) -> Regime:
        """A regime of running text alone."""
        name = self._place([title])
        sections: list[Section] = []
        self._add(sections, "", title.end, end)
        return Regime(title.numeral, name, tuple(sections), tuple(self.lines[title.start : title.end]))

    def _tail(self, floor: int) -> Iterator[Regime]:
        """Regimes of running text at the end, or in a part without any numbered sections."""
        index = next((i for i in range(floor, len(self.lines)) if self._starts_bare_regime(i, floor)), None)
        while index is not None:
            title = self._numbered_title(index, len(self.lines))
            rest = range(title.end, len(self.lines))
            index = next((i for i in rest if self._starts_bare_regime(i, title.end)), None)
            stop = len(self.lines) if index is None else index
            heads = [head for i in range(title.end, stop) if (head := self._chapter(i))]
            if heads:
                yield self._regime([title], heads, title.end, stop)
            else:
                yield self._sectionless(title, stop)

    def _chapter(self, index: int) -> _Head | None:
        mark = self.marks[index]
        if mark is None or mark.form != "chapter" or "章" not in self.lines[index].text[:6] or ends_sentence(mark.rest):
            return None
        return _Head(index, squeeze(mark.rest), mark.value, mark.form, mark.script)

    def _place(self, titles: Sequence[_Title]) -> str:
        """Put the titles above a regime into the path of titles, and return the path joined by /.

        A numbered title starts a new path and unnumbered ones right below it go deeper. Of several
        unnumbered titles the first takes the second level; one alone takes the level that `_depth` finds.
        """
        numbered = [title.text for title in titles if title.level == 1]
        bare = [title.text for title in titles if title.level != 1]
        if numbered:
            self.path = [numbered[-1], *bare]
        elif len(bare) > 1 or any(title.level == 2 for title in titles):
            self.path = [*self.path[:1], *bare]
        elif bare:
            self.path = [*self.path[: self._depth(bare[0])], *bare]
        return "/".join(self.path)

    def _depth(self, title: str) -> int:
        """How many titles stay above a lone unnumbered one: it stands beside the last title that ends as
        it does, below a numbered title that it is a part of, or else in place of the last title.
        """
        if len(self.path) == 1 and _opens_like_part_of(self.path[0], title):
            return 1
        for depth in range(len(self.path) - 1, 0, -1):
            if self.path[depth][-_SAME_ENDING:] == title[-_SAME_ENDING:]:
                return depth
        return max(len(self.path) - 1, 0)


def _opens_like_part_of(title: str, line: str) -> bool:
    """Whether a line begins with words of the title above it, as the title of a part of it does."""
    return line[:_SHARED] in title
