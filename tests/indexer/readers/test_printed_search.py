"""The search for the rows and columns of a printed table."""

from __future__ import annotations

import random

import pytest

from indexer.readers.printed.costs import BEAM
from indexer.readers.printed.layout import Layout
from indexer.readers.printed.lines import head_at, pieces_of, printed_lines
from indexer.readers.printed.model import TableModel
from indexer.readers.printed.pricing import Clues
from indexer.readers.printed.rows import observe
from indexer.readers.printed.search import Search
from indexer.readers.printed.tables import TableReader, best_reading
from tests.indexer.readers.printed_county import print_list, random_style
from tests.sample.county import departments

DEPARTMENTS = departments()


def first_table(seed: int) -> tuple[Layout, TableModel]:
    """The pieces of the first table of a printed list, whatever stands below it, and a model that knows nothing."""
    chance = random.Random(seed)
    department = DEPARTMENTS[seed % len(DEPARTMENTS)]
    lines = printed_lines(print_list(department, random_style(chance), chance, seed % 2 == 0).text, closes=True)
    head = next(head for index in range(len(lines)) if (head := head_at(lines, index)))
    layout = Layout(pieces_of(lines[head.end : head.end + 60], closes=True))
    return layout, TableModel(head.columns, True, layout.repeated_agencies())


@pytest.mark.parametrize("seed", range(6))
def test_learning_stops_only_where_more_of_it_changes_nothing(seed: int) -> None:
    layout, model = first_table(seed)
    clues = Clues(layout, model)
    for _ in range(2):
        fragments, _ = Search(clues, model, BEAM).run()
        model.learn(observe(fragments, layout, model))

    assert best_reading(*first_table(seed)) == Search(clues, model, BEAM).run()


@pytest.mark.parametrize("seed", range(3))
def test_a_reading_takes_every_piece_once_and_in_order(seed: int) -> None:
    layout, model = first_table(seed)
    fragments, cost = Search(Clues(layout, model), model, BEAM).run()
    taken = [index for fragment in fragments for index in range(fragment.start, fragment.stop)]

    assert taken == list(range(fragments[0].start, len(layout.pieces)))
    assert not any(piece.text for piece in layout.pieces[: fragments[0].start])
    assert cost > 0


def test_more_readings_at_hand_find_none_that_costs_more() -> None:
    layout, model = first_table(1)
    costs = [Search(Clues(layout, model), model, beam).run()[1] for beam in (1, 200)]

    assert costs[1] <= costs[0]


def test_the_example_at_the_head_of_the_search() -> None:
    labels = "序号 事项 相关部门 职责分工 相关依据 \n"
    text = labels + "县水利局 \n负责河道采\n砂许可。 \n1 河道采砂\n监管 \n县公安局 \n查处盗采。 \n《水法》 \n"
    lines = printed_lines(text, closes=True)
    head = head_at(lines, 0)
    assert head
    table = TableReader("x", True, []).read(head, lines[head.end :])
    assert table
    assert [[(cell.text, cell.rowspan) for cell in row.cells] for row in table.rows[1:]] == [
        [("1", 2), ("河道采砂监管", 2), ("县水利局", 1), ("负责河道采砂许可。", 1), ("《水法》", 2)],
        [("县公安局", 1), ("查处盗采。", 1)],
    ]
