"""Make an account: `python -m api.accounts.create EMAIL NAME [advisor|editor|admin]`.

Prints the one-time password. It must be changed at the first login.
"""

import sys

from api.accounts.advisors import AccountError, create
from api.migrate import upgrade
from channels.database import make_engine, transaction
from channels.settings import load_settings

USAGE = "Gebruik: make advisor EMAIL=naam@voorbeeld.nl NAME='Voornaam Achternaam' [ROLE=advisor|editor|admin]"


def main(arguments: list[str]) -> int:
    """Make the account; 0 when made, 1 when the account cannot be made so, 2 when the command is wrong."""
    if len(arguments) not in (2, 3):
        print(USAGE, file=sys.stderr)
        return 2
    url = load_settings().database_url
    upgrade(url)
    engine = make_engine(url)
    try:
        with transaction(engine) as session:
            password = create(session, *arguments)
    except AccountError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print(password)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
