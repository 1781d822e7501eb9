"""Our steps in Rasa's pipeline: thin wrappers around the readers and the trained model."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import meaning, spacy_pipeline
from nlu.features import lemmas_of
from nlu.linear import LinearModel
from nlu.readers import read_all

MODEL_TYPES = DefaultV1Recipe.ComponentType


@DefaultV1Recipe.register(MODEL_TYPES.ENTITY_EXTRACTOR, is_trainable=False)
class DutchReaders(GraphComponent):
    """Amounts, places, postcodes, contact details, ordinals, names and unasked personal data, as entities."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DutchReaders:
        """See GraphComponent."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities and the candidate names to each message."""
        for message in messages:
            found = read_all(message.get(TEXT) or "")
            message.set(ENTITIES, message.get(ENTITIES, []) + found.entities, add_to_output=True)
            message.set("names", found.names, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training data stay as they are: the model below reads its own lines."""
        return training_data


@DefaultV1Recipe.register(MODEL_TYPES.INTENT_CLASSIFIER, is_trainable=True, model_from="SpacyNLP")
class DutchMeaning(GraphComponent):
    """Intent, options per question, yes or no and topic by the linear model of `nlu.meaning`.

    `data_version` in the configuration is a hash of the training lines and the knowledge YAML: Rasa trains this step
    again when it changes.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No version: the importer sets it."""
        return {"data_version": ""}

    def __init__(self, storage: ModelStorage, resource: Resource, model: meaning.Meaning | None = None) -> None:
        """A step without a model is one that has yet to be trained."""
        self._storage, self._resource, self._meaning = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DutchMeaning:
        """See GraphComponent."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData, model: SpacyModel) -> Resource:
        """Train on the lines of `nlu/data` and keep the model with the name of the spaCy pipeline."""
        self._meaning = meaning.train(meaning.lemmatiser(model.model))
        with self._storage.write_to(self._resource) as folder:
            self._meaning.model.save(folder, {"spacy": spacy_pipeline.installed()})
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DutchMeaning:
        """Load the model. Raises PipelineError when it was trained with another spaCy pipeline."""
        with model_storage.read_from(resource) as folder:
            model, about = LinearModel.load(folder)
        spacy_pipeline.require(about["spacy"])
        return cls(model_storage, resource, meaning.Meaning(model))

    def process(self, messages: list[Message], model: SpacyModel) -> list[Message]:
        """Add what the model makes of each message."""
        assert self._meaning is not None  # Rasa calls load or train first
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT]) or ()
            understood = self._meaning.of(message.get(TEXT) or "", lemmas_of(doc))
            message.set(INTENT, understood.intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, understood.ranking, add_to_output=True)
            message.set("options", understood.options, add_to_output=True)
            message.set("polarity", understood.polarity, add_to_output=True)
            message.set("topic", understood.topic, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training data stay as they are."""
        return training_data
