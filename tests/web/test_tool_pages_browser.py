"""The pages for those who build with the site, in a real browser: accessibility, narrow screens, print."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.support.axe import axe_script, violations
from tests.support.printed import sheets_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
def test_axe_finds_nothing(browser: Browser, server: str, scheme: Literal["light", "dark"], elder: bool) -> None:
    script = axe_script()
    with browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 800}) as context:
        if elder:
            context.request.get(f"{server}/view/elder")
        page = context.new_page()
        for address in (
            "/embed",
            "/embed?accent=red",
            "/embed/frame",
            "/embed/frame?q=烟花爆竹",
            "/api/",
            "/matrix?q=监管",
            "/checks",
            "/checks?kind=own-list-silent",
            "/checks?kind=ended-law",
        ):
            page.goto(server + address)
            assert violations(page, script) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.goto(f"{server}/embed")
        preview = page.get_by_role("region", name="代码的效果")
        preview.get_by_role("combobox").fill("烟花爆竹")
        expect(preview.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert violations(page, script) == []
        page.keyboard.press("Enter")
        expect(preview.locator("article.matter").first).to_be_visible()
        assert violations(page, script) == []


def test_the_matrix_is_printed_on_a3(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server}/matrix?q=监管")
        sheets = page.pdf(prefer_css_page_size=True)
    sizes, texts = sheets_of(sheets)
    assert set(sizes) == {(1191, 842)}
    assert "职责边界一览表" in texts[0]
    assert "带走" not in texts[0]
    assert "长者模式" not in texts[0]


def test_findings_are_narrowed_without_a_script(browser: Browser, server: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{server}/checks")
        whole = page.locator(".lead").inner_text()
        page.get_by_label("部门", exact=True).select_option(value="示例县公安局")
        page.get_by_role("button", name="只看这些").click()
        expect(page.locator("main")).to_contain_text("只看：示例县公安局")
        assert page.locator(".lead").inner_text() != whole
        page.locator(".findings a").first.click()
        expect(page.locator("main")).to_contain_text("规则：")
        expect(page.locator("main")).to_contain_text("示例县公安局")


def test_findings_are_printed_without_what_is_for_the_screen(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server}/checks")
        sizes, texts = sheets_of(page.pdf(prefer_css_page_size=True))
    assert set(sizes) == {(595, 842)}
    assert "清单体检" in texts[0]
    assert "只看这些" not in "".join(texts)
    assert "带走" not in "".join(texts)
