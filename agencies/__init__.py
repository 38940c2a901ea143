"""Agencies: their names, short and former names, and the reforms that moved their duties."""
