"""Speed of the assessment and of search and match: `python -m tests.bench.bench_assessment`.

Prints one line a measurement with the limit it must stay under, and ends with exit code 1 when one does not. The
large sets are the real entries, copied and varied with a fixed seed until there are ten thousand of each.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from actions.assessment import assess, examples, reasons
from actions.assessment.matching import Matcher
from actions.assessment.profile import profile
from knowledge.practices import Practice, load_practices
from knowledge.schemes import Scheme, load_schemes
from knowledge.search import Knowledge, answer, search
from knowledge.terms import load_terms

ON = date(2026, 11, 23)
ENTRIES = 10_000
ASSESSMENT_MS = 5.0  # at the entries of the knowledge base
LARGE_MS = 10.0  # at ten thousand entries of each kind
SHOWN = 10

ANSWERS = {
    "place": "7553 AB",
    "employees": 45,
    "turnover": 6_000_000,
    "main_activity": "parts",
    "digital_vision": "rough",
    "initiative": "We willen een lasrobot die kleine series aankan, met minder ombouwen",
    "technologies": ["robotics", "sensors"],
    "goals": ["cost", "flexibility"],
    "means_novelty": "existing",
    "methods_novelty": "existing",
    "combines_technologies": True,
    "mrl_evidence": {"5": False, "3": True, "4": True},
    "digital_base": ["erp", "cad_cam"],
    "knowledge_level": "basic",
    "people_available": "partly",
    "working_culture": "consulted",
    "chain_digital": "files",
    "chain_collaboration": "sometimes",
    "importance": "important",
    "chain_pressure": "asked",
    "business_trends": ["technical_staff"],
    "budget": 80_000,
    "co_investment": True,
    "will_collaborate": True,
    "international": False,
    "energy_effect": True,
    "support_needs": ["implementation", "training"],
}


def schemes(count: int, chance: random.Random) -> list[Scheme]:
    """The real schemes again and again, each with conditions and words drawn from others."""
    real = load_schemes()
    made = []
    for number in range(count):
        base, other, third = (chance.choice(real) for _ in range(3))
        changes = {"id": f"{base.id}_{number}", "conditions": other.conditions, "reading": third.reading}
        made.append(base.model_copy(update={**changes, "facts": chance.choice(real).facts[:1] + base.facts[1:]}))
    return made


def practices(count: int, chance: random.Random) -> list[Practice]:
    """The real practices again and again, each with subjects and sentences drawn from others."""
    real = load_practices()
    made = []
    for number in range(count):
        base, other, third = (chance.choice(real) for _ in range(3))
        changes = {"id": f"{base.id}-{number}", "technologies": other.technologies, "province": other.province}
        made.append(base.model_copy(update={**changes, "goals": third.goals, "summary": third.summary}))
    return made


def milliseconds(work: Callable[[], object], times: int = 30) -> float:
    """The median processor time of a piece of work after one to warm up; other work on the machine does not count."""
    work()
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def main() -> int:
    """Measure everything; 1 when a limit is broken."""
    chance = random.Random(2018)
    found = profile(ANSWERS)
    many, cases = Matcher(schemes(ENTRIES, chance)), examples.Practices(practices(ENTRIES, chance))
    base = Knowledge(many.schemes, cases.practices, load_terms().terms)
    measured = [
        ("assessment with matching, 35 schemes and 45 practices", ASSESSMENT_MS, lambda: assess(ANSWERS, ON)),
        ("answer to a question", LARGE_MS, lambda: answer("bestaat de kennisvoucher nog?", ON)),
        (
            "match with 10,000 schemes",
            LARGE_MS,
            lambda: reasons.shown(many, many.rank(found, ON), found, ON, SHOWN),
        ),
        (
            "match with 10,000 practices",
            LARGE_MS,
            lambda: examples.shown(cases, cases.rank(found), found, ON, 3),
        ),
        (
            "search in 20,000 entries",
            LARGE_MS,
            lambda: search("subsidie voor een lasrobot en scholing in Overijssel", ON, SHOWN, base),
        ),
        ("answer from 20,000 entries", LARGE_MS, lambda: answer("kanten van plaatwerk automatiseren", ON, base)),
    ]
    broken = False
    for name, limit, work in measured:
        taken = milliseconds(work)
        broken = broken or taken > limit
        print(f"{name:<55} {taken:7.2f} ms  (limit {limit:g} ms){'  TOO SLOW' if taken > limit else ''}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
