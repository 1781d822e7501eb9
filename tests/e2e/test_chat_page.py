"""The chat in a real browser, against the whole application with a stand-in for Rasa."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import DESKTOP, MAX_PAGE_BYTES, SMALL, without_barriers
from tests.site import Client, Site


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Client]]:
    """One application for all tests here; each begins a conversation of its own in it."""
    path = tmp_path_factory.mktemp("page") / "page.db"
    shutil.copyfile(sqlite_template, path)
    site = Site(f"sqlite:///{path}", messages_per_minute=10_000, conversations_per_minute=10_000)
    with site.surroundings(), site.running() as client:
        yield site, client


@pytest.fixture
def site(whole: tuple[Site, Client]) -> Site:
    whole[0].rasa.reset()
    whole[0].cases.reset()
    return whole[0]


@pytest.fixture
def running(whole: tuple[Site, Client], site: Site) -> Client:
    return whole[1]


@pytest.fixture
def page(browser: Browser, running: Client) -> Iterator[Page]:
    """The home page on a desktop. Whatever the browser complains about in its console fails the test."""
    context = browser.new_context(viewport=DESKTOP, locale="nl-NL", base_url=str(running.http.base_url))
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto("/")
    yield page
    context.close()
    assert complaints == []


def start(page: Page) -> None:
    page.get_by_role("button", name="Start het gesprek").click()
    expect(page.get_by_text("Zullen we beginnen?")).to_be_visible()


def say(page: Page, text: str) -> None:
    page.get_by_label("Uw antwoord").fill(text)
    page.keyboard.press("Enter")


def items(page: Page) -> list[str]:
    return [re.sub(r"\s+", " ", text) for text in page.locator("#messages > li .words").all_inner_texts()]


def test_nothing_is_begun_before_the_person_begins(page: Page, site: Site) -> None:
    expect(page.get_by_role("log")).to_be_attached()
    expect(page.get_by_text("Geautomatiseerde assistent", exact=True)).to_be_visible()

    assert page.evaluate("localStorage.length") == 0
    assert site.rasa.received == []


def test_a_person_may_just_type_instead_of_pressing_start(page: Page) -> None:
    say(page, "met z'n vijven")

    expect(page.get_by_text("U zei: met z'n vijven")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("geautomatiseerde assistent")


def test_typed_words_are_answered_and_the_focus_stays(page: Page) -> None:
    start(page)
    say(page, "vijf")

    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    expect(page.get_by_label("Uw antwoord")).to_be_focused()
    expect(page.get_by_label("Uw antwoord")).to_have_value("")
    expect(page.get_by_label("Vraag 2 van ongeveer 27")).to_have_attribute("max", "27")
    assert page.locator("#messages > li").nth(3).text_content().startswith("U: ")


def test_shift_with_enter_gives_a_new_line(page: Page, site: Site) -> None:
    start(page)
    page.get_by_label("Uw antwoord").type("een")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("twee")
    page.keyboard.press("Enter")
    expect(page.get_by_text("U zei: een")).to_be_visible()

    assert site.rasa.received[0]["text"] == "een\ntwee"


def test_a_multiple_choice_is_answered_with_checkboxes(page: Page, site: Site) -> None:
    start(page)
    say(page, "opties")
    page.get_by_label("Sensoren").check()
    page.get_by_label("Robots").check()
    page.get_by_role("button", name="Verstuur keuze").click()
    expect(page.get_by_text("U zei: sensors,robotics")).to_be_visible()

    assert "Sensoren, Robots" in items(page)
    assert site.rasa.received[-1]["payload"] == "sensors,robotics"
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.get_by_label("Uw antwoord")).to_be_focused()


def test_sending_no_choice_says_what_to_do(page: Page, site: Site) -> None:
    start(page)
    say(page, "opties")
    page.get_by_role("button", name="Verstuur keuze").click()

    expect(page.get_by_text("Kies er eerst een of meer")).to_be_visible()
    assert len(site.rasa.received) == 1


def test_a_button_answers_and_old_buttons_go_away(page: Page) -> None:
    start(page)
    say(page, "janee")
    page.get_by_role("button", name="Nee", exact=True).click()

    expect(page.get_by_text("U zei: no")).to_be_visible()
    expect(page.get_by_role("log").get_by_role("button")).to_have_count(0)


def test_a_result_has_headings_and_lists(page: Page) -> None:
    start(page)
    say(page, "uitslag")
    result = page.locator(".message.result")

    expect(result.locator("strong")).to_have_text(["Uw uitslag", "Regelingen die passen", "Volgende stap"])
    expect(result.locator("ul > li")).to_have_count(2)
    expect(result.locator("ol > li")).to_have_count(2)


def test_a_result_comes_with_its_picture_in_words_too_and_the_report_to_take_along(page: Page) -> None:
    start(page)
    say(page, "uitslag")

    picture = page.get_by_role("img", name="Gereedheid en noodzaak. Nog niet bekend.")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 420
    with page.expect_download() as download:
        page.get_by_role("button", name="Download uw rapport").click()
    assert re.fullmatch(r"uitslag-\d{4}-\d\d-\d\d\.pdf", download.value.suggested_filename)
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_the_result_opens_on_a_page_of_its_own(page: Page) -> None:
    start(page)
    expect(page.get_by_role("button", name="Uw uitslag")).to_be_hidden()
    say(page, "uitslag")
    page.get_by_role("button", name="Uw uitslag").click()
    expect(page.get_by_role("button", name="Download het rapport")).to_be_visible()
    expect(page.get_by_label("Mail het rapport naar")).to_be_hidden()
    without_barriers(page, "result dialog")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Bekijk alles op een pagina").click()

    result = popup.value
    expect(result.get_by_role("heading", name="Wat als")).to_be_visible()
    expect(result.get_by_text("Dit zijn de antwoorden uit uw gesprek.")).to_be_visible()
    without_barriers(result, "result page")


def test_a_link_from_a_mail_goes_on_with_the_conversation(page: Page, running: Client) -> None:
    running.start()
    running.said("vijf")
    code = running.request("POST", "/resume-code").json()["code"]

    page.goto(f"/#hervat={code[:4]}-{code[4:]}")
    page.reload()

    expect(page.get_by_text("1 van de ongeveer 27")).to_be_visible()
    assert "hervat" not in page.url


def test_a_picture_that_does_not_come_leaves_its_description(page: Page) -> None:
    page.route("**/pictures/*", lambda route: route.abort())
    start(page)
    say(page, "uitslag")

    expect(page.locator(".message.result").get_by_text("Gereedheid en noodzaak. Nog niet bekend.")).to_be_visible()


def test_words_are_never_taken_as_html(page: Page) -> None:
    start(page)
    say(page, "<img src=x onerror=alert(1)> **vet**")

    expect(page.get_by_text("U zei: <img src=x onerror=alert(1)>")).to_be_visible()
    expect(page.locator("#messages img")).to_have_count(0)


def test_a_reloaded_page_goes_on_where_it_was(page: Page) -> None:
    start(page)
    say(page, "vijf")
    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    page.get_by_label("Uw antwoord").fill("half getypt")
    before = items(page)

    page.reload()

    expect(page.get_by_text("Vraag 2 van ongeveer 27")).to_be_visible()
    assert items(page) == before
    expect(page.get_by_label("Uw antwoord")).to_have_value("half getypt")


def test_a_message_on_its_way_survives_a_reload(page: Page, site: Site) -> None:
    start(page)
    release = site.rasa.hold("vijf")
    with page.expect_request("**/messages"):
        say(page, "vijf")
    page.reload()
    expect(page.get_by_text("vijf", exact=True)).to_be_visible()
    release.set()

    expect(page.get_by_text("U zei: vijf")).to_have_count(1)
    assert items(page).count("vijf") == 1
    assert [body["text"] for body in site.rasa.received] == ["vijf"]


def test_a_lost_connection_is_told_and_the_message_sent_once_it_is_back(page: Page, site: Site) -> None:
    start(page)
    page.context.set_offline(True)
    say(page, "vijf")
    expect(page.get_by_text("Het versturen lukt nog niet")).to_be_visible()
    page.context.set_offline(False)

    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    assert [body["text"] for body in site.rasa.received] == ["vijf"]


def test_an_answer_that_got_lost_on_the_way_back_is_not_given_twice(page: Page, site: Site) -> None:
    """The message arrived, its answer did not: the same key gets the same answer again."""
    start(page)
    lost: list[str] = []

    def lose_one(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().text())
            route.abort()

    page.route("**/messages", lose_one)
    say(page, "vijf")

    expect(page.get_by_text("U zei: vijf")).to_have_count(1)
    expect(page.locator(".pending")).to_have_count(0)
    assert len(site.rasa.received) == 1
    assert items(page).count("vijf") == 1


def test_an_assistant_that_is_away_is_told_and_may_be_tried_again(page: Page, site: Site) -> None:
    page.clock.install()
    start(page)
    site.rasa.down = True
    say(page, "vijf")
    alert = page.get_by_role("alert")
    for _ in range(100):  # the page tries by itself first
        page.clock.run_for(1_000)
        if alert.get_by_role("button").is_visible():
            break
    expect(alert).to_contain_text("niet bereikbaar")
    site.rasa.down = False
    alert.get_by_role("button", name="Opnieuw versturen").click()

    expect(page.get_by_text("U zei: vijf")).to_be_visible()
    expect(alert).to_be_empty()
    assert items(page).count("vijf") == 1


def test_the_number_of_the_case_arrives_without_a_reload(page: Page, site: Site) -> None:
    start(page)
    site.cases.down = True
    say(page, "deel")
    expect(page.get_by_text("Dank u wel.")).to_be_visible()
    site.cases.down = False

    expect(page.get_by_text("Uw dossiernummer is SMA-2026-000001")).to_be_visible(timeout=15_000)


def test_two_tabs_of_one_conversation_stay_in_step(page: Page) -> None:
    start(page)
    other = page.context.new_page()
    other.goto("/")
    expect(other.get_by_text("Zullen we beginnen?")).to_be_visible()
    page.bring_to_front()
    say(page, "vijf")

    expect(other.get_by_text("U zei: vijf")).to_be_visible()
    assert items(other) == items(page)


def test_a_conversation_is_erased_from_the_page(page: Page, running: Client) -> None:
    start(page)
    say(page, "vijf")
    held = page.evaluate("JSON.parse(localStorage.maakwijzer).conversation")
    page.get_by_role("button", name="Uw gegevens").click()
    page.get_by_role("button", name="Wis gesprek").click()
    expect(page.get_by_text("Uw gesprek is gewist.")).to_be_visible()

    running.id, running.token = held["id"], held["token"]
    assert running.request("GET").status_code == 404
    assert page.evaluate("localStorage.length") == 0
    assert items(page) == []
    expect(page.get_by_role("button", name="Start het gesprek")).to_be_visible()


def test_a_person_who_asks_for_erasure_reads_that_it_was_done(page: Page) -> None:
    start(page)
    say(page, "wis alles")

    expect(page.get_by_text("Alles is gewist.")).to_be_visible()
    expect(page.get_by_role("button", name="Start het gesprek")).to_be_visible()
    assert "token" not in page.evaluate("localStorage.maakwijzer ?? ''")


def test_a_conversation_can_be_taken_off_a_shared_computer(page: Page, running: Client) -> None:
    start(page)
    held = page.evaluate("JSON.parse(localStorage.maakwijzer).conversation")
    page.get_by_role("button", name="Uw gegevens").click()
    page.get_by_role("button", name="Haal van dit apparaat").click()
    expect(page.get_by_text("van dit apparaat gehaald")).to_be_visible()

    running.id, running.token = held["id"], held["token"]
    assert running.request("GET").status_code == 200
    assert page.evaluate("localStorage.length") == 0


def test_another_tab_lets_go_of_the_conversation_too(page: Page) -> None:
    start(page)
    other = page.context.new_page()
    other.goto("/")
    expect(other.get_by_text("Zullen we beginnen?")).to_be_visible()
    page.bring_to_front()
    page.get_by_role("button", name="Uw gegevens").click()
    page.get_by_role("button", name="Haal van dit apparaat").click()

    expect(other.get_by_text("in een ander tabblad")).to_be_visible()
    other.get_by_label("Uw antwoord").fill("half getypt")
    assert "token" not in other.evaluate("localStorage.maakwijzer ?? ''")


def test_a_person_takes_a_copy_along(page: Page) -> None:
    start(page)
    page.get_by_role("button", name="Uw gegevens").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar een kopie").click()

    assert download.value.suggested_filename == "maakwijzer-gesprek.json"


def test_a_person_can_be_asked_for_at_any_time(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Spreek een mens").click()

    expect(page.get_by_text("U zei: Ik wil een mens spreken")).to_be_visible()


def test_on_paper_the_whole_conversation_stands_without_buttons(page: Page) -> None:
    start(page)
    for _ in range(6):
        say(page, "uitslag")
    expect(page.get_by_text("Wilt u verder?")).to_have_count(6)
    page.emulate_media(media="print")

    assert page.get_by_role("log").evaluate("(it) => it.scrollHeight === it.clientHeight")
    expect(page.locator("button:visible, textarea:visible")).to_have_count(0)
    expect(page.get_by_text("Geautomatiseerde assistent", exact=True)).to_be_visible()


def test_the_chat_works_by_keyboard_alone(page: Page) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "start":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("Uw antwoord")).to_be_focused()
    page.keyboard.type("janee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Nee", exact=True)).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Nee", exact=True)).to_be_focused()
    page.keyboard.press("Space")

    expect(page.get_by_text("U zei: no")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, DESKTOP], ids=["320", "1280"])
def test_no_accessibility_findings_in_any_state(
    browser: Browser, running: Client, viewport: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=str(running.http.base_url))  # type: ignore[arg-type]
    page = context.new_page()

    def check(state: str) -> None:
        without_barriers(page, state)

    page.goto("/privacy")
    check("privacy")
    page.goto("/")
    check("home")
    start(page)
    say(page, "uitslag")
    expect(page.get_by_text("Wilt u verder?")).to_be_visible()
    check("result")
    say(page, "opties")
    expect(page.get_by_label("Robots")).to_be_visible()
    check("multiple choice")
    say(page, " ")
    expect(page.get_by_role("alert")).to_contain_text("Typ eerst uw antwoord.")
    check("alert")
    page.get_by_role("button", name="Uw gegevens").click()
    check("dialog")
    context.close()


def test_everything_that_can_be_pressed_is_large_enough(browser: Browser, running: Client) -> None:
    context = browser.new_context(viewport=SMALL, base_url=str(running.http.base_url))  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    start(page)
    say(page, "opties")
    expect(page.get_by_label("Robots")).to_be_visible()
    small = page.evaluate(
        """[...document.querySelectorAll("button, input, .top a, .bottom a, textarea")]
           .map((it) => [it.outerHTML, it.getBoundingClientRect()])
           .filter(([_, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
    )
    context.close()

    assert small == []


def test_without_scripts_the_page_says_what_to_do(browser: Browser, running: Client) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=str(running.http.base_url))
    page = context.new_page()
    page.goto("/")

    expect(page.get_by_text("bel 053 123 45 67").first).to_be_visible()
    expect(page.get_by_text("werkt alleen met JavaScript")).to_be_visible()
    expect(page.get_by_label("Uw antwoord")).not_to_be_visible()
    context.close()


def test_the_page_is_light_and_its_files_are_kept(page: Page, running: Client) -> None:
    addresses = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    files = [running.http.get(address) for address in ["/", *addresses] if "/api/" not in address]

    assert sum(len(file.content) for file in files) < MAX_PAGE_BYTES
    assert all("immutable" in file.headers["Cache-Control"] for file in files[1:])
    assert "'unsafe-inline'" not in files[0].headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", files[0].text)
