"""The custom action of the assistant, thin over `actions.interview`."""

import asyncio
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.interview.interview import reply
from actions.interview.turn import About
from knowledge.renewal import follow


class ActionInterview(Action):
    """Takes a turn of the interview with the state that came along with the message."""

    def name(self) -> str:
        """The name in the rules that the importer makes."""
        return "action_interview"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Say what the interview says, and hand the new state to the connector in the same reply."""
        await asyncio.to_thread(follow, date.today())  # content that was taken in use on the desk
        message = tracker.latest_message
        turn = message["metadata"]["turn"]
        answer = await asyncio.to_thread(
            reply,
            turn.get("state"),
            message,
            turn["text"],
            turn.get("payload"),
            turn.get("command"),
            date.fromisoformat(turn["today"]),
            About(**turn["about"]),
        )
        dispatcher.utter_message(json_message=answer)
        return []


class ActionRestart(ActionInterview):
    """The same for "opnieuw beginnen": Rasa maps the intent `restart` to an action of its own, which this replaces."""

    def name(self) -> str:
        """The name that Rasa reserves for the intent `restart`."""
        return "action_restart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """As above; then listen, since Rasa would restart until its circuit breaker trips."""
        return [*await super().run(dispatcher, tracker, domain), FollowupAction("action_listen")]
