"""Mail to the owner himself, asked for in the conversation: the report, or a link to go on later.

The address is taken from one message, handed to the gateway with the turn, and kept nowhere: not in the state, and
the message is not kept either (`redact`).
"""

from actions.interview import about_result, flow
from actions.interview.turn import Turn
from actions.interview.wishes import wished, words_of

MAIL_WORDS = ("mail", "gemail", "e-mail", "email")
WHAT = {"mail_report": "report", "mail_link": "link"}


def handle_mail(turn: Turn) -> bool:
    """Take a wish to be mailed, or the address that was asked for. False when the message is neither."""
    pending = turn.state.pending
    if pending is not None and pending["kind"] == "mail":
        return _address(turn, pending["what"])
    what = WHAT.get(wished(turn.said) or "")
    if what is None:
        return False
    if what == "report" and not turn.state.shown:
        counts = flow.progress(turn.questionnaire, turn.state)
        turn.say("result_not_yet", "answer", n=counts["total"] - counts["answered"])
        turn.ask_again()
    elif what == "report" and turn.about.messenger and not _by_mail(turn):  # "stuur mij het rapport": here, that is
        turn.messages.append(about_result.report(turn.texts, turn.state, turn.on))
        turn.ask_again()
    elif not turn.about.mail:
        turn.say(f"mail_off_{what}", "answer")
        turn.ask_again()
    elif address := _named(turn):
        _order(turn, what, address)
    else:
        turn.state.pending = {"kind": "mail", "what": what}
        turn.say(f"mail_ask_{what}", "question", [turn.button("no_mail", "no")])
    return True


def _address(turn: Turn, what: str) -> bool:
    """The reply to "naar welk adres?"."""
    turn.state.pending = None
    if address := _named(turn):
        _order(turn, what, address)
        return True
    if turn.payload == "no" or turn.yes_or_no() is False:
        turn.say("mail_no")
        turn.ask_again()
        return True
    if "@" in turn.said:
        turn.state.pending = {"kind": "mail", "what": what}
        turn.redact = True
        turn.say("mail_wrong", "question", [turn.button("no_mail", "no")])
        return True
    return False


def _by_mail(turn: Turn) -> bool:
    """Whether the message speaks of mail, or names an address."""
    return _named(turn) is not None or any(word.startswith(MAIL_WORDS) for word in words_of(turn.said))


def _named(turn: Turn) -> str | None:
    found = [entity["value"] for entity in turn.understood.get("entities", []) if entity["entity"] == "email"]
    return str(found[0]) if found else None


def _order(turn: Turn, what: str, address: str) -> None:
    """Leave it to the gateway, which sends, says how that went, and puts the open question again."""
    turn.redact = True
    turn.mail = {"what": what, "to": address}
    turn.say("mail_sending")
