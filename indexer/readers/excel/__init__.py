"""Excel workbooks (.xlsx) → blocks."""

from indexer.readers.excel.reader import read_xlsx
from indexer.readers.excel.workbook import UnsupportedWorkbookError

__all__ = ["UnsupportedWorkbookError", "read_xlsx"]
