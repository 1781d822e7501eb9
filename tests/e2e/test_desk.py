"""An advisor at the desk in a real browser: logging in, taking a case, working on it, and no barriers on the way."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import SecretStr
from sqlalchemy import Engine

from api.accounts import advisors
from api.app import create_app
from api.cases.listing import today
from api.mailing import sender
from channels.database import transaction
from channels.settings import Settings
from tests.api.cases import new_case
from tests.browser import DESKTOP, PASSWORD, PHONE, look, picture_for_docs
from tests.channels.platforms import until
from tests.mailbox import Mailbox, running_mailbox
from tests.servers import SECRET, TOKEN, free_socket, serving


@dataclass
class Desk:
    """A running application with its database, and a client that delivers cases."""

    url: str
    engine: Engine
    settings: Settings
    mailbox: Mailbox

    def mailed(self) -> list[str]:
        """Send what is to be mailed now; the subjects of all mail so far."""
        sender.send_now(self.engine, self.settings)
        return [mail["Subject"] for mail in self.mailbox.mails]

    def deliver(self, **changes: object) -> str:
        """Post a case as the gateway does; its id."""
        body = new_case(**changes)  # type: ignore[arg-type]
        headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": body["interviewId"]}
        httpx.post(f"{self.url}/api/v1/cases", json=body, headers=headers).raise_for_status()
        return str(body["interviewId"])

    def advisor(self, name: str, role: str = "advisor") -> str:
        """Make an account as `make advisor` does; its one-time password."""
        with transaction(self.engine) as session:
            return advisors.create(session, f"{name.split()[0].lower()}@voorbeeld.nl", name, role)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as box:
        yield box


@pytest.fixture
def desk(sqlite_url: str, mailbox: Mailbox) -> Iterator[Desk]:
    sock = free_socket()
    url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    settings = Settings(
        _env_file=None,
        database_url=sqlite_url,
        public_url=url,
        rasa_secret=SecretStr(SECRET),
        service_token=SecretStr(TOKEN),
        smtp_url=SecretStr(mailbox.url),
        mail_from="desk@maakwijzer.example",
        organisation="Regio Maakt",
    )
    app = create_app(settings)
    with serving(app, sock):
        yield Desk(url, app.state.engine, settings, mailbox)


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    context = browser.new_context(base_url=desk.url, locale="nl-NL")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/desk/login")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()


def first_login(page: Page, desk: Desk, name: str, role: str = "advisor") -> None:
    """Log in with the one-time password and choose one's own."""
    one_time = desk.advisor(name, role)
    log_in(page, f"{name.split()[0].lower()}@voorbeeld.nl", one_time)
    page.get_by_label("Huidig wachtwoord").fill(one_time)
    page.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Nieuw wachtwoord nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Wachtwoord opslaan").click()
    expect(page.get_by_role("heading", name="Zaken")).to_be_visible()


MOST_TABS = 150  # a case has a link for each answer
TRANSCRIPT = [
    {"role": "bot", "text": "Hoeveel mensen werken er bij u?", "createdAt": "2026-11-23T09:00:00Z"},
    {"role": "user", "text": "een man of 45", "createdAt": "2026-11-23T09:00:20Z"},
]


