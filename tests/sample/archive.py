"""Office files that come out the same each time they are written."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_DATE = (2025, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def steady(package: bytes) -> bytes:
    """The same package as if it had been written at a fixed time."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            data = _WRITTEN.sub(rb"\g<1>2025-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
