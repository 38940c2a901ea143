"""What a cell of a workbook shows: 1 and not 1.0, dates as dates, texts without what only the file format needs."""

from __future__ import annotations

import datetime
import re

_MOST_DIGITS = 15  # digits of a number that a spreadsheet keeps
_GENERAL_DIGITS = 10  # significant digits shown where no format is set
_NUMBER_FORMAT = re.compile(r"#?,?#*(?P<zeros>0+)(?:\.(?P<decimals>0+))?(?P<percent>%?)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML cannot hold: _x000D_ is a line's end


def printed_value(value: object, number_format: str, data_type: str) -> str:
    """The text that a cell shows; "" for an empty cell and for an error value like #REF!."""
    if value is None or data_type == "e":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _shown_date(value, number_format)
    return _ESCAPED.sub(_escaped, str(value)).replace("\r", "").strip()


def _shown_number(value: int | float, number_format: str) -> str:
    form = _NUMBER_FORMAT.fullmatch(re.sub(r'[_\\]."?|[ "]|\[[^\]]*\]', "", number_format.partition(";")[0]))
    if form is not None and abs(value) < 10**_MOST_DIGITS:
        decimals = len(form["decimals"] or "")
        amount = value * 100 if form["percent"] else value
        width = len(form["zeros"]) + (decimals + 1 if decimals else 0) + (amount < 0)
        return f"{amount:0{width}.{decimals}f}{form['percent']}"
    if float(value).is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    return f"{value:.{_GENERAL_DIGITS}g}"


def _shown_date(value: datetime.datetime | datetime.date | datetime.time, number_format: str) -> str:
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if "年" in number_format:
        parts = ((value.year, "年"), (value.month, "月"), (value.day, "日"))
        return "".join(f"{number}{unit}" for number, unit in parts if unit in number_format)
    day = f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    has_time = isinstance(value, datetime.datetime) and (value.hour or value.minute)
    return f"{day} {value:%H:%M}" if has_time else day


def _escaped(found: re.Match[str]) -> str:
    """The character that an escape stands for; of the controls only those that part lines and columns."""
    character = chr(int(found[1], 16))
    if character in "\n\t":
        return character
    return character if character.isprintable() else ""
