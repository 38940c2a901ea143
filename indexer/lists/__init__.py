"""Blocks → records: parts of a list, its tables, its rows, its regimes."""
