"""The embedded box on another site's page, in a real browser: with and without scripts, with the service down."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from indexer.build import build
from indexer.sources.collect import collect
from tests.support.host_site import HostSite, host_site
from tests.support.hostile_list import EVIL, MATTER, write_hostile_list
from tests.support.serving import serving

pytestmark = pytest.mark.browser

# A page whose own rules would ruin a box that is not kept apart.
_HARSH = """<style>
html { font-size: 40px; } * { color: red !important; font-family: monospace !important; }
input { display: none !important; } form, ul, dl { float: right; position: static !important; }
</style>"""


@pytest.fixture(scope="module")
def host() -> Iterator[HostSite]:
    with host_site() as site:
        yield site


@pytest.fixture(autouse=True)
def no_policy(host: HostSite) -> None:
    host.policy = ""


@pytest.fixture(scope="module")
def site(county_index: Path, host: HostSite) -> Iterator[str]:
    """A server that lets the host site embed it."""
    with serving(county_index, **{"QINGDAN_EMBED_ORIGINS": host.address}) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="zh-CN", viewport={"width": 900, "height": 900}) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that may not complain."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def snippets(site: str, **options: str) -> tuple[str, str]:
    """The code for scripts and the code for frames, from the page that writes it."""
    html = BeautifulSoup(urllib.request.urlopen(f"{site}/embed?{urlencode(options)}").read(), "lxml")
    codes = [html.select_one(f"textarea#{name}") for name in ("code", "frame-code")]
    assert all(codes)
    return tuple(code.get_text() for code in codes if code)  # type: ignore[return-value]


def answer(site: str, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = json.load(urllib.request.urlopen(f"{site}/api/search?{urlencode(query)}"))
    return found


def searched(address: str) -> dict[str, list[str]]:
    """The query of an address of the full page."""
    parts = urlsplit(address)
    assert parts.path == "/search"
    return parse_qs(parts.query)


def test_the_answer_comes_in_place(page: Page, site: str, host: HostSite) -> None:
    page.goto(host.put(snippets(site)[0]))
    box = page.get_by_role("combobox")
    box.fill("烟花爆竹")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("article.matter").first).to_be_visible()
    expected = answer(site, q="烟花爆竹")
    first = [line for line in expected["agencies"] if line["id"] == expected["agencies"][0]["id"]]
    matter = page.locator("article.matter").first
    assert matter.locator("h3").inner_text() == first[0]["matter"]
    assert [name.strip() for name in matter.locator("dt").all_inner_texts()] == [line["agency"] for line in first]
    assert matter.locator("dd").all_text_contents() == [line["role"] for line in first]
    status = page.locator(".status")
    assert status.get_attribute("role") == "status"
    assert status.inner_text() == f"共 {expected['total']} 条，下面是最相关事项的负责部门"
    assert page.url.startswith(host.address)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="查看全部").click()
    assert searched(popup.value.url) == {"q": ["烟花爆竹"]}
    with page.expect_popup() as popup:
        matter.locator("h3 a").click()
    assert popup.value.url == f"{site}/entries/{first[0]['id']}"


def test_a_search_without_an_answer_lists_hits_or_says_so(page: Page, site: str, host: HostSite) -> None:
    page.goto(host.put(snippets(site)[0]))
    box = page.get_by_role("combobox")
    expected = answer(site, q="工地拖欠工资")
    assert not expected["agencies"]
    box.fill("工地拖欠工资")
    box.press("Enter")
    expect(page.locator(".hits li").first).to_be_visible()
    assert page.locator(".hits a").all_inner_texts() == [hit["title"] for hit in expected["hits"][:5]]
    box.fill("魑魅魍魉")
    box.press("Enter")
    expect(page.locator(".status")).to_contain_text("没有找到")
    assert page.locator(".hits li").count() == 0


def test_suggestions_come_by_keyboard(page: Page, site: str, host: HostSite) -> None:
    page.goto(host.put(snippets(site)[0]))
    box = page.get_by_role("combobox")
    box.press_sequentially("烟花")
    option = page.get_by_role("option").filter(has_text="烟花").first
    expect(option).to_be_visible()
    text = option.inner_text()
    box.press("ArrowDown")
    assert option.get_attribute("id") == box.get_attribute("aria-activedescendant")
    box.press("Enter")
    expect(page.locator("article.matter, .hits li").first).to_be_visible()
    assert box.input_value() == text
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_input_methods_are_left_alone(page: Page, context: BrowserContext, site: str, host: HostSite) -> None:
    page.goto(host.put(snippets(site)[0]))
    box = page.get_by_role("combobox")
    box.focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    devices = context.new_cdp_session(page)
    devices.send("Input.imeSetComposition", {"text": "yanhua", "selectionStart": 6, "selectionEnd": 6})
    page.evaluate("new Promise(done => setTimeout(done, 400))")  # longer than the box waits
    assert asked == []
    devices.send("Input.insertText", {"text": "烟花"})
    expect(page.get_by_role("option").first).to_be_visible()
    assert asked == [f"{site}/api/suggest?q={quote('烟花')}"]


def test_the_options_are_kept(page: Page, site: str, host: HostSite) -> None:
    code, _ = snippets(site, department="示例县公安局", placeholder="办什么事", accent="#b00020")
    page.goto(host.put(code))
    box = page.get_by_role("combobox")
    assert box.get_attribute("placeholder") == "办什么事"
    button = page.get_by_role("button", name="查找")
    assert button.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(176, 0, 32)"
    box.fill("治安")
    box.press("Enter")
    expect(page.locator(".all a")).to_be_visible()
    total = answer(site, q="治安", department="示例县公安局")["total"]
    assert page.locator(".status").inner_text().startswith(f"共 {total} 条")
    shown = page.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert searched(shown[-1]) == {"q": ["治安"], "department": ["示例县公安局"]}


def test_the_box_can_lead_to_the_full_page(page: Page, site: str, host: HostSite) -> None:
    code, _ = snippets(site, answers="page", department="示例县公安局")
    page.goto(host.put(code))
    page.get_by_role("combobox").fill("烟花爆竹")
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    assert searched(popup.value.url) == {"q": ["烟花爆竹"], "department": ["示例县公安局"]}
    assert page.locator("article.matter").count() == 0


def test_neither_page_spoils_the_other(page: Page, site: str, host: HostSite) -> None:
    script = f'<script async src="{site}/embed.js"></script>'
    page.goto(host.put(f'<p id="own">原有文字</p><button>原有按钮</button>{script}', head=_HARSH))
    box = page.get_by_role("combobox")
    expect(box).to_be_visible()
    looks = box.evaluate("box => { const s = getComputedStyle(box); return [s.fontSize, s.color, s.fontFamily]; }")
    assert looks[:2] == ["16px", "rgb(27, 33, 38)"]
    assert "monospace" not in looks[2]
    own = page.locator("button", has_text="原有按钮")
    assert own.evaluate("button => getComputedStyle(button).backgroundColor") != box.locator(
        "xpath=../button"
    ).evaluate("button => getComputedStyle(button).backgroundColor")
    for name in ("combobox", "mount", "STYLE", "settings"):
        assert page.evaluate("name => name in window", name) is False


def test_strict_policies_of_the_page_are_kept(page: Page, site: str, host: HostSite) -> None:
    host.policy = f"default-src 'self'; img-src data:; script-src {site}; connect-src {site}; form-action {site}"
    page.goto(host.put(f'<script async src="{site}/embed.js" data-accent="#b00020"></script>'))
    button = page.get_by_role("button", name="查找")
    assert button.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(176, 0, 32)"
    page.get_by_role("combobox").fill("养犬管理")
    button.click()
    expect(page.locator("article.matter").first).to_be_visible()


def test_what_was_typed_before_the_script_came_stays(page: Page, site: str, host: HostSite) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/embed.js", hold)
    page.goto(host.put(snippets(site)[0]), wait_until="commit")
    field = page.locator("input[name=q]")
    field.fill("养犬")
    waiting[0].continue_()
    expect(page.get_by_role("combobox")).to_have_value("养犬")
    assert page.locator("form").count() == 1


@pytest.mark.parametrize("lost", ["scripts", "shadow roots", "fetch"])
def test_without_what_it_needs_a_plain_form_searches(browser: Browser, site: str, host: HostSite, lost: str) -> None:
    with browser.new_context(java_script_enabled=lost != "scripts") as context:
        if lost == "shadow roots":
            context.add_init_script("delete Element.prototype.attachShadow")
        if lost == "fetch":
            context.add_init_script("delete window.fetch")
        page = context.new_page()
        page.goto(host.put(snippets(site, department="示例县公安局")[0]))
        assert page.locator("form").count() == 1
        page.get_by_role("searchbox", name="查职责清单").fill("烟花爆竹")
        with page.expect_popup() as popup:
            page.get_by_role("button", name="查找").click()
        assert searched(popup.value.url) == {"q": ["烟花爆竹"], "department": ["示例县公安局"]}


def test_one_line_alone_makes_a_form_in_an_old_browser(browser: Browser, site: str, host: HostSite) -> None:
    with browser.new_context() as context:
        context.add_init_script("delete Element.prototype.attachShadow")
        page = context.new_page()
        page.goto(host.put(f'<script async src="{site}/embed.js" data-region="示例市示例县"></script>'))
        page.get_by_role("searchbox").fill("养犬")
        with page.expect_popup() as popup:
            page.keyboard.press("Enter")
        assert searched(popup.value.url) == {"q": ["养犬"], "region": ["示例市示例县"]}


def test_when_the_service_goes_down_the_box_is_a_plain_form(
    context: BrowserContext, county_index: Path, host: HostSite
) -> None:
    page = context.new_page()
    with serving(county_index, **{"QINGDAN_EMBED_ORIGINS": host.address}) as address:
        page.goto(host.put(snippets(address)[0]))
        page.get_by_role("combobox").fill("烟花爆竹")
        page.get_by_role("button", name="查找").click()
        expect(page.locator("article.matter").first).to_be_visible()
    page.get_by_role("combobox").fill("养犬")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".status")).to_contain_text("暂时连不上检索服务")
    assert page.locator("article.matter").count() == 0
    with context.expect_event("request", lambda request: urlsplit(request.url).path == "/search") as asked:
        page.get_by_role("button", name="查找").click()
    assert searched(asked.value.url) == {"q": ["养犬"]}


def test_when_the_script_does_not_come_the_form_stays(
    context: BrowserContext, county_index: Path, host: HostSite
) -> None:
    with serving(county_index, **{"QINGDAN_EMBED_ORIGINS": host.address}) as address:
        where = host.put(snippets(address)[0])
    page = context.new_page()
    page.goto(where)
    page.get_by_role("searchbox", name="查职责清单").fill("养犬")
    with context.expect_event("request", lambda request: urlsplit(request.url).path == "/search") as asked:
        page.get_by_role("button", name="查找").click()
    assert searched(asked.value.url) == {"q": ["养犬"]}


def test_a_site_that_is_not_listed_gets_a_plain_form(context: BrowserContext, server: str, host: HostSite) -> None:
    page = context.new_page()
    page.goto(host.put(snippets(server)[0]))
    page.get_by_role("combobox").fill("养犬")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".status")).to_contain_text("暂时连不上检索服务")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="查找").click()
    assert searched(popup.value.url) == {"q": ["养犬"]}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_frame_answers_on_another_site(browser: Browser, site: str, host: HostSite, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(host.put(snippets(site, accent="#b00020")[1]))
        frame = page.frame_locator("iframe[title=查职责清单]")
        frame.locator("input[name=q]").fill("烟花爆竹")
        button = frame.get_by_role("button", name="查找")
        assert button.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(176, 0, 32)"
        button.click()
        expect(frame.locator("article.matter").first).to_be_visible()
        assert page.url.startswith(host.address)
        with page.expect_popup() as popup:
            frame.get_by_role("link", name="查看全部").click()
        assert searched(popup.value.url) == {"q": ["烟花爆竹"]}


def test_the_frame_is_refused_where_it_is_not_allowed(context: BrowserContext, server: str, host: HostSite) -> None:
    page = context.new_page()
    page.goto(host.put(snippets(server)[1]))
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    assert frame.locator("input").count() == 0


def test_hostile_lists_are_texts_in_the_box_and_the_frame(
    context: BrowserContext, host: HostSite, tmp_path: Path
) -> None:
    write_hostile_list(tmp_path)
    build(collect([tmp_path]), tmp_path / "index")
    with serving(tmp_path / "index", **{"QINGDAN_EMBED_ORIGINS": host.address}) as address:
        page = context.new_page()
        code, frame_code = snippets(address)
        page.goto(host.put(code + frame_code))
        own = page.get_by_role("combobox")
        frame = page.frame_locator("iframe")
        for field in (own, frame.get_by_role("combobox")):
            field.fill("恶意事项")
            expect(field.locator("xpath=..").get_by_role("option").first).to_be_visible()
            field.press("Enter")
        for place in (page, frame):
            matter = place.locator("article.matter").first
            expect(matter).to_be_visible()
            assert matter.locator("h2, h3").inner_text() == MATTER
            text = matter.text_content() or ""
            assert all(evil in text for evil in EVIL)
            assert matter.locator("script, img").count() == 0
        assert page.evaluate("window.hacked") is None
        assert all(each.evaluate("window.hacked") is None for each in page.frames)


def test_the_page_that_writes_the_snippet_shows_it_at_work(page: Page, site: str) -> None:
    page.goto(f"{site}/embed")
    page.get_by_label("按钮颜色").fill("#b00020")
    page.get_by_label("框里的提示文字").fill("办什么事")
    page.get_by_role("button", name="生成代码").click()
    preview = page.get_by_role("region", name="代码的效果").first
    box = preview.get_by_role("combobox")
    assert box.get_attribute("placeholder") == "办什么事"
    box.fill("烟花爆竹")
    preview.get_by_role("button", name="查找").click()
    expect(preview.locator("article.matter").first).to_be_visible()
    assert 'data-accent="#b00020"' in page.get_by_label("粘贴到网页里").input_value()
    framed = page.frame_locator("iframe").get_by_role("combobox")
    assert framed.get_attribute("placeholder") == "办什么事"
