"""The pages in a real browser: with scripts off, on a phone, in the dark, by keyboard, and without barriers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.app import create_app
from tests.api.conftest import make_settings
from tests.browser import MAX_PAGE_BYTES, look
from tests.servers import free_socket, serving

SIZES = {"telefoon": {"width": 320, "height": 640}, "scherm": {"width": 1280, "height": 900}}
PAGES = [
    *("/scan", "/regelingen", "/regelingen?q=scholing", "/regelingen/wbso", "/regelingen/mit_kennisvoucher"),
    *("/voorbeelden", "/voorbeelden/aae-helmond-cobot", "/zoeken", "/zoeken?q=cobots", "/zoeken?q=pizza"),
    *("/hoe-het-werkt", "/toegankelijkheid", "/bestaat-niet"),
]


@pytest.fixture(scope="module")
def address(sqlite_template: Path) -> Iterator[str]:
    sock = free_socket()
    url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    with serving(create_app(make_settings(f"sqlite:///{sqlite_template}", public_url=url)), sock):
        yield url


def opened(browser: Browser, address: str, size: str = "scherm", **options: object) -> BrowserContext:
    return browser.new_context(base_url=address, locale="nl-NL", viewport=SIZES[size], **options)  # type: ignore[arg-type]


def fill(page: Page) -> None:
    page.goto("/scan")
    page.get_by_label("Wat is de naam van uw bedrijf?").fill("Lasserij Twente")
    page.get_by_label("In welke plaats staat uw bedrijf?").fill("7553")
    page.get_by_label("Hoeveel mensen werken er bij u").fill("45")
    page.get_by_label("Hoeveel omzet hebt u").fill("6 miljoen")
    page.locator("#technologies-robotics").check()
    page.locator("#mrl_evidence-4").check()
    page.locator("#importance-important").check()
    page.locator("#digital_vision-rough").check()


def send(page: Page) -> None:
    page.get_by_role("button", name="Toon mijn uitslag").click()


def test_from_the_first_question_to_the_result_with_scripts_off(browser: Browser, address: str) -> None:
    context = opened(browser, address, "telefoon", java_script_enabled=False)
    page = context.new_page()
    fill(page)
    page.get_by_label("Hoeveel mensen werken er bij u").fill("veel")

    send(page)
    expect(page.get_by_role("alert")).to_contain_text("niet als getal")
    expect(page.get_by_label("Hoeveel omzet hebt u")).to_have_value("6 miljoen")
    expect(page.locator("#mrl_evidence-4")).to_be_checked()

    page.get_by_label("Hoeveel mensen werken er bij u").fill("45")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("De uitslag van Lasserij Twente")
    expect(page.get_by_text("4 van de 9")).to_be_visible()
    page.get_by_text("Past niet:").click()
    page.get_by_role("button", name="Pas uw antwoorden aan").click()
    expect(page.get_by_label("Wat is de naam van uw bedrijf?")).to_have_value("Lasserij Twente")
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize(("size", "scheme"), [("telefoon", "light"), ("scherm", "dark")])
def test_no_page_has_barriers(browser: Browser, address: str, size: str, scheme: str) -> None:
    context = opened(browser, address, size, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    for path in PAGES:
        page.goto(path)
        look(page, f"{path.strip('/').replace('/', '-').replace('?', '-')}-{size}-{scheme}")
    fill(page)
    page.get_by_text("vragen voor een scherper beeld").click()
    page.get_by_text("Uitleg bij aantal medewerkers").click()
    look(page, f"scan-open-{size}-{scheme}")
    page.get_by_label("Hoeveel omzet hebt u").fill("8")
    send(page)
    look(page, f"scan-fout-{size}-{scheme}")
    page.get_by_label("Hoeveel omzet hebt u").fill("8 miljoen")
    send(page)
    page.evaluate("document.querySelectorAll('main details').forEach((it) => { it.open = true; })")
    look(page, f"uitslag-{size}-{scheme}")

    assert [told for told in complaints if "404" not in told and "400" not in told] == []
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_another_answer_is_tried_and_what_changes_is_named(browser: Browser, address: str, scripts: bool) -> None:
    context = opened(browser, address, "telefoon", java_script_enabled=scripts)
    page = context.new_page()
    fill(page)
    send(page)
    what_if = page.locator("#wat-als")
    what_if.get_by_text("Plan voor digitalisering: Globaal beeld").click()

    what_if.get_by_label("Plan in uitvoering").check()
    if not scripts:
        what_if.get_by_role("button", name="Bekijk het verschil bij Plan voor digitalisering").click()

    expect(what_if.get_by_role("status")).to_contain_text("Gereedheid gaat van 33 naar 100.")
    expect(what_if.get_by_label("Plan in uitvoering")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download het rapport").click()
    assert download.value.suggested_filename.endswith(".pdf")
    context.close()


def test_the_action_list_can_be_copied(browser: Browser, address: str) -> None:
    context = opened(browser, address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    fill(page)
    send(page)
    page.get_by_text("Uw actielijst om te kopiëren").click()
    page.get_by_role("button", name="Kopieer").click()

    expect(page.get_by_text("De lijst is gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Actielijst van Lasserij Twente")
    context.close()


def test_every_page_is_small(browser: Browser, address: str) -> None:
    context = opened(browser, address)
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))

    def weight() -> int:
        page.wait_for_load_state("networkidle")
        total = sum(sizes)
        sizes.clear()
        return total

    for path in PAGES:
        context.clear_cookies()
        page.goto(path)
        assert weight() < MAX_PAGE_BYTES, path
    fill(page)
    sizes.clear()
    send(page)
    assert weight() < MAX_PAGE_BYTES, "uitslag"
    context.close()


def test_the_form_by_keyboard_only(browser: Browser, address: str) -> None:
    context = opened(browser, address)
    page = context.new_page()
    page.goto("/scan")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.get_by_label("Wat is de naam van uw bedrijf?").focus()
    page.keyboard.type("Smederij Vonk")
    page.locator("#importance-very_important").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Toon mijn uitslag").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("De uitslag van Smederij Vonk")
    context.close()
