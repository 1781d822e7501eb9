"""Make an account: `python -m api.accounts.create EMAIL NAME [advisor|editor|admin]`.

Prints the one-time password, which must be changed at the first login. With `--reset EMAIL` an account that is
there gets a new one.
"""

import sys

from api.accounts.advisors import AccountError, create, reset_password
from api.migrate import upgrade
from channels.database import make_engine, transaction
from channels.settings import load_settings

USAGE = "Gebruik: make advisor EMAIL=naam@voorbeeld.nl NAME='Voornaam Achternaam' [ROLE=advisor|editor|admin]"


def main(arguments: list[str]) -> int:
    """Make or reset the account; 0 when done, 1 when it cannot be done so, 2 when the command is wrong."""
    if len(arguments) not in (2, 3):
        print(USAGE, file=sys.stderr)
        return 2
    url = load_settings().database_url
    upgrade(url)
    engine = make_engine(url)
    try:
        with transaction(engine) as session:
            reset = arguments[0] == "--reset"
            password = reset_password(session, arguments[1]) if reset else create(session, *arguments)
    except AccountError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print(password)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
