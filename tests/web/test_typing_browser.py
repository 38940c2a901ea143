"""Typing into the box, in a real browser: keyboard, mouse, input methods, slow answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, Request, Route, expect

from indexer.build import build
from indexer.sources.collect import collect
from tests.support.hostile_list import MATTER, write_hostile_list
from tests.support.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may not complain."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1000, "height": 700}) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert complaints == []


@pytest.fixture
def box(page: Page, server: str) -> Locator:
    """The box of the results page, empty and focused."""
    page.goto(f"{server}/search?q=养犬")
    box = page.get_by_role("combobox")
    box.fill("")
    expect(page.get_by_role("listbox")).to_be_hidden()
    return box


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def type_and_wait(page: Page, box: Locator, text: str) -> list[str]:
    box.press_sequentially(text)
    expect(options(page).first).to_be_visible()
    expect(options(page).filter(has_text=text).first).to_be_visible()
    return options(page).all_inner_texts()


def active(page: Page) -> str | None:
    """The text of the suggestion that a screen reader is told of, or None."""
    text: str | None = page.evaluate(
        """() => {
            const id = document.activeElement.getAttribute("aria-activedescendant");
            return id && document.getElementById(id).textContent;
        }"""
    )
    return text


def expect_search(page: Page, text: str) -> None:
    """The full page of a search comes."""
    page.wait_for_url(lambda url: unquote(urlsplit(url).query) == f"q={text}")
    assert text in page.locator("h1").inner_text()


def press_in_input_method(devices: CDPSession, key: str) -> None:
    """A key that the input method takes: browsers give it the key code 229."""
    for kind in ("rawKeyDown", "keyUp"):
        devices.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "windowsVirtualKeyCode": 229})


def asked(request: Request) -> str:
    """What a request asks to complete, "" for other requests."""
    parts = urlsplit(request.url)
    return parse_qs(parts.query)["q"][0] if parts.path == "/api/suggest" else ""


def test_a_suggestion_is_chosen_by_keyboard(page: Page, box: Locator) -> None:
    assert box.get_attribute("aria-expanded") == "false"
    texts = type_and_wait(page, box, "烟花")
    assert len(texts) > 2
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert active(page) == texts[1]
    assert options(page).nth(1).get_attribute("aria-selected") == "true"
    assert page.locator("[aria-selected=true]").count() == 1
    assert box.input_value() == "烟花"
    page.keyboard.press("Enter")
    expect_search(page, texts[1])


def test_arrows_go_round_by_way_of_the_field(page: Page, box: Locator) -> None:
    texts = type_and_wait(page, box, "烟花")
    for expected in (texts[-1], *reversed(texts[:-1]), None, texts[-1]):
        page.keyboard.press("ArrowUp")
        assert active(page) == expected
    page.keyboard.press("ArrowDown")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert active(page) == texts[0]


@pytest.mark.parametrize(("key", "place"), [("Home", 0), ("End", 2), ("ArrowLeft", 1)])
def test_keys_of_the_field_go_back_to_it(page: Page, box: Locator, key: str, place: int) -> None:
    type_and_wait(page, box, "烟花")
    page.keyboard.press("ArrowDown")
    assert active(page) is not None
    page.keyboard.press(key)
    assert active(page) is None
    assert box.evaluate("field => field.selectionStart") == place


def test_enter_searches_what_was_typed(page: Page, box: Locator) -> None:
    type_and_wait(page, box, "校车")
    page.keyboard.press("Enter")
    expect_search(page, "校车")


def test_escape_closes_then_empties(page: Page, box: Locator) -> None:
    type_and_wait(page, box, "烟花")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    assert active(page) is None
    assert box.input_value() == "烟花"
    page.keyboard.press("Escape")
    assert box.input_value() == ""


def test_arrow_down_opens_a_closed_list(page: Page, box: Locator) -> None:
    texts = type_and_wait(page, box, "烟花")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    assert active(page) == texts[0]


def test_tab_leaves_without_choosing(page: Page, box: Locator) -> None:
    type_and_wait(page, box, "烟花")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == "烟花"
    assert page.evaluate("document.activeElement.textContent") == "查找"


def test_a_suggestion_is_chosen_with_the_mouse(page: Page, box: Locator) -> None:
    texts = type_and_wait(page, box, "烟花")
    options(page).last.click()
    expect_search(page, texts[-1])


def test_a_click_elsewhere_closes(page: Page, box: Locator) -> None:
    type_and_wait(page, box, "烟花")
    page.mouse.click(900, 650)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_counts_are_announced(page: Page, box: Locator) -> None:
    texts = type_and_wait(page, box, "烟花")
    status = page.locator("form.box [role=status]")
    assert status.inner_text() == f"有 {len(texts)} 条联想词，按上下方向键选择"
    box.fill("魑魅魍魉")
    expect(status).to_have_text("没有联想词")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_the_list_moves_nothing(page: Page, box: Locator) -> None:
    page.evaluate("window.scrollTo(0, 0)")
    places = "[...document.querySelectorAll('h1, main *, footer')].map(one => one.getBoundingClientRect().top)"
    before = page.evaluate(places)
    type_and_wait(page, box, "烟花")
    assert page.evaluate(places) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_an_input_method_is_left_alone_until_it_is_done(page: Page, box: Locator) -> None:
    questions: list[str] = []
    page.on("request", lambda request: questions.append(asked(request)) if asked(request) else None)
    address = page.url
    devices = page.context.new_cdp_session(page)
    box.focus()
    for letters in ("y", "ya", "yan", "yan'h", "yan'hua"):
        place = len(letters)
        devices.send("Input.imeSetComposition", {"text": letters, "selectionStart": place, "selectionEnd": place})
    for key in ("Enter", "Process"):
        press_in_input_method(devices, key)
    assert box.input_value() == "yan'hua"
    assert page.evaluate("new Promise(done => setTimeout(() => done(true), 400))")  # longer than the box waits
    assert questions == []
    assert page.url == address
    expect(page.get_by_role("listbox")).to_be_hidden()
    devices.send("Input.insertText", {"text": "烟花"})
    expect(options(page).first).to_be_visible()
    assert questions == ["烟花"]
    assert box.input_value() == "烟花"
    assert all("烟花" in text for text in options(page).all_inner_texts())


def test_composing_again_closes_the_list_and_finishes_it_anew(page: Page, box: Locator) -> None:
    type_and_wait(page, box, "烟花")
    devices = page.context.new_cdp_session(page)
    devices.send("Input.imeSetComposition", {"text": "bao", "selectionStart": 3, "selectionEnd": 3})
    expect(page.get_by_role("listbox")).to_be_hidden()
    devices.send("Input.insertText", {"text": "爆竹"})
    expect(options(page).first).to_be_visible()
    assert box.input_value() == "烟花爆竹"
    page.keyboard.press("ArrowDown")
    assert "烟花爆竹" in str(active(page))
    press_in_input_method(devices, "Enter")  # Safari sends it when the composition has already ended
    expect(options(page).first).to_be_visible()
    assert box.input_value() == "烟花爆竹"


def test_keys_in_a_row_make_one_question(page: Page, box: Locator) -> None:
    questions: list[str] = []
    page.on("request", lambda request: questions.append(asked(request)) if asked(request) else None)
    box.evaluate(
        """field => ["烟", "烟花", "烟花爆", "烟花爆竹"].forEach(text => {
            field.value = text;
            field.dispatchEvent(new InputEvent("input", {bubbles: true}));
        })"""
    )
    expect(options(page).first).to_be_visible()
    assert questions == ["烟花爆竹"]


@pytest.mark.parametrize("old_browser", [False, True], ids=["can-abort", "cannot-abort"])
def test_a_late_answer_is_not_shown(browser: Browser, server: str, old_browser: bool) -> None:
    held: list[Route] = []

    def slow(route: Route) -> None:
        if asked(route.request) == "烟花":
            held.append(route)
        else:
            route.continue_()

    with browser.new_context() as context:
        if old_browser:
            context.add_init_script("delete window.AbortController")
        page = context.new_page()
        page.route("**/api/suggest*", slow)
        page.goto(f"{server}/search?q=养犬")
        box = page.get_by_role("combobox")
        box.fill("烟花")
        page.wait_for_event("request", lambda request: asked(request) == "烟花") if not held else None
        box.fill("校车")
        expect(options(page).filter(has_text="校车").first).to_be_visible()
        (first,) = held
        if old_browser:
            with page.expect_response(lambda response: asked(response.request) == "烟花"):
                first.continue_()
        else:
            assert first.request.failure  # given up
        page.evaluate("new Promise(done => setTimeout(done, 50))")  # time to make the mistake
        assert not any("烟花" in text for text in options(page).all_inner_texts())
        assert all("校车" in text for text in options(page).all_inner_texts())


def test_without_suggestions_the_box_still_searches(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/api/suggest*", lambda route: route.abort())
        page.goto(server)
        box = page.get_by_role("combobox")
        with page.expect_event("requestfailed"):
            box.fill("校车")
        expect(page.get_by_role("listbox")).to_be_hidden()
        page.keyboard.press("Enter")
        expect_search(page, "校车")


def test_suggestions_are_texts(browser: Browser, tmp_path: Path) -> None:
    write_hostile_list(tmp_path)
    build(collect([tmp_path]), tmp_path / "index")
    with serving(tmp_path / "index") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("combobox").fill("恶意")
        expect(options(page).first).to_be_visible()
        assert MATTER in options(page).all_text_contents()
        assert page.locator("[role=listbox] script, [role=listbox] img").count() == 0
        assert page.evaluate("window.hacked") is None
