"""What the website gets: the message as it is, for the page to draw."""

from channels.message import Button, Outgoing


def test_the_website_gets_the_whole_message() -> None:
    message = Outgoing(text="Doet u dat al?", kind="question", buttons=[Button(title="Ja", payload="yes")])

    assert message.model_dump(mode="json", by_alias=True) == {
        "text": "Doet u dat al?",
        "kind": "question",
        "buttons": [{"title": "Ja", "payload": "yes"}],
        "multiple": False,
        "attachments": [],
    }
