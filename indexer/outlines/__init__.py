"""Boundary lists that are no tables: outlines of matters, agencies and their shares."""
