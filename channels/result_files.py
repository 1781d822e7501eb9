"""The files of an interview's result, for who is in the conversation: made when they are asked for, and not kept."""

import asyncio
import uuid

from actions.reports.files import File, made
from channels.conversations import with_result
from channels.gateway import HERE, Gateway


async def file_of(gate: Gateway, conversation_id: uuid.UUID, path: str) -> File:
    """The file at this path of a conversation's result (`actions.reports.files`), as of today.

    Raises ConversationNotFound, NoResultYet, and KeyError for a path that is no file of a result.
    """
    state = await gate.read(with_result, conversation_id)
    today = gate.now().astimezone(HERE).date()
    about = gate.settings.public_url, gate.settings.organisation
    return await asyncio.to_thread(made, path, state.answers, today, *about, state.earlier)
