"""All checks over all records: one pass, then what only the whole tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import checks.kinds  # noqa: F401 - registers all kinds
from checks.check import made, registered
from checks.corpus import Corpus
from checks.finding import Finding, FindingKind
from checks.masking import masked
from records.kinds import KINDS


def findings(corpus: Corpus) -> Iterator[Finding]:
    """What is wrong, in the order in which it is found; nothing personal can be read in it."""
    for found in _found(corpus):
        yield replace(found, title=masked(found.title), text=masked(found.text), why=masked(found.why))


@cache
def kinds() -> Mapping[str, FindingKind]:
    """All kinds of finding, group by group."""
    return registered()


def _found(corpus: Corpus) -> Iterator[Finding]:
    all_checks = list(made(corpus))
    by_kind = {kind: [check for check in all_checks if not check.of or kind in check.of] for kind in KINDS}
    for number, record in corpus.once():
        for check in by_kind[record["kind"]]:
            yield from check.see(number, record)
    for check in all_checks:
        yield from check.end()
