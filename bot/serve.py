"""Start the Rasa server: on loopback, without its HTTP API, with a model whose hash was checked.

Run as `python -m bot.serve` from the root of the project, with MAAKWIJZER_RASA_SECRET, MAAKWIJZER_RASA_PORT and
MAAKWIJZER_ACTIONS_PORT in the environment.
"""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
warnings.simplefilter("ignore")  # deprecations in the old libraries that Rasa pins; nothing here can mend them
sys.modules["jax"] = None  # type: ignore[assignment]  # TensorFlow would load it for a converter nobody uses: 2 s


def compile_result_validator() -> None:
    """Check the results of actions with a validator made once.

    Rasa calls `jsonschema.validate` for each result, which checks the schema itself against the meta-schema every
    time: half of what a turn costs (measured). The checks on the result stay the same.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate_action_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate_action_result  # type: ignore[method-assign]


def main() -> None:
    """Serve until stopped. Exits with one sentence when the model is missing, changed or of another pipeline."""
    from bot.model import ModelRefused, checked_model

    try:
        model = checked_model()
    except ModelRefused as refused:
        sys.exit(str(refused))

    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    compile_result_validator()
    configure_logging_and_warnings(log_level=30, warn_only_once=True)
    configure_structlog(log_level=30)
    rasa.core.run.serve_application(
        str(model),
        interface="127.0.0.1",
        port=int(os.environ["MAAKWIJZER_RASA_PORT"]),
        credentials=str(HERE / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml")),
        enable_api=False,
    )


if __name__ == "__main__":
    main()
