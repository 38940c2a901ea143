"""A page of a PDF as a picture."""

from __future__ import annotations

import ctypes

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

_DPI = 150  # characters of 8 points are 17 pixels high
_LARGEST = 3000  # pixels of the longer side
_SMALLEST = 1200
_CHANNELS = 4
_WHITE = 0xFFFFFFFF


def render(data: bytes, number: int) -> npt.NDArray[np.uint8] | None:
    """The picture of the page of this number, in blue, green and red, or None where it cannot be loaded."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return None
    try:
        page = pdfium.FPDF_LoadPage(document, number - 1)
        if not page:
            return None
        try:
            return _picture(page)
        finally:
            pdfium.FPDF_ClosePage(page)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _picture(page: pdfium.FPDF_PAGE) -> npt.NDArray[np.uint8] | None:
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (width > 0 and height > 0):
        return None
    scale = min(max(_DPI / 72, _SMALLEST / max(width, height)), _LARGEST / max(width, height))
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium.FPDFBitmap_Create(columns, rows, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (stride * rows)))
        pixels = np.frombuffer(buffer.contents, np.uint8).reshape(rows, stride)[:, : columns * _CHANNELS]
        return pixels.reshape(rows, columns, _CHANNELS)[:, :, :3].copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
