"""Each pattern of the vocabulary stands below examples of what it finds, and finds them."""

from __future__ import annotations

import inspect
import re
from types import ModuleType

import pytest

from indexer.lists import text_tables
from indexer.outlines import tokens
from indexer.vocabulary import charters, names, shares, titles


@pytest.mark.parametrize(
    "module", [charters, names, shares, titles, tokens, text_tables], ids=lambda module: module.__name__
)
def test_patterns_find_their_examples(module: ModuleType) -> None:
    above = re.findall(r"^# (.+)\n(_[A-Z_]+) = ", inspect.getsource(module), re.MULTILINE)
    by_name = {name: examples for examples, name in above}
    patterns = {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}
    assert patterns.keys() <= by_name.keys()
    for name, pattern in patterns.items():
        for example in by_name[name].split(" · "):
            assert pattern.search(example), (name, example)
