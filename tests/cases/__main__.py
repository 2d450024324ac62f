"""`python -m tests.cases FILE`: disagreements one a line, then the sums; exit 1 on a disagreement, 2 on a bad file."""

# ruff: noqa: T201
import sys
from pathlib import Path

from tests.cases.answers import Outcome, answer
from tests.cases.load import load
from tests.cases.shape import Malformed


def main(arguments: list[str]) -> int:
    """Put every case of a file to the engine."""
    if len(arguments) != 1:
        print("usage: python -m tests.cases FILE", file=sys.stderr)
        return 2
    try:
        cases = load(Path(arguments[0]))
    except (OSError, Malformed) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        print(f"{arguments[0]}: {' '.join(str(reason).split())}", file=sys.stderr)
        return 2
    answers = [answer(case) for case in cases]
    for one in answers:
        if one.outcome is not Outcome.AGREE:
            print(one.line())
    agree, disagree, cannot = (sum(one.outcome is outcome for one in answers) for outcome in Outcome)
    print(f"{agree} agree, {disagree} disagree, {cannot} cannot express")
    return 1 if disagree else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
