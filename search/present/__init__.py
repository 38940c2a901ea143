"""Hits → results: marks, the answer, one page."""
