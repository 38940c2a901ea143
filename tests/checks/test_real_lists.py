"""The real lists, counted by hand: what a clerk counted is what is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from checks.finding import Finding
from checks.kept import KeptFindings
from checks.run import kinds
from search.snapshot import Snapshot

pytestmark = pytest.mark.lists


@pytest.fixture(scope="module")
def found(real_lists: Snapshot) -> list[Finding]:
    """All findings of the real lists."""
    kept = KeptFindings(real_lists.generation.folder)
    return [finding for kind in kinds() for finding in kept.of(kind)]


def test_the_counts_made_by_hand(found: list[Finding]) -> None:
    places: Counter[str] = Counter()
    for each in found:
        places[each.kind] += each.number
    assert places["share-without-agency"] == 6
    assert places["matter-without-case"] == 33
    assert places["service-without-phone"] == 79
    assert places["former-agency"] >= 169
    several = [each for each in found if each.kind == "matter-in-several-lists"]
    assert len(several) == 19
    assert sum("排在最前的部门不同" in each.why for each in several) in {14, 15}


def test_nothing_personal_is_found_where_lists_have_none(found: list[Finding]) -> None:
    assert [each for each in found if kinds()[each.kind].personal] == []


def test_a_matter_without_lead_is_no_noise(found: list[Finding]) -> None:
    assert sum(each.kind == "matter-without-lead" for each in found) < 20


def test_findings_lead_to_records(found: list[Finding], real_lists: Snapshot, real: Path) -> None:
    assert all(real_lists.entry(each.record) is not None for each in found if each.record)
    assert {each.file for each in found} <= {path.name for path in (real / "lists").iterdir()}
