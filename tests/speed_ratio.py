"""How long the suite took, beside a known loop measured in the same run: a slow machine fools nobody."""

import subprocess
import sys
import time

import pytest

LOOP = "sum(range(10**8))"

_STARTED = pytest.StashKey[float]()


def pytest_configure(config: pytest.Config) -> None:
    """Note when the run begins."""
    config.stash[_STARTED] = time.monotonic()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the seconds of the suite, those of the loop, and their ratio."""
    suite = time.monotonic() - config.stash[_STARTED]
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", LOOP], check=True)  # noqa: S603 - our own text
    loop = time.monotonic() - started
    terminalreporter.write_line(f"suite {suite:.0f} s, {LOOP} {loop:.1f} s: ratio {suite / loop:.0f}")
