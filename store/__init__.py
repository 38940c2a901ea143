"""The index on disk: generations, Whoosh, positions, columns, records, names."""
