"""Hostile input: a sample of our own in every run, and in the long run what others have collected, where that is.

``payloads/README.md`` names the sources.
"""

import json
from pathlib import Path

from tests.conftest import share

FOLDER = Path(__file__).with_name("payload_samples")
COLLECTED = Path(__file__).resolve().parents[3] / "shared/payloads"


def spread(lines: list[str], n: int) -> list[str]:
    """``n`` of them, taken from all over the list."""
    return [lines[at * len(lines) // n] for at in range(min(n, len(lines)))]


def sample(name: str) -> list[str]:
    strings: list[str] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return strings


def is_long_run() -> bool:
    """Whether this run is to keep each promise in full, and has the lists of others at hand."""
    return share(100) >= 100 and COLLECTED.exists()


def naughty_strings() -> list[str]:
    """Strings that break naive programs; in the long run also the 515 of the big list."""
    strings = sample("naughty-strings.json")
    if is_long_run():
        strings += json.loads((COLLECTED / "naughty-strings.json").read_text(encoding="utf-8"))
    return strings


def scripts(n: int = 6613) -> list[str]:
    """Ways to smuggle a script into a page; in the long run also ``n`` of the 6,613 that others have collected."""
    payloads = sample("scripts.json")
    if is_long_run():
        lines = (COLLECTED / "xss.txt").read_text(encoding="utf-8", errors="replace").splitlines()
        payloads += spread(lines, n)
    return payloads
