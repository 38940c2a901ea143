"""Going through the tokens of a page, with a look at those that come next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.outlines.tokens import Kind, Token
from indexer.vocabulary.shares import opens_share
from indexer.vocabulary.titles import is_generic

_LOOK_AHEAD = 12  # lines
_STRUCTURE = {Kind.SHARES, Kind.TABLE, Kind.MATTER, Kind.WHO}
_SALUTATION = re.compile(r"^各.*[：:]$|(?:各|有关|直属|驻)\S{0,6}单位[：:]$|各部门[：:]$")
_LEADS = re.compile(r"根据|依据|依照|按照|为了?")


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
