"""`python -m tests.payloads DIR`: one line a file, then the sums; exit 1 on any exception or 5xx."""

import asyncio
import sys
from pathlib import Path

from bot.logs import set_up
from tests.payloads.runner import run


def main() -> int:
    """Print what each payload became."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python -m tests.payloads DIR", file=sys.stderr)
        return 2
    set_up("ERROR", "console")
    fates = asyncio.run(run(Path(sys.argv[1])))
    for fate in fates:
        print(f"{fate.file}  {fate.verdict}: {fate.said}")
    counts = [sum(fate.verdict == verdict for fate in fates) for verdict in ("handled", "ignored", "refused", "error")]
    handled, ignored, refused, errors = counts
    print(f"{len(fates)} files: {handled} handled, {ignored} ignored, {refused} refused, {errors} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