def test_from_the_first_login_to_a_closed_case(desk: Desk, page: Page) -> None:
    desk.deliver(
        consent={"keepTranscript": True},
        transcript=TRANSCRIPT,
        change={"turnover": None, "expected_impact": "growth", "barriers": ["people", "budget"]},
    )
    desk.deliver(change={"company_name": "Smederij Vonk", "employees": 8, "mrl_evidence": None}, channel="whatsapp")

    page.goto("/desk")
    look(page, "inloggen")
    log_in(page, "anna@voorbeeld.nl", "verkeerd wachtwoord")
    expect(page.get_by_role("alert")).to_contain_text("niet bekend")
    look(page, "inloggen-fout")
    first_login(page, desk, "Anna Bakker")
    look(page, "zaken")

    page.get_by_role("link", name="Jansen Metaal BV").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jansen Metaal BV")
    expect(page.get_by_text("gezegd: “een man of 45”")).to_be_visible()
    expect(page.get_by_role("link", name="Bel +31612345678")).to_have_attribute("href", "tel:+31612345678")
    look(page, "zaak-nieuw")

    page.get_by_role("button", name="Pak deze zaak op").click()
    expect(page.get_by_role("status")).to_have_text("U hebt de zaak opgepakt.")
    page.get_by_label("Nieuwe notitie").fill("Gebeld. Maandag om tien uur langs.")
    page.get_by_role("button", name="Voeg notitie toe").click()
    expect(page.get_by_text("Maandag om tien uur langs.")).to_be_visible()
    page.get_by_text("Lees het hele gesprek").click()
    look(page, "zaak-opgepakt")

    page.get_by_text("Sluit deze zaak af").click()
    page.get_by_label("Reden").fill("Verwezen naar de WBSO.")
    page.get_by_role("button", name="Afsluiten").click()
    expect(page.get_by_text("Afgesloten: Verwezen naar de WBSO.")).to_be_visible()
    expect(page.get_by_role("button", name="Heropen deze zaak")).to_be_visible()
    look(page, "zaak-afgesloten")

    page.goto("/desk?tab=mijn")
    expect(page.get_by_text("U hebt nu geen zaken in behandeling.")).to_be_visible()
    look(page, "mijn-leeg")


def test_on_a_phone_nothing_falls_off_the_page(desk: Desk, page: Page) -> None:
    case = desk.deliver()
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto("/desk/login")
    look(page, "telefoon-inloggen")
    first_login(page, desk, "Anna Bakker")
    look(page, "telefoon-zaken")
    page.goto(f"/desk/cases/{case}")
    look(page, "telefoon-zaak")


def test_in_the_dark_it_reads_as_well(desk: Desk, page: Page) -> None:
    case = desk.deliver()
    page.emulate_media(color_scheme="dark")

    first_login(page, desk, "Anna Bakker")
    look(page, "donker-zaken")
    page.goto(f"/desk/cases/{case}")
    look(page, "donker-zaak")


