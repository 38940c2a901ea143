"""The command line: parse, index, search, serve."""
