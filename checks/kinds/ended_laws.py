"""Laws that are cited and in force no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.check import Check, register
from checks.finding import Finding, FindingKind, Group, Record, Severity
from checks.law_table import plain_title
from records.laws import find_laws
from records.texts import texts


class EndedLaws(Check):
    """Citations of laws that the table knows to have ended."""

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        for title in dict.fromkeys(_cited(record)):
            how = self.corpus.laws.ended.get(plain_title(title))
            if how:
                yield self.at(record, f"《{title}》", f"《{title}》{how}")


def _cited(record: Record) -> Iterator[str]:
    """The titles that a record cites, in its bases and in what else it says."""
    yield from (law["title"] for law in record.get("laws", ()))
    basis = record.get("basis")
    for text in texts(record):
        if "《" in text and text != basis:
            yield from (law.title for law in find_laws(text))


register(
    FindingKind(
        "ended-law",
        "引用了已废止的法律法规",
        Group.OUTDATED,
        Severity.HIGH,
        "引用的法律法规已经废止，或者已并入别的法律（只查已逐条核实的法律法规）。",
    ),
    EndedLaws,
)
