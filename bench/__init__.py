"""Measuring: relevance and speed."""
