"""Makes what Rasa needs from the content: the domain, the rules and the training data.

There is no domain or rules file to keep in step: the intents are those of `nlu/data/intents/`, every one of them
leads to the one custom action that drives the interview, and a hash of the questionnaire and of the training
data goes into the configuration of the components that read those files themselves, so that Rasa trains them
again when a question or an example changes.
"""

from typing import Any

import rasa.shared.utils.io
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.model import CONFIG, ROOT, data_version

INTENTS = ROOT / "nlu" / "data" / "intents"
ACTION = "action_interview"
FALLBACK_INTENT = "nlu_fallback"
ENTITIES = ("amount", "company", "email", "ordinal", "person", "phone", "place", "postcode", "province", "sensitive")
"""What the readers in `nlu/` find; no intent looks at them, the interview does."""
RASAS_OWN = {"restart": "action_restart"}
"""Intents that Rasa maps to an action of its own; ours of the same name takes its place (`actions/actions.py`)."""


class InterviewImporter(TrainingDataImporter):
    """Rasa's view on the interview; named under `importers` in `bot/config.yml`."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        self.config_file = config_file or str(CONFIG)

    def get_config(self) -> dict:
        """The configuration, with the version of the data given to each of our own components."""
        config = rasa.shared.utils.io.read_model_configuration(self.config_file)
        version = data_version()
        for component in config["pipeline"]:
            if component["name"].startswith("nlu."):
                component["data_version"] = version
        return config

    def get_config_file_for_auto_config(self) -> str | None:
        """None: the configuration is complete, Rasa has nothing to fill in."""
        return None

    def get_nlu_data(self, language: str | None = "nl") -> TrainingData:
        """The examples of every intent."""
        return training_data_from_paths([str(path) for path in sorted(INTENTS.glob("*.yml"))], language)

    def _intents(self) -> list[str]:
        return sorted(self.get_nlu_data().intents | {FALLBACK_INTENT})

    def get_domain(self) -> Domain:
        """The intents and the one action. No slots: the state of the interview travels with each message."""
        intents = self._intents()
        return Domain.from_dict(
            {
                "version": "3.1",
                "intents": [{intent: {"use_entities": []}} for intent in intents],
                "entities": list(ENTITIES),
                "actions": [ACTION, *RASAS_OWN.values()],
                "session_config": {"session_expiration_time": 0, "carry_over_slots_to_new_session": False},
            }
        )

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """One rule for each intent: it leads to the action, which decides what it means here."""
        rules = [
            {"rule": intent, "steps": [{"intent": intent}, {"action": ACTION}]}
            for intent in self._intents()
            if intent not in RASAS_OWN
        ]
        return StoryGraph(YAMLStoryReader().read_from_parsed_yaml({"version": "3.1", "rules": rules}))
