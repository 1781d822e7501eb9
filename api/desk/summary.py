"""A case in three sentences: the company, the innovation, and what it takes."""

from api.cases.tables import Case
from api.desk.wording import euro, number, word


def sentences(case: Case) -> list[str]:
    """Three sentences that say what an advisor wants to know before reading on."""
    return [_company(case), _innovation(case), _outlook(case)]


def _company(case: Case) -> str:
    company = case.company
    where = f" uit {company['place']}" if company["place"] else ""
    people = f"{number(company['employees'])} medewerkers" if company["employees"] is not None else ""
    turnover = f"{euro(company['turnover'])} omzet per jaar" if company["turnover"] is not None else ""
    facts = " en ".join(fact for fact in (people, turnover) if fact)
    return (
        f"{company['name']}{where} heeft {facts}."
        if facts
        else f"{company['name']}{where} gaf geen cijfers over omvang."
    )


def _innovation(case: Case) -> str:
    types, mrl = case.assessment["yamamoto"]["types"], case.assessment["mrl"]
    kind = f"van type {' en '.join(str(number) for number in types)}" if types else "nog zonder type"
    if mrl["level"] is None:
        return f"De procesinnovatie is {kind} en het MRL-niveau is niet bekend."
    return f"De procesinnovatie is {kind} en staat op MRL {mrl['level']}, met een {word('risk', mrl['risk'])} risico."


def _outlook(case: Case) -> str:
    readiness, necessity = case.assessment["readiness"], case.assessment["necessity"]
    fitting = [scheme["name"] for scheme in case.schemes if scheme["fit"] == "fits"]
    perhaps = [scheme["name"] for scheme in case.schemes if scheme["fit"] == "maybe"]
    if fitting:
        schemes = f"passend lijkt {_listed(fitting[:3])}"
    elif perhaps:
        schemes = f"misschien past {_listed(perhaps[:3])}"
    else:
        schemes = "er is geen regeling gevonden die past"
    return (
        f"De gereedheid is {_score(readiness, 'readiness')}, de noodzaak {_score(necessity, 'necessity')}; {schemes}."
    )


def _score(score: dict[str, object], kind: str) -> str:
    return "onbekend" if score["score"] is None else f"{score['score']} van de 100 ({word(kind, score['level'])})"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
