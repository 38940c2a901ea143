"""What records are listed, filtered and counted by: the names of the columns of values."""

from __future__ import annotations

KIND, REGION, DEPARTMENT, AGENCY, LAW, NAME, LIST, CITED = (
    "kind",
    "region",
    "department",
    "agency",  # canonical names of the agencies that have a share in it
    "law",  # titles that it rests on
    "name",  # of a matter, a service or a power
    "list",  # the file, and whose list it is
    "cited",  # title and number of a law
)
COLUMNS = (KIND, REGION, DEPARTMENT, AGENCY, LAW, NAME, LIST, CITED)
BETWEEN = "\t"  # the two parts of a value of `LIST` and `CITED`


def parts_of(value: str) -> tuple[str, str]:
    """The two parts of a value of `LIST` (file, owner) or `CITED` (title, number)."""
    first, _, second = value.partition(BETWEEN)
    return first, second
