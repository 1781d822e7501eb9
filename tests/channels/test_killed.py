"""Killing the process loses or doubles no message: done with `kill -9` on a real process, on both databases.

One moment cannot be told from another by anybody: after Telegram took a message and before we noted that. It is shown
here too: the message comes again with the same buttons, unless one of those was pressed.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.process import BaseProcess

import httpx
import pytest

from tests.channels.killable import started
from tests.channels.platforms import SETTINGS, until
from tests.channels.standins import BotApi, GraphApi, TelegramPerson, WhatsAppPerson
from tests.servers import SECRET, TOKEN, CaseApiStandIn, RasaStandIn, free_socket, serving
from tests.system import free_port


class Surroundings:
    """Everything around the process: Rasa, the case API and both platforms, which go on when it is killed."""

    def __init__(self, stack: ExitStack, database_url: str) -> None:
        self.rasa, self.cases, self.bot_api, self.graph = RasaStandIn(), CaseApiStandIn(), BotApi(), GraphApi()
        served = (self.rasa, self.cases, self.bot_api, self.graph)
        rasa, cases, telegram, whatsapp = (stack.enter_context(serving(one.app, free_socket())) for one in served)
        self.env = {
            **{f"MAAKWIJZER_{name.upper()}": str(value) for name, value in SETTINGS.items()},
            "MAAKWIJZER_DATABASE_URL": database_url,
            "MAAKWIJZER_RASA_PORT": str(rasa),
            "MAAKWIJZER_RASA_SECRET": SECRET,
            "MAAKWIJZER_SERVICE_TOKEN": TOKEN,
            "MAAKWIJZER_CASE_API_URL": f"http://127.0.0.1:{cases}/api/v1",
            "MAAKWIJZER_TELEGRAM_URL": f"http://127.0.0.1:{telegram}",
            "MAAKWIJZER_WHATSAPP_URL": f"http://127.0.0.1:{whatsapp}",
        }

    @contextmanager
    def running(self) -> Iterator[tuple[httpx.Client, BaseProcess]]:
        """The process; it is killed at the end of the block, at the latest."""
        port = free_port()
        self.bot_api.webhook = None
        process = started({**self.env, "MAAKWIJZER_PORT": str(port)})
        try:
            until(lambda: self.bot_api.webhook is not None)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=40) as http:
                until(lambda: _answers(http))
                yield http, process
        finally:
            kill(process)


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/webhooks/whatsapp").status_code == httpx.codes.FORBIDDEN
    except httpx.TransportError:
        return False


def kill(process: BaseProcess) -> None:
    process.kill()  # SIGKILL
    process.join()


@pytest.fixture
def around(database_url: str) -> Iterator[Surroundings]:
    with ExitStack() as stack:
        yield Surroundings(stack, database_url)


def answers_to(heard: list[str], text: str) -> int:
    return sum(one.count(f"U zei: {text}\n") for one in heard)


def test_killed_at_every_step_of_an_answer_on_telegram(around: Surroundings) -> None:
    api = around.bot_api
    with around.running() as (http, process):
        TelegramPerson(api, http).says("/start")
        until(lambda: len(api.sent) == 1)
        release = around.rasa.hold("tijdens de beurt")
        TelegramPerson(api, http).says("tijdens de beurt")
        until(lambda: around.rasa.received)  # the assistant is answering
        kill(process)
        release.set()
    api.holding = True
    with around.running() as (http, process):
        until(lambda: api.arrived == 2)  # the answer was stored, and the platform has not taken it
        kill(process)
    api.holding = False
    with around.running() as (http, process):
        until(lambda: len(api.sent) == 2)
        jan = TelegramPerson(api, http)
        release = around.rasa.hold("net bewaard 0")
        for number in range(4):
            assert jan.says(f"net bewaard {number}").status_code == 200
        kill(process)  # they are in the inbox, and no more than that
        release.set()
    with around.running() as (http, _process):
        until(lambda: any("net bewaard 3" in text for text in api.texts(77)))
        TelegramPerson(api, http).says("tot slot")
        until(lambda: any("tot slot" in text for text in api.texts(77)))

    said = ["tijdens de beurt", *(f"net bewaard {n}" for n in range(4)), "tot slot"]
    assert [answers_to(api.texts(77), text) for text in said] == [1] * len(said)
    assert around.rasa.received[-1]["state"]["turns"] == len(said) - 1


@pytest.fixture
def taken_but_not_noted(around: Surroundings) -> Surroundings:
    """A process was killed after Telegram took a question with buttons, and before that was noted."""
    api = around.bot_api
    with around.running() as (http, process):
        jan = TelegramPerson(api, http)
        jan.says("/start")
        until(lambda: len(api.sent) == 1)
        api.stop_answering = True
        jan.says("janee")
        until(lambda: len(api.sent) == 2)
        kill(process)
    api.stop_answering = False
    return around


def test_what_telegram_took_unnoted_is_not_sent_again_once_its_button_was_pressed(
    taken_but_not_noted: Surroundings,
) -> None:
    around, api = taken_but_not_noted, taken_but_not_noted.bot_api
    with around.running() as (http, _process):
        jan = TelegramPerson(api, http)
        jan.presses(jan.keyboard["Ja"])
        until(lambda: any("U zei: yes" in text for text in jan.heard))

    assert [("Doet u dat al?" in text) for text in jan.heard] == [False, True, False]


def test_what_telegram_took_unnoted_comes_again_rather_than_never_and_counts_once(
    taken_but_not_noted: Surroundings,
) -> None:
    around, api = taken_but_not_noted, taken_but_not_noted.bot_api
    with around.running() as (http, _process):
        jan = TelegramPerson(api, http)
        first = jan.keyboard
        until(lambda: len(api.sent) == 3)
        assert jan.keyboard == first  # the same question, with the same buttons
        jan.presses(first["Ja"])
        until(lambda: any("U zei: yes" in text for text in jan.heard))
        jan.says("tot slot")
        until(lambda: any("tot slot" in text for text in jan.heard))

    assert [body["text"] for body in around.rasa.received] == ["janee", "yes", "tot slot"]


def test_what_whatsapp_reports_as_sent_is_not_sent_again(around: Surroundings) -> None:
    """Killed after the platform took a message and before that was noted: its report settles it."""
    with around.running() as (http, process):
        els = WhatsAppPerson(around.graph, http)
        els.says("hallo")
        until(lambda: len(around.graph.sent) == 1)
        around.graph.stop_answering = True
        els.says("vijf")
        until(lambda: len(around.graph.sent) == 2)
        kill(process)
    around.graph.stop_answering = False
    with around.running() as (http, _process):
        after = WhatsAppPerson(around.graph, http)
        reference = around.graph.sent[1]["biz_opaque_callback_data"]
        after.brings([], [{"id": "wamid.out2", "status": "delivered", "biz_opaque_callback_data": reference}])
        after.count = els.count
        after.says("zes")
        until(lambda: any("U zei: zes" in text for text in after.heard))

    assert [answers_to(after.heard, text) for text in ("vijf", "zes")] == [1, 1]
