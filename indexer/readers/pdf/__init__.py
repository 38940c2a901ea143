"""PDF files with a text layer → blocks."""

from indexer.readers.pdf.reader import is_pdf, read_pdf

__all__ = ["is_pdf", "read_pdf"]
