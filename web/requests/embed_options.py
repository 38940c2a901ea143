"""How an embedded box looks and where it searches, as a query string says it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, fields

from search.present.results import RequestError

INLINE, PAGE = "inline", "page"
ACCENT = "#123f5e"
PLACEHOLDER = "事项、部门、法规或文号"

_COLOUR = re.compile("#[0-9a-f]{6}")
_LONGEST_PLACEHOLDER = 40
_BRIGHT = 0.179  # relative luminance from which black is read better than white


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """The options of a box; "" for a region or department that is not restricted."""

    region: str = ""
    department: str = ""
    placeholder: str = ""
    accent: str = ACCENT
    answers: str = INLINE

    def changed(self) -> dict[str, str]:
        """The options that are not as usual, by name."""
        values = {field.name: (getattr(self, field.name), field.default) for field in fields(self)}
        return {name: value for name, (value, usual) in values.items() if value != usual}

    @property
    def filters(self) -> dict[str, str]:
        """The restrictions of the search, by name."""
        return {name: getattr(self, name) for name in ("region", "department") if getattr(self, name)}


def read_options(arguments: Mapping[str, str]) -> EmbedOptions:
    """The options in a query string. Raises RequestError where they cannot be used."""
    values = {field.name: arguments.get(field.name, "").strip() for field in fields(EmbedOptions)}
    values["accent"] = values["accent"].lower() or ACCENT
    values["answers"] = values["answers"] or INLINE
    if not _COLOUR.fullmatch(values["accent"]):
        raise RequestError("颜色应写成 #123f5e 这样的形式")
    if values["answers"] not in (INLINE, PAGE):
        raise RequestError(f"答案的位置只能是 {INLINE} 或 {PAGE}")
    if len(values["placeholder"]) > _LONGEST_PLACEHOLDER:
        raise RequestError(f"提示文字最多 {_LONGEST_PLACEHOLDER} 个字")
    return EmbedOptions(**values)


def check_known(options: EmbedOptions, regions: Container[str], departments: Container[str]) -> None:
    """Raises RequestError where no list belongs to the region or the department."""
    if options.region and options.region not in regions:
        raise RequestError(f"没有地区为“{options.region}”的清单")
    if options.department and options.department not in departments:
        raise RequestError(f"没有“{options.department}”的清单")


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour (WCAG relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _BRIGHT else "#ffffff"
