"""Hostile input that others have collected, where it lies beside this folder."""

import json
from pathlib import Path

from tests.conftest import share

FOLDER = Path(__file__).resolve().parents[3] / "shared/payloads"


def spread(lines: list[str], n: int) -> list[str]:
    """``n`` of them, taken from all over the list."""
    return [lines[at * len(lines) // n] for at in range(min(n, len(lines)))]


def naughty_strings() -> list[str]:
    """As many of the 515 strings that break naive programs as this run is to try."""
    return spread(json.loads((FOLDER / "naughty-strings.json").read_text(encoding="utf-8")), share(515))


def scripts(n: int = 6613) -> list[str]:
    """As many of the 6,613 ways to smuggle a script into a page, of ``n``, as this run is to try."""
    return spread((FOLDER / "xss.txt").read_text(encoding="utf-8", errors="replace").splitlines(), share(n))
