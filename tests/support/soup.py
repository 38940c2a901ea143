"""Pages as trees: fetching them, picking from them, walking from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.data, "lxml")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(each.get_text().split()) for each in soup.select(selector)]


def link(soup: BeautifulSoup | Tag, selector: str) -> str:
    return str(one(soup, selector)["href"])


def record_of(client: FlaskClient, query: str, **parameters: str) -> str:
    """The address of the best record for a query."""
    body = client.get("/api/search", query_string={"q": query, **parameters}).json
    assert body is not None
    return f"/entries/{body['hits'][0]['id']}"


def own_links(soup: BeautifulSoup) -> Iterator[str]:
    for each in soup.select("a[href]"):
        address = urlsplit(str(each["href"]))
        if address.path and not address.scheme and not address.path.startswith("/view/"):
            yield address._replace(fragment="").geturl()


def crawl(client: FlaskClient, most: int) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages that can be reached from the home page, at most so many of each sort (the first part of the path)."""
    seen = {"/"}
    ahead = ["/"]
    sorts: Counter[str] = Counter()
    while ahead:
        address = ahead.pop(0)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype != "text/html":
            continue
        found = BeautifulSoup(answer.data, "lxml")
        yield address, found
        for other in own_links(found):
            sort = urlsplit(other).path.split("/")[1]
            if other not in seen and sorts[sort] < most:
                seen.add(other)
                sorts[sort] += 1
                ahead.append(other)
