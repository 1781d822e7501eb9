"""The desk's pages over HTTP: who sees what, and what the buttons do."""

import re

import pytest

from tests.api.conftest import UNKNOWN


def page(client, case):
    return client.get(f"/desk/cases/{case['id']}").text


def press(client, case, button, **form):
    """Fill in a form of the case page as a browser would, with the version the page shows."""
    version = re.search(r'name="version" value="([^"]*)"', page(client, case))
    data = {**({"version": version[1].replace("&#34;", '"')} if version else {}), **form}
    return client.post(f"/desk/cases/{case['id']}/{button}", data=data, follow_redirects=True)


@pytest.mark.parametrize("path", ["/desk", f"/desk/cases/{UNKNOWN}"])
def test_without_login_one_is_asked_to_log_in(anyone, path):
    answer = anyone.get(path)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/desk/login")


def test_an_editor_sees_no_cases(editor, case):
    assert editor.get("/desk").status_code == 403
    assert editor.get(f"/desk/cases/{case['id']}").status_code == 403
    assert "Jansen" not in page(editor, case)


@pytest.mark.parametrize("path", [f"/desk/cases/{UNKNOWN}", "/desk/niets", "/desk/"])
def test_what_is_not_there_is_a_page_that_says_so(anna, path):
    answer = anna.get(path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/desk/cases/geen-id", "/desk?tab=weg", "/desk?cursor=onzin"])
def test_a_wrong_address_is_a_page_that_says_so(anna, path):
    answer = anna.get(path)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/html")


def test_empty_tabs_say_what_will_be_there(anna):
    assert "Er wachten geen nieuwe zaken" in anna.get("/desk").text
    assert "geen zaken in behandeling" in anna.get("/desk?tab=mijn").text
    assert "Er zijn nog geen zaken" in anna.get("/desk?tab=alle").text
    assert "Geen zaken gevonden" in anna.get("/desk?q=zoek").text


def test_the_case_page_shows_values_in_words_and_what_was_said(anna, post):
    case = post(change={"turnover": None})

    text = page(anna, case)

    assert "gezegd: “een man of 45”" in text
    assert "€ 150.000" in text
    assert "zeer belangrijk" in text
    assert "weet de ondernemer niet" in text
    assert 'href="tel:+31612345678"' in text
    assert "a.dewit@jansenmetaal.nl" in text


def test_words_of_people_are_text_and_never_markup(anna, post):
    case = post(change={"company_name": "<script>alert(1)</script>", "initiative": "<b>x</b>"})

    assert "<script>" not in page(anna, case) + anna.get("/desk").text
    assert "<b>x" not in page(anna, case)


def test_claim_note_close_and_reopen(anna, case):
    claimed = press(anna, case, "claim")
    noted = press(anna, case, "note", text="Belt maandag terug.")
    closed = press(anna, case, "close", reason="Ondernemer geholpen")
    reopened = press(anna, case, "reopen")

    assert "U hebt de zaak opgepakt." in claimed.text
    assert "Belt maandag terug." in noted.text
    assert "Afgesloten: Ondernemer geholpen" in closed.text
    assert "De zaak is heropend." in reopened.text
    events = [event["action"] for event in anna.get(f"/api/v1/cases/{case['id']}/events").json()["items"]]
    assert [event for event in events if event != "read"] == ["created", "claimed", "noted", "closed", "reopened"]


def test_who_comes_second_is_told_who_has_it(anna, bert, case):
    press(anna, case, "claim")

    answer = press(bert, case, "claim")

    assert "Een collega heeft deze zaak al." in answer.text
    assert "in behandeling bij Anna Bakker" in answer.text


def test_an_old_page_changes_nothing(anna, bert, case):
    press(bert, case, "note", text="gebeld")
    stale = {"version": '"1"', "reason": "weg"}

    answer = anna.post(f"/desk/cases/{case['id']}/close", data=stale, follow_redirects=True)

    assert "intussen gewijzigd" in answer.text
    assert anna.get(f"/api/v1/cases/{case['id']}").json()["status"] == "new"


@pytest.mark.parametrize(("button", "form"), [("note", {"text": "  "}), ("close", {"reason": " "})])
def test_an_empty_form_is_asked_again(anna, case, button, form):
    answer = press(anna, case, button, **form)

    assert "leeg" in answer.text or "Vul een reden in" in answer.text


def test_the_tabs_count_and_the_list_pages(anna, post):
    for _ in range(27):
        post()

    first = anna.get("/desk").text
    following = re.search(r'href="(/desk\?[^"]*cursor[^"]*)"', first)
    second = anna.get(following[1].replace("&amp;", "&")).text

    assert re.search(r'Nog vrij <span class="count">27', first)
    assert first.count("<tr>") - 1 == 25
    assert second.count("<tr>") - 1 == 2
    assert "SMA-" in second
