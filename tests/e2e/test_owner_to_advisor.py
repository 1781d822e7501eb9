"""The main job in a real browser: an owner is interviewed on the website, and an advisor opens the case."""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine, text

from tests.browser import DESKTOP, PHONE
from tests.system import HOME, System

PICTURES = os.environ.get("MAAKWIJZER_PICTURES")  # a folder: keep the screenshots of the README there

SHOWN = "nee, 45 man"  # the moment that the README shows
INTERVIEW = [
    "Bakker Plaatwerk BV",
    "Oss",
    "wat bedoelt u?",
    "een man of veertig",
    "nee, 45 man",
    "3 miljoen",
    "we knippen en kanten voor anderen, bewerkingen dus",
    "globaal beeld",
    "Een cobot die de kantbank belaadt zodat wij 's avonds door kunnen draaien",
    "robotica",
    "meer output en lagere kosten",
    "gewoon te koop, maar nieuw voor ons",
    "de werkwijze verandert niet",
    "nee",
    "nee nog niet",
    "ja",
    "ja bij de leverancier",
    "ERP en CAD/CAM",
    "basiskennis",
    "sla over",
    "bestanden en portalen",
    "belangrijk",
    "klanten vragen ernaar",
    "2 ton",
    "ja",
    "liever niet",
    "scholing",
    "nee bedankt",
]
SHARING = ["ja dat is goed", "mevr. ir. A. de Wit, directeur", "a.dewit@bakkerplaatwerk.nl", "06 12345678", "nee"]


def say(page: Page, words: str) -> None:
    """Type a message and wait until it was answered."""
    page.fill("#words", words)
    with page.expect_response(lambda r: r.request.method == "POST" and r.url.endswith("/messages")) as answered:
        page.keyboard.press("Enter")
    assert answered.value.status == 200, f"{words}: {answered.value.status}"


def interview(page: Page, url: str, lines: list[str]) -> None:
    """Open the website and talk."""
    page.goto(url)
    page.click("#start")
    expect(page.locator("#words")).to_be_visible()
    for line in ["ja, laten we beginnen", *lines]:
        say(page, line)
        if line == SHOWN:
            expect(page.locator("#messages")).to_contain_text("Aangepast: aantal medewerkers is nu 45 mensen")
            picture(page, "chat")


def picture(page: Page, name: str) -> None:
    """Keep a screenshot where one was asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def make_advisor(system: System) -> str:
    """`make advisor`; the one-time password it prints."""
    command = [sys.executable, "-m", "api.accounts.create", "jan@voorbeeld.nl", "Jan de Boer"]
    done = subprocess.run(command, cwd=HOME, env=system.env, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


def test_an_interview_by_typing_becomes_a_case_that_an_advisor_opens(system: System, browser: Browser) -> None:
    owner = browser.new_page(viewport=PHONE)
    interview(owner, system.url, INTERVIEW)
    messages = owner.locator("#messages")
    expect(messages).to_contain_text("Waar Bakker Plaatwerk BV nu staat")
    expect(messages).to_contain_text("heeft een gereedheid van")
    owner.reload()
    expect(messages).to_contain_text("Waar Bakker Plaatwerk BV nu staat")
    for line in SHARING:
        say(owner, line)
    expect(messages).to_contain_text(re.compile(r"SMA-\d{4}-\d{6}"))
    reference = re.search(r"SMA-\d{4}-\d{6}", messages.inner_text())
    assert reference

    advisor = browser.new_page(viewport=DESKTOP)
    advisor.goto(f"{system.url}/desk")
    one_time = make_advisor(system)
    advisor.fill("input[name=email]", "jan@voorbeeld.nl")
    advisor.fill("input[name=password]", one_time)
    advisor.keyboard.press("Enter")
    choose_password(advisor, one_time)
    advisor.goto(f"{system.url}/desk")
    advisor.get_by_role("row").filter(has_text=reference[0]).get_by_role("link").click()

    main = advisor.locator("main")
    for shown in ("Bakker Plaatwerk BV", "Oss", "45", "€ 3", "A. de Wit", "+31612345678", "a.dewit@bakkerplaatwerk.nl"):
        expect(main).to_contain_text(shown)
    expect(main).to_contain_text("gezegd: “nee, 45 man”")
    expect(main).to_contain_text("overgeslagen")
    picture(advisor, "case")


def choose_password(page: Page, one_time: str) -> None:
    """The page that asks for a password of one's own after the first login."""
    expect(page.locator("input[name=current]")).to_be_visible()
    page.fill("input[name=current]", one_time)
    for name in ("password", "repeated"):
        page.fill(f"input[name={name}]", "drie groene stoelen")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=current]")).to_have_count(0)


def test_who_refuses_to_share_leaves_no_case_and_no_contact_details(system: System, browser: Browser) -> None:
    owner = browser.new_page(viewport=PHONE)
    before = rows(system, "SELECT count(*) FROM cases")

    interview(owner, system.url, [*["Geheim Metaal BV", *INTERVIEW[1:]], "nee liever niet"])

    expect(owner.locator("#messages")).to_contain_text("niets gedeeld")
    assert rows(system, "SELECT count(*) FROM cases") == before
    assert rows(system, "SELECT count(*) FROM outbox WHERE payload LIKE '%Geheim Metaal%'") == 0
    state = rows(system, "SELECT state FROM conversations WHERE state LIKE '%Geheim Metaal%'")
    assert "contact_name" not in str(state)
    assert "contact_email" not in str(state)


def rows(system: System, query: str) -> object:
    """The first value of a query on the system's database."""
    engine = create_engine(system.env["MAAKWIJZER_DATABASE_URL"])
    with engine.connect() as connection:
        found = connection.execute(text(query)).scalar()
    engine.dispose()
    return found
