"""Text that a converter printed from a document, one cell or paragraph a line."""
