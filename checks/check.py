"""What a check is, and the register of all. A kind of finding registers itself when its module is loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from checks.corpus import Corpus
from checks.finding import Finding, FindingKind, Group, Other, Record, Severity, list_key, place_of
from records.texts import headline


class Check:
    """Looks at records one after the other, and tells at the end what only all of them show.

    It keeps what it needs for that, numbers of records rather than records: there may be a hundred thousand.
    """

    of: Collection[str] = ()
    """The kinds of record that it wants to see; all where it names none."""

    def __init__(self, kind: FindingKind, corpus: Corpus) -> None:
        self.kind = kind
        self.corpus = corpus

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        """What is wrong with a record by itself; `number` is its place in the corpus."""
        return ()

    def end(self) -> Iterable[Finding]:
        """What is wrong with the records together."""
        return ()

    def at(
        self,
        record: Record,
        text: str,
        why: str,
        *,
        number: int = 1,
        others: Iterable[Record] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at a record."""
        file, department = list_key(record)
        return Finding(
            kind=self.kind.name,
            severity=severity or self.kind.severity,
            file=file,
            region=record["region"],
            department=department,
            record=record["id"],
            title=headline(record),
            place=place_of(record["source"]),
            text=text,
            why=why,
            number=number,
            others=tuple(map(_other, others)),
        )

    def of_list(
        self, record: Record, text: str, why: str, *, number: int = 1, others: Iterable[Record] = ()
    ) -> Finding:
        """A finding about the list as a whole in which a record stands."""
        file, department = list_key(record)
        return Finding(
            kind=self.kind.name,
            severity=self.kind.severity,
            file=file,
            region=record["region"],
            department=department,
            record="",
            title=department,
            place="",
            text=text,
            why=why,
            number=number,
            others=tuple(map(_other, others)),
        )


def _other(record: Record) -> Other:
    file, department = list_key(record)
    return Other(record["id"], headline(record), department or file)


Maker = Callable[[FindingKind, Corpus], Check]

_REGISTER: dict[str, tuple[FindingKind, Maker]] = {}


def register(kind: FindingKind, make: Maker) -> None:
    """Add a kind of finding with what finds it."""
    if kind.name in _REGISTER:
        raise ValueError(f"two kinds of finding are called {kind.name}")
    _REGISTER[kind.name] = kind, make


def registered() -> Mapping[str, FindingKind]:
    """All kinds that were registered, group by group."""
    groups = list(Group)
    order = sorted(_REGISTER.values(), key=lambda entry: groups.index(entry[0].group))
    return {kind.name: kind for kind, _ in order}


def made(corpus: Corpus) -> Iterator[Check]:
    """One check of each kind, for a corpus."""
    for kind, make in _REGISTER.values():
        yield make(kind, corpus)
