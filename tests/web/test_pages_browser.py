"""The pages in a real browser, on a real server over two counties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.support.axe import axe_script, violations
from tests.support.printed import sheets_of
from tests.support.second_county import DOGS

pytestmark = pytest.mark.browser

# One address of each page, and the longest pages that there are.
ADDRESSES = {
    "home": "/",
    "results": "/search?q=烟花爆竹",
    "results by kind": "/search?q=监管&kind=boundary&kind=duty&sort=kind&page=2",
    "nothing found": "/search?q=魑魅魍魉",
    "bad request": "/search?q=火&page=0",
    "matter": f"/matters/{DOGS}",
    "matter of one list": "/matters/第7类专项资金监管",
    "agency": "/agencies/公安局",
    "long agency": "/agencies/财政局",
    "law": "/laws/中华人民共和国治安管理处罚法",
    "long law": "/laws/中华人民共和国预算法",
    "department": "/departments/示例县公安局",
    "long department": "/departments/邻县财政局",
    "long department, later": "/departments/邻县财政局?page=3",
    "matters": "/matters",
    "agencies": "/agencies",
    "laws": "/laws",
    "departments": "/departments",
    "about": "/about",
    "problems": "/about/problems?file=邻县公安局责任清单.txt",
    "missing": "/matters/无此事项",
}
KINDS = ("boundary", "duty", "supervision", "service")
MODES: dict[str, tuple[Literal["light", "dark"], bool]] = {
    "light": ("light", False),
    "dark": ("dark", False),
    "elder": ("light", True),
    "elder, dark": ("dark", True),
}
WIDTHS = (320, 360, 768, 1000, 1440, 2560)
MOST_BYTES = 60_000
A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def addresses(browser: Browser, counties_server: str) -> list[str]:
    """The whole addresses of all pages, a record of each kind among them."""
    with browser.new_context() as context:
        ids = [
            context.request.get(f"{counties_server}/api/search?q=养犬&kind={kind}&size=1").json()["hits"][0]["id"]
            for kind in KINDS
        ]
    return [counties_server + path for path in (*ADDRESSES.values(), *(f"/entries/{each}" for each in ids))]


def elderly(context: BrowserContext, server: str) -> None:
    """Switch the elder mode on."""
    context.request.get(f"{server}/view/elder")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN") as context:
        yield context.new_page()


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(browser: Browser, counties_server: str, addresses: list[str], mode: str) -> None:
    script = axe_script()
    scheme, elder = MODES[mode]
    found: dict[str, list[str]] = {}
    with browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}) as context:
        if elder:
            elderly(context, counties_server)
        page = context.new_page()
        for address in addresses:
            page.goto(address)
            assert page.locator("html.elder").count() == elder
            if problems := violations(page, script):
                found[unquote(address)] = problems
    assert found == {}


def test_axe_finds_nothing_on_a_phone(browser: Browser, addresses: list[str]) -> None:
    script = axe_script()
    found: dict[str, list[str]] = {}
    with browser.new_context(viewport={"width": 360, "height": 780}) as context:
        page = context.new_page()
        for address in addresses:
            page.goto(address)
            if problems := violations(page, script):
                found[unquote(address)] = problems
    assert found == {}


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
def test_nothing_runs_out_of_any_page(
    browser: Browser, counties_server: str, addresses: list[str], elder: bool
) -> None:
    wide = "document.documentElement.scrollWidth"
    with browser.new_context() as context:
        if elder:
            elderly(context, counties_server)
        page = context.new_page()
        for address in addresses:
            page.goto(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(wide) <= width, (unquote(address), width)


def requests_of(page: Page, address: str) -> list[Request]:
    """What a page asks for until it is quiet."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("requestfinished", note)
    page.goto(address, wait_until="networkidle")
    return asked


def test_each_page_is_light_and_asks_nobody_else(browser: Browser, counties_server: str, addresses: list[str]) -> None:
    for address in addresses:
        with browser.new_context() as context:  # a context of its own has an empty cache
            asked = requests_of(context.new_page(), address)
            assert all(request.url.startswith(counties_server) for request in asked)
            sizes = [request.sizes() for request in asked]
            total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
            assert 1_000 < total < MOST_BYTES, (unquote(address), total)


