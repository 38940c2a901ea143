"""Duty lists of every format → records → an index generation."""
