"""The chat on a page of another site, which has a strict content security policy and a style of its own."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser import DESKTOP, SMALL, without_barriers
from tests.servers import free_socket, serving
from tests.site import Client, Site

MAX_BUNDLE_BYTES = 60_000
# Everything a site can do to its own page that must not reach into the panel; the policy is the one we document.
HOST_PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Brancheclub</title><link rel="stylesheet" href="/site.css"></head>
<body><main><h1>Brancheclub</h1><p>Welkom.</p><p><a href="/meer">Meer lezen</a></p></main>
<script type="module" src="{ours}/widget.js" data-label="Doe de scan" data-side="{side}"></script></body></html>"""
HOST_STYLE = """html { font-size: 62.5%; } :root { --ink: red; --action: red; }
h1 { font-size: 2rem; }
body { font: 2rem/1.5 serif; color: #222; background: #fff; letter-spacing: 2px; text-align: center; }
button { background: red; color: yellow; } * { text-transform: uppercase; }
dialog { display: block; } .chat { display: none; }"""


@dataclass
class Embedded:
    """Our application and two other sites that show its chat, of which only `listed` may."""

    site: Site
    client: Client
    listed: str
    unlisted: str


def other_site(ours: list[str]) -> Starlette:
    """A site that shows our chat; `ours` gets our address once that is known."""

    def home(request: Request) -> HTMLResponse:
        policy = (
            f"default-src 'none'; script-src {ours[0]}; style-src 'self' {ours[0]}; connect-src {ours[0]}; "
            "img-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )
        html = HOST_PAGE.format(ours=ours[0], side=request.query_params.get("side", "right"))
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    def style(_request: Request) -> HTMLResponse:
        return HTMLResponse(HOST_STYLE, media_type="text/css")

    return Starlette(routes=[Route("/", home), Route("/site.css", style)])


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    path = tmp_path_factory.mktemp("widget") / "widget.db"
    shutil.copyfile(sqlite_template, path)
    with ExitStack() as stack:
        ours: list[str] = []
        listed, unlisted = (
            f"http://127.0.0.1:{stack.enter_context(serving(other_site(ours), free_socket()))}" for _ in range(2)
        )
        site = Site(
            f"sqlite:///{path}",
            messages_per_minute=10_000,
            conversations_per_minute=10_000,
            embed_origins=f"https://www.example.nl, {listed}",
        )
        stack.enter_context(site.surroundings())
        client = stack.enter_context(site.running())
        ours.append(str(client.http.base_url).rstrip("/"))
        yield Embedded(site, client, listed, unlisted)


@pytest.fixture
def embedded(whole: Embedded) -> Embedded:
    whole.site.rasa.reset()
    return whole


def visit(browser: Browser, address: str, viewport: dict[str, int], **more: Any) -> tuple[Page, list[str]]:
    """A visit to a page, and what the browser complains about in its console."""
    context = browser.new_context(viewport=viewport, locale="nl-NL", **more)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(address)
    return page, complaints


@pytest.fixture
def page(browser: Browser, embedded: Embedded) -> Iterator[Page]:
    page, complaints = visit(browser, embedded.listed, DESKTOP)
    yield page
    page.context.close()
    assert [text for text in complaints if "favicon" not in text] == []


def launcher(page: Page) -> Locator:
    return page.locator("maakwijzer-gesprek .launcher")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Gesprek met Maakwijzer")


def say(page: Page, text: str) -> None:
    page.get_by_label("Uw antwoord").fill(text)
    page.keyboard.press("Enter")


def test_a_whole_talk_on_another_site_under_a_strict_policy(page: Page, embedded: Embedded) -> None:
    page.get_by_role("button", name="Doe de scan").click()
    expect(page.get_by_role("button", name="Start het gesprek")).to_be_focused()
    expect(page.get_by_text("Geautomatiseerde assistent", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zullen we beginnen?")).to_be_visible()
    say(page, "vijf")
    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    say(page, "opties")
    page.get_by_label("Robots").check()
    page.get_by_role("button", name="Verstuur keuze").click()
    expect(page.get_by_text("U zei: robotics")).to_be_visible()
    say(page, "uitslag")
    expect(page.get_by_text("Regelingen die passen")).to_be_visible()
    say(page, "deel")

    expect(page.get_by_text("Uw dossiernummer is SMA-2026-000001")).to_be_visible(timeout=15_000)
    assert page.context.cookies() == []


def test_an_answer_is_changed_and_the_conversation_erased_there_too(page: Page) -> None:
    launcher(page).click()
    say(page, "vijf")
    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    page.get_by_role("button", name="Mijn antwoorden").click()
    page.get_by_role("button", name="Wijzig aantal medewerkers").click()
    page.get_by_role("dialog", name="Mijn antwoorden").get_by_role("textbox").fill("45")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Wijzig aantal medewerkers")).to_be_focused()
    expect(page.locator("#messages")).to_contain_text("Aangepast: employees is nu 45.")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_visible()
    page.get_by_role("button", name="Uw gegevens").click()
    page.get_by_role("button", name="Wis gesprek").click()

    expect(page.get_by_text("Uw gesprek is gewist.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_pictures_and_the_report_come_on_another_site_too(page: Page) -> None:
    launcher(page).click()
    say(page, "uitslag")

    expect(panel(page).get_by_role("img", name="Gereedheid en noodzaak. Nog niet bekend.")).to_be_visible()
    with page.expect_download() as download:
        panel(page).get_by_role("button", name="Download uw rapport").click()
    assert download.value.suggested_filename.startswith("uitslag-20")


def test_nothing_is_asked_of_the_server_before_the_panel_is_opened(page: Page) -> None:
    expect(launcher(page)).to_be_visible()

    assert (
        page.evaluate("performance.getEntriesByType('resource').filter((it) => it.name.includes('/api/')).length") == 0
    )
    assert page.evaluate("localStorage.length") == 0


def test_the_conversation_goes_on_after_a_reload(page: Page) -> None:
    launcher(page).click()
    say(page, "vijf")
    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Verder met uw gesprek").click()

    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    expect(page.get_by_label("Uw antwoord")).to_be_focused()


def test_neither_page_changes_the_style_of_the_other(browser: Browser, embedded: Embedded) -> None:
    looks = "(it) => { const s = getComputedStyle(it); return [s.fontSize, s.letterSpacing, s.textTransform, s.color] }"
    page, _ = visit(browser, embedded.listed, DESKTOP)
    heading = page.get_by_role("heading", name="Brancheclub")
    before = heading.evaluate(looks)
    launcher(page).click()
    say(page, "janee")
    expect(page.get_by_role("button", name="Nee", exact=True)).to_be_visible()

    assert heading.evaluate(looks) == before
    assert page.get_by_label("Uw antwoord").evaluate(looks) == ["16px", "normal", "none", "rgb(26, 36, 40)"]
    button = page.get_by_role("button", name="Nee", exact=True)
    assert button.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


def test_on_a_large_screen_the_page_stays_usable_and_escape_closes(page: Page) -> None:
    launcher(page).click()
    page.get_by_role("link", name="Meer lezen").focus()
    expect(page.get_by_role("link", name="Meer lezen")).to_be_focused()
    page.get_by_label("Uw antwoord").focus()
    page.keyboard.press("Escape")

    expect(panel(page)).not_to_be_visible()
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")


def test_on_a_phone_the_panel_keeps_the_focus_until_it_is_closed(browser: Browser, embedded: Embedded) -> None:
    page, _ = visit(browser, embedded.listed, SMALL)
    launcher(page).click()
    expect(panel(page)).to_be_visible()
    within = "document.activeElement === document.body || document.activeElement.localName === 'maakwijzer-gesprek'"
    for _ in range(15):
        page.keyboard.press("Tab")
        assert page.evaluate(within)
    box = panel(page).bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (320, 640)
    page.keyboard.press("Escape")

    expect(panel(page)).not_to_be_visible()
    expect(launcher(page)).to_be_focused()
    page.context.close()


def test_a_panel_follows_the_size_of_the_window(page: Page) -> None:
    launcher(page).click()
    page.set_viewport_size(SMALL)
    expect(panel(page)).to_have_js_property("offsetWidth", 320)
    page.set_viewport_size(DESKTOP)

    expect(panel(page)).to_have_js_property("offsetWidth", 432)
    expect(launcher(page)).to_have_attribute("aria-expanded", "true")


def test_a_site_that_is_not_listed_shows_no_chat(browser: Browser, embedded: Embedded) -> None:
    page, complaints = visit(browser, embedded.unlisted, DESKTOP)

    expect(page.get_by_role("heading", name="Brancheclub")).to_be_visible()
    expect(page.locator("maakwijzer-gesprek")).to_have_count(0)
    assert any("CORS" in text for text in complaints)
    refused = page.evaluate(
        "(url) => fetch(url, {method: 'POST'}).then(() => 'in', () => 'out')",
        f"{str(embedded.client.http.base_url).rstrip('/')}/api/v1/chat/conversations",
    )
    assert refused == "out"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, DESKTOP], ids=["320", "1280"])
def test_no_accessibility_findings_in_the_panel(
    browser: Browser, embedded: Embedded, viewport: dict[str, int], scheme: str
) -> None:
    # Axe adds style of its own, which a strict policy rightly refuses.
    page, _ = visit(browser, embedded.listed, viewport, color_scheme=scheme, bypass_csp=True)

    def check(state: str) -> None:
        without_barriers(page, state, within="maakwijzer-gesprek")

    expect(launcher(page)).to_be_visible()
    check("closed")
    launcher(page).click()
    check("invitation")
    say(page, "uitslag")
    expect(page.get_by_text("Wilt u verder?")).to_be_visible()
    check("result")
    say(page, "opties")
    expect(page.get_by_label("Robots")).to_be_visible()
    check("multiple choice")
    page.get_by_role("button", name="Mijn antwoorden").click()
    expect(page.get_by_text("Er staan nog geen antwoorden genoteerd.")).to_be_visible()
    check("answers")
    page.context.close()


def test_the_bundle_is_small(page: Page, embedded: Embedded) -> None:
    launcher(page).click()
    expect(page.get_by_role("button", name="Start het gesprek")).to_be_visible()
    files = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    ours = [name for name in files if name.startswith(str(embedded.client.http.base_url).rstrip("/"))]

    assert sum(len(embedded.client.http.get(address).content) for address in ours) < MAX_BUNDLE_BYTES