def test_nothing_moves_while_a_page_loads(browser: Browser, addresses: list[str]) -> None:
    watch = """
        window.shifts = [];
        new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifts.push(entry.value); })
            .observe({type: 'layout-shift', buffered: true});
    """
    settled = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shifts))))"
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        context.add_init_script(watch)
        page = context.new_page()
        for address in addresses:
            page.goto(address)
            assert page.evaluate("PerformanceObserver.supportedEntryTypes.includes('layout-shift')")
            assert page.evaluate(settled) == [], unquote(address)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_question_to_everything_around_it(browser: Browser, counties_server: str, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(counties_server)
        page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("监管")
        page.get_by_role("button", name="查找").click()
        page.locator(".facets a", has_text="职责边界").first.click()
        page.locator(".sorts a", has_text="部门").click()
        page.locator(".pager a", has_text="2").first.click()
        page.wait_for_url("**page=2*")
        assert {"page=2", "kind=boundary", "sort=department"} <= set(page.url.partition("?")[2].split("&"))
        page.goto(f"{counties_server}/search?q={DOGS}&department=邻县公安局")
        page.locator(".hits h2 a").first.click()
        expect(page.locator("h1")).to_have_text(DOGS)
        page.locator("tbody th a", has_text="县公安局").click()
        expect(page.locator("h1")).to_have_text("公安局")
        page.go_back()
        page.locator("td a", has_text="治安管理处罚法").click()
        expect(page.locator("h1")).to_have_text("《中华人民共和国治安管理处罚法》")
        page.go_back()
        page.locator(".elsewhere a", has_text="对照").click()
        expect(page.locator("thead th")).to_have_count(3)
        page.locator("thead th a", has_text="示例县公安局").click()
        page.locator(".crumbs a", has_text="示例县公安局").click()
        expect(page.locator(".contents summary")).to_have_count(4)


@pytest.mark.parametrize(("scheme", "least", "most"), [("dark", 0, 60), ("light", 240, 255)])
def test_dark_is_dark(
    browser: Browser, counties_server: str, scheme: Literal["dark", "light"], least: int, most: int
) -> None:
    shades = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(counties_server)
        assert all(least <= shade <= most for shade in page.evaluate(shades))


def printed(page: Page) -> tuple[list[tuple[int, int]], str]:
    """A page as PDF: the sizes of its sheets, and its text without blanks."""
    page.wait_for_load_state()
    sizes, texts = sheets_of(page.pdf(prefer_css_page_size=True))
    return sizes, "".join(texts)


def test_a_record_prints_as_a_clean_sheet(page: Page, counties_server: str) -> None:
    page.goto(f"{counties_server}/search?q={DOGS}&department=邻县公安局")
    page.locator(".hits h2 a").first.click()
    page.wait_for_url("**/entries/*")
    sizes, text = printed(page)
    assert sizes == [A4]
    assert DOGS in text
    assert "县农业农村局" in text
    assert "2024年7月1日,职责边界第1项" in text
    for screen_only in ("长者模式", "查找", "上一条", "固定链接", "全部事项"):
        assert screen_only not in text


def test_an_answer_prints_with_its_folded_parts(page: Page, counties_server: str) -> None:
    page.goto(f"{counties_server}/search?q=烟花爆竹")
    folded = page.locator("details.further .parties").first
    assert not folded.is_visible()
    hidden = " ".join(page.locator("details.further td").first.evaluate("node => node.textContent").split())
    _, text = printed(page)
    assert hidden[:12] in text
    assert "筛选" not in text


def go(page: Page, selector: str) -> None:
    """Reach an element with the tabulator key alone, see that its focus shows, and press Enter on it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        raise AssertionError(f"the tabulator key never comes to {selector}")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")


def test_a_look_up_by_keyboard_alone(page: Page, counties_server: str) -> None:
    page.goto(counties_server)
    page.keyboard.type(DOGS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    go(page, ".skip")
    expect(page.locator("#main")).to_be_focused()
    go(page, ".answer h3 a")
    page.wait_for_url("**/matters/*")
    go(page, "thead th:last-child a")
    page.wait_for_url("**/entries/*")
    go(page, "tbody th a")
    page.wait_for_url("**/agencies/*")
    go(page, ".crumbs a")
    page.wait_for_url(f"{counties_server}/")


def test_the_elder_mode_is_larger_and_plainer(page: Page, counties_server: str) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    page.goto(f"{counties_server}/search?q=养犬")
    plain = page.evaluate(size)
    page.get_by_role("link", name="长者模式").click()
    expect(page.locator("html.elder")).to_be_attached()
    page.wait_for_load_state()
    assert unquote(page.url) == f"{counties_server}/search?q=养犬"
    assert page.evaluate(size) >= max(24, plain * 1.3)
    heights = page.locator(".bar a.mode, .box button, .box input").evaluate_all(
        "all => all.map(node => node.getBoundingClientRect().height)"
    )
    assert min(heights) >= 60
    page.get_by_role("link", name="退出长者模式").click()
    expect(page.locator("html:not(.elder)")).to_be_attached()
    page.wait_for_load_state()
    assert page.evaluate(size) == plain


def test_large_letters_of_the_browser_are_heeded(browser: Browser, counties_server: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{counties_server}/search?q=养犬")
        page.add_style_tag(url=f"{counties_server}/static/site.css")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
