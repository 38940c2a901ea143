"""How Word prints the number of a list paragraph: value and number format → text."""

from __future__ import annotations

from collections.abc import Callable

_PLAIN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_JAPANESE_LEGAL = "〇壱弐参四伍六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_TENS = 20  # enclosed numbers go up to here
_MOST = 9999  # the largest value that is written in words


def format_number(value: int, form: str) -> str:
    """`value` as a w:numFmt of this name prints it; an unknown format prints decimal digits."""
    if form in ("none", "bullet"):
        return ""
    if not 0 < value <= _MOST:
        return str(value)
    return _FORMATS.get(form, str)(value)


def _counted(digits: str, units: tuple[str, str, str], one_ten: bool) -> Callable[[int], str]:
    """Counting in words: 一百零五. `one_ten` keeps the 一 of 一十 at the front."""

    def write(value: int) -> str:
        out, zero = "", False
        for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
            digit = value // power % 10
            if digit == 0:
                zero = bool(out)
                continue
            out += (digits[0] if zero else "") + digits[digit] + unit
            zero = False
        lone_ten = digits[1] + units[0]
        return out[1:] if not one_ten and out.startswith(lone_ten) else out

    return write


def _japanese(value: int) -> str:
    """Counting in words without any zero, and without 一 before 十, 百 and 千."""
    out = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            out += ("" if digit == 1 and unit else _PLAIN[digit]) + unit
    return out


def _digit_by_digit(zero: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", zero + _PLAIN[1:])
    return lambda value: str(value).translate(table)


def _counted_below_hundred(value: int) -> str:
    return _simplified(value) if value < 100 else _digit_by_digit("○")(value)


def _letters(value: int) -> str:
    """A … Z, AA, BB … as Word repeats them."""
    repeat, index = divmod(value - 1, 26)
    return chr(ord("a") + index) * (repeat + 1)


def _roman(value: int) -> str:
    out = ""
    for amount, letters in (*_ROMAN, *_ROMAN_SMALL):
        count, value = divmod(value, amount)
        out += letters * count
    return out


def _from(first: str, count: int) -> Callable[[int], str]:
    """A run of Unicode characters that hold the number in themselves: ① ⑴ ⒈ ㈠."""
    return lambda value: chr(ord(first) + value - 1) if value <= count else str(value)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)]


def _ordinal(value: int) -> str:
    ending = "th" if value // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


_simplified = _counted(_PLAIN, ("十", "百", "千"), one_ten=False)
_full_width = str.maketrans("0123456789", "０１２３４５６７８９")

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda value: str(value).translate(_full_width),
    "decimalFullWidth2": lambda value: str(value).translate(_full_width),
    "decimalEnclosedCircle": _from("①", _TENS),
    "decimalEnclosedCircleChinese": _from("①", _TENS),
    "decimalEnclosedParen": _from("⑴", _TENS),
    "decimalEnclosedFullstop": _from("⒈", _TENS),
    "ideographEnclosedCircle": _from("㊀", 10),
    "numberInDash": "- {} -".format,
    "ordinal": _ordinal,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "chineseCounting": _counted_below_hundred,
    "chineseCountingThousand": _simplified,
    "chineseLegalSimplified": _counted(_LEGAL, ("拾", "佰", "仟"), one_ten=True),
    "taiwaneseCounting": _counted_below_hundred,
    "taiwaneseCountingThousand": _simplified,
    "taiwaneseDigital": _digit_by_digit("○"),
    "ideographDigital": _digit_by_digit("〇"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _cycle(_STEMS)(value) + _cycle(_BRANCHES)(value),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, ("拾", "佰", "仟"), one_ten=True),
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _digit_by_digit("〇"),
    "japaneseLegal": _counted(_JAPANESE_LEGAL, ("拾", "百", "阡"), one_ten=True),
    "koreanDigital2": _digit_by_digit("零"),
}
