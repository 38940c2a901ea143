"""A reading of a query → ranked hits, over the arrays of one machine."""
