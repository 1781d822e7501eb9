"""An advisor takes over a conversation, with the owner in one browser and the advisor in another."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.accounts import advisors
from channels.database import transaction
from tests.browser import PASSWORD, PHONE, look
from tests.site import Client, Site


@pytest.fixture
def running(sqlite_url: str) -> Iterator[Client]:
    """The whole application with its own case API, and a stand-in for Rasa."""
    site = Site(sqlite_url, case_api_url="")
    with site.surroundings(), site.running() as client:
        yield client


def opened(browser: Browser, running: Client, **options: object) -> Page:
    page = browser.new_context(locale="nl-NL", base_url=str(running.http.base_url), **options).new_page()
    page.set_default_timeout(20_000)
    return page


def say(page: Page, text: str) -> None:
    page.get_by_label("Uw antwoord", exact=True).fill(text)
    page.keyboard.press("Enter")


def case_of(owner: Page) -> str:
    """The owner asks for a person, agrees to share, and goes on; the number of the case."""
    owner.goto("/")
    owner.get_by_role("button", name="Start het gesprek").click()
    owner.get_by_role("button", name="Spreek een mens").click()
    expect(owner.get_by_text("U zei: Ik wil een mens spreken")).to_be_visible()
    say(owner, "deel")
    expect(owner.get_by_role("log")).to_contain_text(re.compile(r"SMA-\d{4}-\d{6}"))
    say(owner, "vijf")
    expect(owner.get_by_text("U zei: vijf")).to_be_visible()
    found = re.search(r"SMA-\d{4}-\d{6}", owner.get_by_role("log").inner_text())
    assert found
    return found[0]


def log_in(advisor: Page, running: Client) -> None:
    with transaction(running.app.state.engine) as session:
        one_time = advisors.create(session, "jan@voorbeeld.nl", "Jan de Boer")
    advisor.goto("/desk/login")
    advisor.get_by_label("E-mailadres").fill("jan@voorbeeld.nl")
    advisor.get_by_label("Wachtwoord").fill(one_time)
    advisor.get_by_role("button", name="Inloggen").click()
    advisor.get_by_label("Huidig wachtwoord").fill(one_time)
    advisor.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
    advisor.get_by_label("Nieuw wachtwoord nog een keer").fill(PASSWORD)
    advisor.get_by_role("button", name="Wachtwoord opslaan").click()


def test_an_advisor_answers_in_the_conversation_and_gives_it_back(browser: Browser, running: Client) -> None:
    owner, advisor = opened(browser, running, viewport=PHONE), opened(browser, running)
    reference = case_of(owner)
    expect(owner.get_by_text("Geautomatiseerde assistent", exact=True)).to_be_visible()
    asked = owner.get_by_text("Hoeveel mensen werken er?").count()
    log_in(advisor, running)
    advisor.goto("/desk")
    advisor.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    advisor.get_by_role("button", name="Pak deze zaak op").click()
    advisor.get_by_label("Bericht aan de ondernemer").fill("Goedemiddag, schikt morgen om tien uur?")
    advisor.get_by_role("button", name="Verstuur bericht").click()

    expect(owner.get_by_text("U spreekt nu met Jan de Boer, adviseur. Dit is een mens.")).to_be_in_viewport()
    reply = owner.locator("#messages > li.advisor")
    expect(reply).to_contain_text("schikt morgen om tien uur?")
    expect(reply).to_be_in_viewport()
    assert (reply.text_content() or "").startswith("Adviseur Jan de Boer:")
    expect(owner.get_by_text("U spreekt met een mens", exact=True)).to_be_visible()
    expect(owner.get_by_text("Geautomatiseerde assistent", exact=True)).to_have_count(0)
    look(owner, "owner-asked")

    say(owner, "tien uur is goed")
    line = advisor.locator("#thread > li.owner")
    expect(line).to_contain_text("tien uur is goed")
    expect(line).to_contain_text("ongelezen")
    expect(owner.get_by_text("U zei: tien uur is goed")).to_have_count(0)
    look(advisor, "advisor-took-over")

    advisor.get_by_role("button", name="Geef het gesprek terug aan de assistent").click()
    expect(owner.get_by_text("De assistent is er weer: u praat weer met een computer.")).to_be_visible()
    expect(owner.get_by_text("Geautomatiseerde assistent", exact=True)).to_be_visible()
    expect(owner.get_by_text("Hoeveel mensen werken er?")).to_have_count(asked + 1)
    say(owner, "zes")
    expect(owner.get_by_text("U zei: zes")).to_be_visible()
    look(owner, "owner-with-advisor")
    look(advisor, "advisor-talking")


def test_the_owner_goes_back_by_the_button_and_a_reload_keeps_who_speaks(browser: Browser, running: Client) -> None:
    owner, advisor = opened(browser, running), opened(browser, running)
    reference = case_of(owner)
    log_in(advisor, running)
    advisor.goto("/desk")
    advisor.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    advisor.get_by_role("button", name="Pak deze zaak op").click()
    advisor.get_by_label("Bericht aan de ondernemer").fill("Goedemiddag.")
    advisor.get_by_role("button", name="Verstuur bericht").click()
    expect(owner.get_by_text("U spreekt met een mens", exact=True)).to_be_visible()

    owner.reload()
    expect(owner.get_by_text("U spreekt met een mens", exact=True)).to_be_visible()
    owner.locator(".chat-tools").get_by_role("button", name="Verder met de assistent").click()

    expect(owner.get_by_text("De assistent is er weer: u praat weer met een computer.")).to_be_visible()
    expect(owner.locator(".chat-tools").get_by_role("button", name="Spreek een mens")).to_be_visible()
    expect(advisor.locator("#thread")).to_contain_text("Gesprek terug bij de assistent, De ondernemer")
