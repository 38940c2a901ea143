"""Which addresses there are."""
