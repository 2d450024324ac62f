"""`python -m tests.economy FILE`: how many worked cases agree with the product, naming each that does not."""

import sys
from collections import Counter
from pathlib import Path

from tests.economy.worked_cases import AGREES, CANNOT, DISAGREES, cases, verdict


def main(file: str) -> int:
    """The number of cases that do not agree."""
    verdicts = [verdict(case) for case in cases(Path(file))]
    for one in verdicts:
        for fault in one.faults:
            print(f"{one.case}: {one.outcome}: {fault}")  # noqa: T201
    count = Counter(one.outcome for one in verdicts)
    print(f"{count[AGREES]} agree, {count[DISAGREES]} disagree, {count[CANNOT]} cannot express")  # noqa: T201
    return len(verdicts) - count[AGREES]


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
