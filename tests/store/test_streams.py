"""What is written to a cluster and what is asked of it are cut alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.opensearch.streams import pair_stream, unit_stream
from tokenizer.grams import unit_key

TEXTS = st.text(alphabet="烟花爆竹管 、。2024pm.|", max_size=24)


@pytest.mark.parametrize(
    ("text", "row", "couples"),
    [
        ("烟花", ["烟", "花"], ["烟花"]),
        ("烟 花", ["烟", "花"], ["烟花"]),
        ("烟、花", ["烟", "|", "花"], ["烟|", "|花"]),
        ("12345热线", ["12345", "热", "线"], ["12345·热", "热线"]),
        ("、", [], []),
    ],
)
def test_how_a_text_is_cut(text: str, row: list[str], couples: list[str]) -> None:
    assert unit_stream(text) == row
    assert pair_stream(row) == couples


def found(part: list[str], whole: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


@given(TEXTS, TEXTS)
def test_a_string_is_a_row_of_pairs_just_where_it_stands(text: str, string: str) -> None:
    row, wanted = unit_stream(text), unit_stream(string)
    couples = pair_stream(wanted)
    stands = found(couples, pair_stream(row)) if couples else bool(wanted) and wanted[0] in row
    assert stands == (bool(wanted) and unit_key(string) in unit_key(text))
