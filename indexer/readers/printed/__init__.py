"""The parts of the reader for text that a converter printed from a PDF; `printed.reader` is its door."""
