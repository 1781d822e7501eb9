"""What can go wrong with a case, as problems with a stable code."""

from channels.problems import Conflict, InvalidInput, NotFound, Problem
from channels.problems import PreconditionFailed as StaleVersion

__all__ = [
    "CaseClosed",
    "CaseErased",
    "CaseExists",
    "CaseNotFound",
    "HeldByAnother",
    "KeyReused",
    "NoConsent",
    "NoReportMail",
    "NoTranscript",
    "NotCorrectable",
    "NotHeld",
    "StaleVersion",
    "WrongTransition",
]


class CaseNotFound(NotFound):
    """There is no such case."""

    code = "case-not-found"

    def __init__(self) -> None:
        super().__init__("Deze zaak bestaat niet of is verwijderd.")


class NoTranscript(NotFound):
    """The owner did not allow the conversation to be read."""

    code = "no-transcript"

    def __init__(self) -> None:
        super().__init__("Van deze zaak is geen gesprek bewaard.")


class NoConsent(InvalidInput):
    """Without permission to share there is no case."""

    code = "no-consent"

    def __init__(self) -> None:
        super().__init__("Zonder toestemming om te delen met een adviseur komt er geen zaak.")


class CaseExists(Conflict):
    """The interview has a case already, posted under another key."""

    code = "case-exists"

    def __init__(self) -> None:
        super().__init__("Van dit gesprek is al een zaak.")


class KeyReused(Conflict):
    """The idempotency key was used for something else."""

    code = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("Deze Idempotency-Key is al gebruikt voor andere gegevens.")


class CaseErased(Problem):
    """The case was erased; a late repeat does not bring it back."""

    status, code, title = 410, "case-erased", "Verwijderd"

    def __init__(self) -> None:
        super().__init__("De zaak van dit gesprek is verwijderd en komt niet terug.")


class HeldByAnother(Conflict):
    """Another advisor has the case; `holder` says who."""

    code = "held-by-another"

    def __init__(self, holder: str) -> None:
        super().__init__(f"Deze zaak is in behandeling bij {holder}.", extra={"holder": holder})


class NotHeld(Conflict):
    """Nobody has the case yet, and this is for who has it."""

    code = "not-held"

    def __init__(self) -> None:
        super().__init__("Niemand heeft deze zaak nog. Pak de zaak eerst op.")


class CaseClosed(Conflict):
    """A closed case must be reopened first."""

    code = "case-closed"

    def __init__(self) -> None:
        super().__init__("Deze zaak is afgesloten. Heropen de zaak eerst.")


class WrongTransition(Conflict):
    """The case cannot go from its present status to this one."""

    code = "wrong-transition"

    def __init__(self) -> None:
        super().__init__("Deze zaak kan niet van de huidige naar deze status.")


class NotCorrectable(Conflict):
    """Only the owner answers this question: it is about what he agreed to."""

    code = "not-correctable"

    def __init__(self) -> None:
        super().__init__("Alleen de ondernemer zelf beantwoordt deze vraag.")


class NoReportMail(Conflict):
    """The report cannot be mailed: the owner gave no address, or mail is off."""

    code = "no-report-mail"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
