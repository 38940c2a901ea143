"""What a browser printed: the sheets of a PDF and their text."""

from __future__ import annotations

import unicodedata

import pypdfium2


def sheets_of(data: bytes) -> tuple[list[tuple[int, int]], list[str]]:
    """The sizes of a PDF's sheets in points, and the text of each without blanks.

    The font gives some characters (犬) the code of their radical, which normal form takes back.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [document[index] for index in range(len(document))]
        sizes = [(round(page.get_width()), round(page.get_height())) for page in pages]
        texts = [page.get_textpage().get_text_bounded() for page in pages]
    finally:
        document.close()
    return sizes, ["".join(unicodedata.normalize("NFKC", text).split()) for text in texts]
