"""What templates do with single values: line breaks, dates, telephone numbers, legal bases."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from flask import Blueprint
from markupsafe import Markup, escape

from records.texts import headline
from web.views.fields import rows
from web.views.parties import basis_pieces

blueprint = Blueprint("template_filters", __name__)
for _filter in (basis_pieces, headline, rows):
    blueprint.add_app_template_filter(_filter)

# 110、122 and 宣传科 0319—7512478 are no numbers that a telephone could dial as they stand.
_PHONE = re.compile(r"[0-9()（） -]{3,20}")
_KEPT_PHONES = 1024
_DASHES = str.maketrans("—－–‐", "----")


@blueprint.app_template_filter()
def lines(text: str) -> Markup:
    """Text with its line breaks kept."""
    return Markup(str(escape(text)).replace("\n", "<br>"))  # noqa: S704 - escaped before the breaks come in


@blueprint.app_template_filter()
def day(text: str) -> str:
    """2025-03-18 as 2025年3月18日; what is no date as it stands."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.year}年{found.month}月{found.day}日"


@blueprint.app_template_filter()
def moment(text: str) -> str:
    """The day of a time stamp where the machine stands."""
    return day(datetime.fromisoformat(text).astimezone().date().isoformat())


@blueprint.app_template_filter()
@lru_cache(maxsize=_KEPT_PHONES)
def phone(text: str) -> Markup:
    """A telephone number as a link that dials it, where it is one."""
    plain = text.translate(_DASHES).strip()
    if not _PHONE.fullmatch(plain):
        return escape(text)
    return Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^0-9-]", "", plain), text)
