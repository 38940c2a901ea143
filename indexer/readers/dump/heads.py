"""Rows of column labels in a text: all on one line with tabs between, or a label a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from indexer.vocabulary.bands import is_band
from indexer.vocabulary.labels import Columns, columns_of, is_column, part_kind
from indexer.vocabulary.shares import is_strong
from tokenizer.wording import ends_sentence, join_label, squeeze

_MOST_LABELS = 20
_LONGEST_LABEL = 24
_FEWEST = 2
# What labels end in that no form has a column for, so that the last label is told from the band below the head.
_LABEL_NOUN = re.compile(
    r"(?:时间|方式|方法|频次|上限|标准|内容|比例|期限|时限|地点|地址|对象|结果|数量|次数|电话|情况|条件|材料|流程|环节|网址|要求|范围|"
    r"职责|责任|分工|主体|部门|单位|机构|依据|备注|形式|周期|名称|类型|层级|渠道|途径|指标|措施|人员|编码|代码)(?:\([^()]*\))?$"
)


@dataclass(frozen=True, slots=True)
class TextHead:
    """A head found in a text: the label of each column, what they are, and how many lines it fills."""

    labels: tuple[str, ...]
    columns: Columns
    lines: int


def tabbed_head(lines: Sequence[str], expected: str | None) -> TextHead | None:
    """The head that the first line is, its labels parted by tabs; a second line may print labels below some of them."""
    labels = _labels(lines[0])
    if len(labels) < _FEWEST or not all(labels) or any(len(label) > _LONGEST_LABEL for label in labels):
        return None
    lower = _labels(lines[1]) if len(lines) > 1 else []
    if _FEWEST <= len(lower) < len(labels) and all(map(is_column, lower)):
        two = _of_two_rows(labels, lower, expected)
        if two is not None:
            return TextHead(*two, lines=2)
    columns = columns_of(labels, expected)
    return TextHead(tuple(labels), columns, 1) if columns is not None else None


def listed_head(lines: Sequence[str], expected: str | None) -> TextHead | None:
    """The head that starts at the first line, a label a line; its end shows by the number 1 of the first row."""
    texts = [join_label(line) for line in lines[:_MOST_LABELS]]
    if not texts or not is_column(texts[0]) or part_kind(texts[0]) is not None:
        return None
    one = next((at for at, text in enumerate(texts) if squeeze(text) == "1"), None)
    run = _run_of_columns(texts)
    columns = columns_of(run, expected) if len(run) >= 3 and "序号" not in map(squeeze, run) else None
    if columns is not None:
        return TextHead(tuple(run), columns, len(run))
    best: TextHead | None = None
    for end in range(_FEWEST, (one or 0) + 1):
        labels = texts[:end]
        if not _may_be_labels(labels) or not _is_label_like(labels[-1]):
            continue
        between = (one or 0) - end
        flat = [squeeze(label) for label in labels]
        seq = next((at for at, label in enumerate(flat) if label in ("序号", "编号", "序")), -1)
        if seq < 0 or (between != seq and not (between == seq + 1 and is_band(texts[end]))):
            continue
        columns = columns_of(labels, expected)
        if columns is not None and (best is None or _named(columns) >= _named(best.columns)):
            best = TextHead(tuple(labels), columns, end)
    if best is not None and not _lacks(best.columns):
        return best
    return _split_in_two(texts[:one], expected) or best


def _lacks(columns: Columns) -> bool:
    """Whether labels leave a column without a field, or name a thing and its parts: they may be two rows."""
    return "" in columns.fields or {"event", "parent"} <= set(columns.fields)


def _split_in_two(texts: Sequence[str], expected: str | None) -> TextHead | None:
    """A head of two rows printed a label a line: the upper labels, then those below some of them."""
    best: TextHead | None = None
    if not _may_be_labels(texts) or not all(map(is_column, texts)):
        return None
    for lower in (2, 3, 4):
        if len(texts) - lower > lower:
            found = _of_two_rows(texts[:-lower], texts[-lower:], expected)
            if found is not None and _named(found[1]) == len(found[0]):
                best = TextHead(*found, lines=len(texts))
    return best


def _of_two_rows(
    upper: Sequence[str], lower: Sequence[str], expected: str | None
) -> tuple[tuple[str, ...], Columns] | None:
    """The labels of a head of two rows: the lower ones stand in pairs or threes below labels that they are like."""
    best: tuple[float, tuple[str, ...], Columns] | None = None
    for spanning in range(1, len(lower)):
        size, rest = divmod(len(lower), spanning)
        if rest or size < 2:
            continue
        for chosen in combinations(range(len(upper)), spanning):
            labels, like = list[str](), 0
            groups = iter([lower[at : at + size] for at in range(0, len(lower), size)])
            for at, label in enumerate(upper):
                if at not in chosen:
                    labels.append(label)
                    continue
                below = next(groups)
                like += sum(len(set(label) & set(each)) for each in below)
                labels += [label + each if is_column(label + each) else each for each in below]
            columns = columns_of(labels, expected)
            score = like + (_named(columns) if columns is not None else 0) / 100
            if columns is not None and like and (best is None or score > best[0]):
                best = (score, tuple(labels), columns)
    return (best[1], best[2]) if best is not None else None


def _named(columns: Columns) -> int:
    return sum(map(bool, columns.fields))


def _labels(line: str) -> list[str]:
    return [join_label(part) for part in line.split("\t")] if "\t" in line else []


def _may_be_labels(texts: Sequence[str]) -> bool:
    return all(
        1 < len(text) <= _LONGEST_LABEL
        and not ends_sentence(text)
        and (is_column(text) or not is_strong(text))
        and not text.isdecimal()
        for text in texts
    ) and len(set(texts)) == len(texts)


def _is_label_like(text: str) -> bool:
    return is_column(text) or _LABEL_NOUN.search(squeeze(text)) is not None


def _run_of_columns(texts: Sequence[str]) -> list[str]:
    run: list[str] = []
    for text in texts:
        if not is_column(text) or text in run:
            break
        run.append(text)
    return run
