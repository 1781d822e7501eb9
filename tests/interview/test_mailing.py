"""Asking to be mailed in the conversation: the address goes to the gateway and stays nowhere."""

from dataclasses import replace

import pytest

from actions.interview.interview import reply
from tests.interview.talk import ABOUT, TODAY, Talk

WITH_MAIL = replace(ABOUT, mail=True)


class MailTalk(Talk):
    """A conversation where mail can be sent; `mail` is what the gateway must send."""

    def _turn(self, understood, said, payload, command=None):
        answer = reply(self.state, understood, said, payload, command, TODAY, WITH_MAIL)
        self.state, self.messages, self.redact = answer["state"], answer["messages"], answer["redact"]
        self.mail = answer["mail"]
        return self


def shown() -> MailTalk:
    talk = MailTalk()
    talk.begin().until("importance").press("important").until("deepening")
    return talk


def test_address_in_the_same_message_is_used_at_once_and_not_kept() -> None:
    talk = shown()

    talk.say("mail het rapport naar jan@bedrijf.nl", "out_of_scope", 0.3)

    assert talk.mail == {"what": "report", "to": "jan@bedrijf.nl"}
    assert talk.redact
    assert "jan@bedrijf.nl" not in str(talk.state)
    assert talk.open == "deepening"


def test_address_is_asked_for_where_it_is_missing() -> None:
    talk = shown()

    talk.press("mail het rapport")
    assert "Naar welk e-mailadres" in talk.heard
    talk.say("stuur maar naar jan@bedrijf.nl")

    assert talk.mail == {"what": "report", "to": "jan@bedrijf.nl"}
    assert talk.redact


def test_address_with_a_mistake_is_asked_again_and_not_kept() -> None:
    talk = shown()
    talk.press("mail het rapport")

    talk.say("jan@bedrijf", "inform")

    assert talk.mail is None
    assert talk.redact
    assert "niet als e-mailadres" in talk.heard


def test_no_means_that_nothing_is_sent() -> None:
    talk = shown()
    talk.press("mail het rapport")

    talk.say("nee laat maar", "deny")

    assert talk.mail is None
    assert "dan stuur ik niets" in talk.heard
    assert talk.open == "deepening"


def test_link_can_be_mailed_in_the_middle_of_the_interview() -> None:
    talk = MailTalk()
    talk.begin().until("employees")

    talk.say("stuur een link naar jan@bedrijf.nl", "out_of_scope", 0.3)

    assert talk.mail == {"what": "link", "to": "jan@bedrijf.nl"}
    assert talk.open == "employees"


def test_report_is_not_mailed_before_there_is_a_result() -> None:
    talk = MailTalk()
    talk.begin().until("employees")

    talk.say("mail mij het rapport", "out_of_scope", 0.3)

    assert talk.mail is None
    assert "Nog ongeveer" in talk.heard


@pytest.mark.parametrize("said", ["mail mij het rapport", "mail het rapport naar jan@bedrijf.nl"])
def test_where_mail_is_off_the_other_way_is_told(said: str) -> None:
    talk = Talk().begin().until("importance").press("important").until("deepening")

    talk.say(said, "out_of_scope", 0.3)

    assert "Mailen kan hier niet" in talk.heard
    assert "Mail het rapport" not in [button["title"] for button in talk.messages[0]["buttons"]]


@pytest.mark.parametrize(("said", "here"), [("stuur mij het rapport", True), ("mail mij het rapport", False)])
def test_in_a_messenger_the_report_is_sent_there_unless_mail_is_asked_for(said: str, here: bool) -> None:
    talk = shown()
    understood = {"text": said, "intent": {"name": "out_of_scope", "confidence": 0.3}, "entities": [], "options": {}}

    answer = reply(talk.state, understood, said, None, None, TODAY, replace(WITH_MAIL, messenger=True))

    files = [file["url"] for message in answer["messages"] for file in message["attachments"]]
    assert files == (["report.pdf"] if here else [])
