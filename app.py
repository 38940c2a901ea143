"""Qingdan 清单: search over government duty lists. The front door: `python app.py COMMAND`, or `create_app()`."""

from __future__ import annotations

from cli.commands import main
from web.factory import create_app

__all__ = ["create_app", "main"]

if __name__ == "__main__":
    main()
