"""One normal form for texts and queries, with a way back to the original characters.

NFKC, lower case, simplified characters, usual spellings of variants; zero-width and control characters removed;
numbers in 第十三条 written as 第13条, and the brackets around the year of a document number (〔2011〕 [2011] （2011）)
as blanks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import opencc

from tokenizer.numerals import chinese_number

_KEPT_TEXTS = 16_384
_VARIANTS_FILE = Path(__file__).parent / "data" / "variants.txt"
_COUNTED = re.compile(r"第([零〇一二三四五六七八九十百]+)(?=[条款项号章节类级届次期批])")
_WORD = re.compile(r"\w")
_YEAR = re.compile(r"[(\[【〔{]((?:19|20)[0-9]{2})[)\]】〕}]")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text; `offsets[i]` is the index in the original text of its i-th character."""

    text: str
    offsets: Sequence[int]


class _CharacterTable(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        value = self[code] = _normal_character(chr(code))
        return value


def _read_variants() -> dict[str, str]:
    """Variant spellings that neither NFKC nor simplifying covers; both sides have the same length."""
    lines = (line.partition("#")[0] for line in _VARIANTS_FILE.read_text(encoding="utf-8").splitlines())
    pairs = (line.split(">") for line in lines if ">" in line)
    return {variant.strip(): usual.strip() for variant, usual in pairs}


_VARIANTS = _read_variants()
_VARIANT_WORDS = re.compile("|".join(map(re.escape, (word for word in _VARIANTS if len(word) > 1))) or "(?!)")


def _normal_character(character: str) -> str:
    if character in _VARIANTS:
        return _VARIANTS[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    folded = unicodedata.normalize("NFKC", character).lower()
    return _simplify(folded)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    if text.isascii():
        return text
    simple: str = _converter().convert(text)
    return simple


_TABLE = _CharacterTable()
_PLAIN: set[str] = set()  # the characters that were found to be plain


def normalize(text: str) -> str:
    """The normal form of `text`."""
    return _numbers(plain_form(text))


def plain_form(text: str) -> str:
    """The text character by character in normal form, and variant words in their usual spelling; numbers as printed."""
    return _VARIANT_WORDS.sub(lambda match: _VARIANTS[match.group()], text.translate(_TABLE))


def is_plain(text: str) -> bool:
    """Whether nothing reads otherwise in normal form but signs and Latin letters; none vanishes or becomes a word."""
    return all(map(_plain, set(text).difference(_PLAIN))) and not _VARIANT_WORDS.search(text)


def _plain(character: str) -> bool:
    normal = _TABLE[ord(character)]
    signs = not any(map(_WORD.match, (character, *normal)))
    plain = normal == character or (normal != "" and (signs or (character + normal).isascii()))
    if plain:
        _PLAIN.add(character)
    return plain


@lru_cache(maxsize=_KEPT_TEXTS)
def normalize_with_offsets(text: str) -> Normalized:
    """The normal form of `text`, each character of it traced to where it comes from.

    The latest texts are kept: a record's fields are marked again and again for different queries.
    """
    plain = plain_form(text)
    offsets: Sequence[int] = range(len(text))
    if any(len(_TABLE[ord(character)]) != 1 for character in set(text)):
        offsets = [index for index, character in enumerate(text) for _ in _TABLE[ord(character)]]
    out: list[str] = []
    origin: list[int] = []
    end = 0
    for start, stop, replacement in _rewrites(plain):
        out.append(plain[end:start] + replacement)
        origin += [*offsets[end:start], *[offsets[start]] * len(replacement)]
        end = stop
    if not out:
        return Normalized(plain, offsets)
    return Normalized("".join([*out, plain[end:]]), [*origin, *offsets[end:]])


def _numbers(text: str) -> str:
    pieces, end = [], 0
    for start, stop, replacement in _rewrites(text):
        pieces.append(text[end:start] + replacement)
        end = stop
    return "".join([*pieces, text[end:]]) if pieces else text


def _rewrites(text: str) -> list[tuple[int, int, str]]:
    """Spans of `text` to be replaced, in order: numerals of articles, brackets of years."""
    found: list[tuple[int, int, str]] = []
    if "第" in text:
        for match in _COUNTED.finditer(text):
            value = chinese_number(match[1])
            if value is not None:
                found.append((match.start(1), match.end(1), str(value)))
    for match in _YEAR.finditer(text):
        found.append((match.start(), match.start() + 1, " "))
        found.append((match.end() - 1, match.end(), " "))
    return sorted(found)
