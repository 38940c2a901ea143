"""The floor of any answer over HTTP: a Flask application whose only route does nothing, served as `app.py serve` does.

`python -m bench.empty_server PORT`
"""

from __future__ import annotations

import sys

from flask import Flask

from settings.model import Settings
from web.http.listening import listen
from web.http.server import run


def main() -> None:
    """Serve until stopped."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "ok")
    run(app, listen("127.0.0.1", int(sys.argv[1])), Settings())


if __name__ == "__main__":
    main()
