"""The site in a real browser, on a real server with the sample county."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=request.param, locale="zh-CN") as context:
        yield context.new_page()


def test_search_filter_page_and_record(page: Page, server: str) -> None:
    page.goto(server)
    page.locator("#q").fill("监管")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".hits li")).to_have_count(10)
    page.locator(".facets a", has_text="职责边界").first.click()
    expect(page.locator(".chips a")).to_have_count(1)
    expect(page.locator(".hits .kind")).to_have_text(["职责边界"] * 10)
    page.locator(".pager a", has_text="2").first.click()
    page.wait_for_url("**page=2*")
    headline = page.locator(".hits h2 a").first.inner_text()
    page.locator(".hits h2 a").first.click()
    expect(page.locator("h1")).to_have_text(headline)


def test_the_answer_stands_first(page: Page, server: str) -> None:
    page.goto(f"{server}/search?q=放鞭炮归谁管")
    answer = page.locator(".answer")
    assert answer.is_visible()
    assert "县公安局" in answer.inner_text()
    box, hits = answer.bounding_box(), page.locator(".hits").bounding_box()
    assert box is not None
    assert hits is not None
    assert box["y"] < hits["y"]


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize(
    "address", ["/", "/search?q=烟花爆竹", "/search?q=监管&kind=boundary&page=2", "/search?q=无此事项魑魅"]
)
def test_nothing_runs_out_of_the_page(browser: Browser, server: str, width: int, address: str) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(server + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_asked_of_another_host_and_nothing_fails(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
        for address in ("/", "/search?q=养犬"):
            page.goto(server + address)
        assert asked
        assert all(url.startswith(server) for url in asked)
        assert complaints == []


def test_by_keyboard_alone(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server}/search?q=养犬")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        while page.evaluate("document.activeElement.id") != "q":
            page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("校车")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        assert "校车" in page.locator("h1").inner_text()
