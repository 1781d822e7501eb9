"""All tables of the main database in one metadata: those of the gateway and those of this API.

A table is only known once its module has been imported; migrations and the check on drift start here.
"""

import api.accounts.tables
import api.cases.tables  # noqa: F401
import channels.tables  # noqa: F401
from channels.database import Base

metadata = Base.metadata
