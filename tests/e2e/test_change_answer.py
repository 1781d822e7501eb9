"""Changing an earlier answer by clicking it, by mouse and by keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import DESKTOP, SMALL, without_barriers
from tests.e2e.test_chat_page import say, start
from tests.site import Client, Site

GIVEN = {
    "company_name": "Bakker Metaal",
    "employees": 5,
    "turnover": 2_500_000,
    "main_activity": "parts",
    "digital_base": ["erp", "mes"],
    "combines_technologies": True,
    "mrl_evidence": {"5": True, "7": False, "6": False},
    "share_with_advisor": True,
}


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Client]]:
    path = tmp_path_factory.mktemp("answers") / "answers.db"
    shutil.copyfile(sqlite_template, path)
    site = Site(f"sqlite:///{path}", messages_per_minute=10_000, conversations_per_minute=10_000)
    with site.surroundings(), site.running() as client:
        yield site, client


@pytest.fixture
def site(whole: tuple[Site, Client]) -> Site:
    whole[0].rasa.reset()
    return whole[0]


def opened(browser: Browser, client: Client, viewport: dict[str, int], **more: Any) -> Page:
    """A page with a conversation in which answers of every kind were given."""
    context = browser.new_context(viewport=viewport, locale="nl-NL", base_url=str(client.http.base_url), **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    start(page)
    held = page.evaluate("JSON.parse(localStorage.maakwijzer).conversation")
    client.id, client.token = held["id"], held["token"]
    for question, value in GIVEN.items():
        assert client.request("PUT", f"/answers/{question}", json={"value": value}).status_code == 200
    return page


@pytest.fixture
def page(browser: Browser, whole: tuple[Site, Client], site: Site) -> Iterator[Page]:
    page = opened(browser, whole[1], DESKTOP)
    yield page
    page.context.close()


def answers(page: Page) -> Locator:
    page.get_by_role("button", name="Mijn antwoorden").click()
    return page.get_by_role("dialog", name="Mijn antwoorden")


def last_set(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.rasa.received[-1]["command"]["set"]
    return found


def test_the_answers_are_listed_in_words(page: Page) -> None:
    listed = answers(page).get_by_role("listitem")

    expect(listed.nth(0)).to_contain_text("Bakker Metaal")
    expect(listed.nth(1)).to_contain_text("5 mensen")
    expect(listed.nth(2)).to_contain_text("€ 2,5 miljoen")
    expect(listed.filter(has_text="stand van het plan")).to_contain_text("tot en met niveau 5")


def test_consent_is_not_changed_here(page: Page) -> None:
    expect(answers(page).get_by_role("button", name="delen")).to_have_count(0)


def test_a_number_is_changed_by_mouse_and_the_conversation_says_so(page: Page, site: Site) -> None:
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig jaaromzet").click()
    field = dialog.get_by_role("textbox")
    expect(field).to_have_value("2.500.000")
    field.fill("3.250.000,50")
    dialog.get_by_role("button", name="Opslaan").click()

    expect(dialog.get_by_role("status")).to_have_text("Aangepast: turnover is nu 3250000.5.")
    expect(dialog.get_by_role("button", name="Wijzig jaaromzet")).to_be_focused()
    assert last_set(site) == {"turnover": 3250000.5}
    dialog.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_role("log")).to_contain_text("Aangepast: turnover is nu 3250000.5.")
    expect(page.get_by_role("button", name="Mijn antwoorden")).to_be_focused()


def test_a_choice_is_changed_by_keyboard_alone(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Mijn antwoorden").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Mijn antwoorden")
    change = dialog.get_by_role("button", name="Wijzig voornaamste werk")
    expect(change).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if change.evaluate("(it) => it === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("radio", name="Onderdelen maken")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(dialog.get_by_role("status")).to_have_text("Aangepast: main_activity is nu operations.")
    expect(change).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_several_choices_are_changed_and_none_goes_with_nothing_else(page: Page, site: Site) -> None:
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig systemen in gebruik").click()
    boxes = dialog.get_by_role("checkbox")
    assert sum(box.is_checked() for box in boxes.all()) == 2
    boxes.last.check()
    assert sum(box.is_checked() for box in boxes.all()) == 1
    boxes.first.check()
    expect(boxes.last).not_to_be_checked()
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_role("status")).to_contain_text("Aangepast")

    ((question, value),) = last_set(site).items()
    assert question == "digital_base"
    assert len(value) == 1


def test_the_ladder_is_one_choice(page: Page, site: Site) -> None:
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig stand van het plan").click()
    expect(dialog.get_by_role("radio", checked=True)).to_have_accessible_name(
        dialog.get_by_role("radio").nth(4).evaluate("(it) => it.labels[0].textContent")
    )
    dialog.get_by_role("radio", name="Niveau 7").check()
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_role("status")).to_contain_text("Aangepast")

    assert last_set(site)["mrl_evidence"] == {str(level): level <= 7 for level in range(1, 10)}


def test_not_knowing_is_an_answer_too(page: Page, site: Site) -> None:
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig jaaromzet").click()
    dialog.get_by_role("button", name="Weet ik niet").click()
    expect(dialog.get_by_role("status")).to_contain_text("turnover")

    assert last_set(site) == {"turnover": None}


def test_what_cannot_be_is_refused_beside_the_field(page: Page, site: Site) -> None:
    turns = len(site.rasa.received)
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig aantal medewerkers").click()
    dialog.get_by_role("textbox").fill("veel")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Schrijf het getal in cijfers")
    dialog.get_by_role("textbox").fill("0")
    page.keyboard.press("Enter")

    expect(dialog.get_by_role("alert")).to_contain_text("Verwacht een getal van 1 tot en met ")
    expect(dialog.get_by_role("textbox")).to_have_value("0")
    assert len(site.rasa.received) == turns


def test_escape_leaves_a_change_and_not_the_list(page: Page) -> None:
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig bedrijfsnaam").click()
    page.keyboard.press("Escape")

    expect(dialog.get_by_role("button", name="Wijzig bedrijfsnaam")).to_be_focused()
    expect(dialog).to_be_visible()


def test_a_change_arrives_in_the_other_tab(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/")
    expect(other.get_by_role("log")).to_contain_text("Aangepast")
    page.bring_to_front()
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig bedrijfsnaam").click()
    dialog.get_by_role("textbox").fill("Jansen")
    page.keyboard.press("Enter")

    expect(other.get_by_role("log")).to_contain_text("Aangepast: company_name is nu Jansen.")


def test_only_the_last_question_can_be_pressed_after_a_change(page: Page, whole: tuple[Site, Client]) -> None:
    say(page, "janee")
    expect(page.get_by_role("button", name="Nee", exact=True)).to_be_visible()
    dialog = answers(page)
    dialog.get_by_role("button", name="Wijzig bedrijfsnaam").click()
    dialog.get_by_role("textbox").fill("Jansen")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("Aangepast")
    page.keyboard.press("Escape")

    expect(page.get_by_role("log").get_by_role("button", name="Nee", exact=True)).to_have_count(1)


def test_the_dialog_says_until_when_the_conversation_is_kept(page: Page) -> None:
    page.get_by_role("button", name="Uw gegevens").click()

    expect(page.get_by_role("dialog", name="Uw gegevens")).to_contain_text(
        "Typt u niets meer, dan wordt het gesprek na "
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL, DESKTOP], ids=["320", "1280"])
def test_no_accessibility_findings_while_changing(
    browser: Browser, whole: tuple[Site, Client], site: Site, viewport: dict[str, int], scheme: str
) -> None:
    page = opened(browser, whole[1], viewport, color_scheme=scheme)
    dialog = answers(page)

    for name in ("jaaromzet", "voornaamste werk", "systemen in gebruik", "stand van het plan"):
        dialog.get_by_role("button", name=f"Wijzig {name}").click()
        without_barriers(page, name)
        assert dialog.evaluate("(it) => it.scrollWidth <= it.clientWidth"), name
        dialog.get_by_role("button", name="Annuleren").click()
    page.context.close()
