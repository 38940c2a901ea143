"""What the reviewed table of agencies says: agencies, their names, and the bodies that they came from.

`line` is where an entry starts in the file (0: not known); it only serves to name the place of a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tokenizer.datafiles import Fault


@dataclass(frozen=True, slots=True)
class Former:
    """A body that became another one: its names, and the year of the reform (None: locally, at different times).

    `function` is "" where the other body took it over as a whole, else the part that went there.
    """

    name: str
    short: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    until: int | None = None
    function: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Took:
    """Duties that came to an agency from other bodies, which are named as they stand in the table."""

    sources: tuple[str, ...]
    function: str
    until: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Agency:
    """One canonical agency, or a body that is `part_of` one ("" where it stands by itself).

    `inside` names the agencies in which it was a part once; `heads` says that its name also stands before those
    of its departments (县人民政府法制办公室).
    """

    name: str
    short: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    part_of: str = ""
    inside: tuple[str, ...] = ()
    heads: bool = False
    former: tuple[Former, ...] = ()
    took: tuple[Took, ...] = ()
    line: int = field(default=0, compare=False)

    def bodies(self) -> Iterator[Agency | Former]:
        """The agency itself and the bodies that became it."""
        yield self
        yield from self.former


@dataclass(frozen=True, slots=True)
class Joint:
    """Short stems (教体) that each stand for several agencies."""

    stems: tuple[str, ...]
    agencies: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AgencyData:
    """All that the table says; `letters` are the single characters in names such as 文广新体局."""

    agencies: tuple[Agency, ...]
    joints: tuple[Joint, ...]
    letters: Mapping[str, str]
    not_agency: tuple[str, ...]


class AgencyTableError(ValueError):
    """The table of agencies cannot be used; `faults` names every bad entry of it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
