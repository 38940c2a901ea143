"""A query → a reading: syntax, concepts, citations, agencies, spelling."""