def test_a_day_of_two_advisors_from_a_new_case_to_a_closed_one(desk: Desk, browser: Browser, page: Page) -> None:
    earlier = desk.deliver(change={"company_name": "Smederij Vonk", "place": "Hengelo"})
    first_login(page, desk, "Anna Bakker")
    context = browser.new_context(base_url=desk.url, locale="nl-NL")
    berts = context.new_page()
    first_login(berts, desk, "Bert Dijk")

    desk.deliver(change={"turnover": None}, consent={"keepTranscript": True}, transcript=TRANSCRIPT)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when the advisor looks again
    expect(page.get_by_role("link", name="Jansen Metaal BV")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Er is een nieuwe zaak.")
    picture_for_docs(page, "desk-lijst")

    page.get_by_text("Filters en volgorde").click()
    page.get_by_label("Provincie").select_option(label="Overijssel")
    page.get_by_label("MRL vanaf").select_option("4")
    page.get_by_role("button", name="Toon deze zaken").click()
    expect(page.get_by_role("link", name="Verwijder filter Overijssel")).to_be_visible()
    assert "province=overijssel" in page.url
    look(page, "zaken-filters")
    picture_for_docs(page, "desk-filters")

    page.get_by_role("link", name="Jansen Metaal BV").click()
    expect(page.get_by_role("heading", name="Nog na te vragen")).to_be_visible()
    expect(page.get_by_role("link", name="Smederij Vonk")).to_have_attribute("href", f"/desk/cases/{earlier}")
    page.get_by_role("button", name="Pak deze zaak op").click()
    picture_for_docs(page, "desk-zaak")

    page.get_by_role("link", name="Verbeter aantal medewerkers").click()
    look(page, "zaak-verbeteren")
    picture_for_docs(page, "desk-verbeteren")
    page.get_by_role("textbox").fill("54")
    page.get_by_role("button", name="Bewaar het antwoord").click()
    expect(page.get_by_text("Verbeterd door Anna Bakker")).to_be_visible()
    expect(page.get_by_text("Eerst stond er: 45.")).to_be_visible()

    page.get_by_text("Mail het rapport").click()
    page.get_by_label("Uw bericht erbij").fill("Fijn dat we elkaar spraken.")
    page.get_by_role("button", name="Verstuur het rapport").click()
    expect(page.get_by_role("status")).to_have_text("Het rapport is onderweg naar de ondernemer.")

    page.get_by_label("Opvolgen op").fill(str(today()))
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status")).to_have_text("De dag van opvolgen is bewaard.")

    page.get_by_text("Geef de zaak aan een collega").click()
    page.get_by_label("Collega", exact=True).select_option(label="Bert Dijk")
    page.get_by_label("Wat uw collega moet weten").fill("Wil graag de robot zien draaien.")
    page.get_by_role("button", name="Geef deze zaak").click()
    expect(page.get_by_text("Deze zaak is in behandeling bij Bert Dijk.")).to_be_visible()
    expect(page.get_by_text("Zaak gegeven aan een collega: Bert Dijk")).to_be_visible()

    berts.goto("/desk?tab=mijn")
    expect(berts.get_by_role("table")).to_contain_text("opvolgen")
    berts.get_by_role("link", name="Jansen Metaal BV").click()
    expect(berts.get_by_text("Wil graag de robot zien draaien.")).to_be_visible()
    berts.get_by_text("Sluit deze zaak af").click()
    berts.get_by_label("Reden").fill("Samen naar het fieldlab geweest.")
    berts.get_by_role("button", name="Afsluiten").click()
    expect(berts.get_by_text("Afgesloten: Samen naar het fieldlab geweest.")).to_be_visible()
    context.close()

    until(lambda: any(subject.startswith("Uw uitslag van Maakwijzer") for subject in desk.mailed()))
    assert sum(subject.startswith("Uw uitslag van Maakwijzer") for subject in desk.mailed()) == 1
    assert all("Jansen" not in subject for subject in desk.mailed())


def test_the_pages_around_the_cases_have_no_barriers(desk: Desk, page: Page) -> None:
    for number in range(6):
        desk.deliver(change={"employees": 8 + number, "place": "Enschede"})
    first_login(page, desk, "Ada Beheer", "admin")

    for name, address, heading in (
        ("team", "/desk/team", "Team"),
        ("kennis", "/desk/knowledge", "Kennis"),
        ("accounts", "/desk/accounts", "Accounts"),
        ("account", "/desk/account", "Uw account"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        look(page, f"desk-{name}")
        picture_for_docs(page, f"desk-{name}")
        page.set_viewport_size(PHONE)
        look(page, f"desk-{name}-telefoon")
        page.set_viewport_size(DESKTOP)


def test_of_two_advisors_one_gets_the_case_and_the_other_reads_who(desk: Desk, browser: Browser, page: Page) -> None:
    case = desk.deliver()
    other = browser.new_context(base_url=desk.url, locale="nl-NL").new_page()
    first_login(page, desk, "Anna Bakker")
    first_login(other, desk, "Bert Dijk")
    for screen in (page, other):
        screen.goto(f"/desk/cases/{case}")

    page.get_by_role("button", name="Pak deze zaak op").click()
    other.get_by_role("button", name="Pak deze zaak op").click()

    expect(page.get_by_role("status")).to_have_text("U hebt de zaak opgepakt.")
    expect(other.get_by_role("status")).to_contain_text("Een collega heeft deze zaak al.")
    expect(other.get_by_text("Deze zaak is in behandeling bij Anna Bakker.")).to_be_visible()
    other.context.close()


def test_the_whole_way_by_keyboard(desk: Desk, page: Page) -> None:
    """From the list to a closed case with Tab, Enter and the keys alone."""
    desk.deliver()
    first_login(page, desk, "Anna Bakker")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Jansen Metaal BV"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Pak deze zaak op"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("U hebt de zaak opgepakt.")

    tab_to(page, page.get_by_label("Nieuwe notitie"))
    page.keyboard.type("Gebeld, komt langs.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("De notitie is toegevoegd.")

    tab_to(page, page.get_by_text("Sluit deze zaak af"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Reden"))
    page.keyboard.type("Geholpen.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Afgesloten: Geholpen.")).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"not reached with {MOST_TABS} tabs: {wanted}")
