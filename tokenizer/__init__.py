"""Cutting Chinese text alike for the index and for queries: normalising, words, grams, synonyms."""
