"""The floor of any answer over HTTP: a Flask application whose only route does nothing, served as `app.py serve` does.

`python -m bench.empty_server PORT`
"""

from __future__ import annotations

import logging
import sys

from flask import Flask
from waitress import serve


def main() -> None:
    """Serve until stopped."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "ok")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        threads=8,
        connection_limit=400,
        asyncore_use_poll=True,
        ident=None,
    )


if __name__ == "__main__":
    main()
