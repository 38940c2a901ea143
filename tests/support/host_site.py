"""Another site: a tiny server on a port of its own, whose pages hold what a test puts into them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class HostSite:
    """The site's address, its pages by path, and the content security policy that it sends ("" for none)."""

    address: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    policy: str = ""

    def put(self, body: str, head: str = "") -> str:
        """Make a page of some HTML and give its address."""
        path = f"/page-{len(self.pages)}"
        self.pages[path] = (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>某县人民政府</title>'
            f'<link rel="icon" href="data:,">{head}</head>'
            f"<body><h1>某县人民政府</h1>{body}<p id=after>其他内容</p></body></html>"
        )
        return self.address + path


@contextmanager
def host_site() -> Iterator[HostSite]:
    """A running site, until the block ends."""
    site = HostSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = site.pages.get(self.path)
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if site.policy:
                self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
