"""The parts of the reader for text that a converter printed from a PDF; `indexer.readers.pdf_text` is its door."""
