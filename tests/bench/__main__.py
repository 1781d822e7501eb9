"""`make bench`: all measurements, or those named: `python -m tests.bench turns assessment`."""

import importlib
import sys

BENCHES = {
    "turns": "tests.bench.turns",
    "assessment": "tests.bench.bench_assessment",
    "cases": "tests.bench.cases",
    "report": "tests.bench.bench_report",
}


def main() -> None:
    """Run and print. Exits with a sentence for a name that is not known."""
    for name in sys.argv[1:] or BENCHES:
        if name not in BENCHES:
            sys.exit(f"no such measurement: {name}; there are {', '.join(BENCHES)}")
        print(f"== {name}")
        importlib.import_module(BENCHES[name]).main()


if __name__ == "__main__":
    main()
