"""Wagtail beside PolicyHub, where it installs: pages of the same texts, and its search as it ships."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from urllib.parse import quote_plus

import dev
from tests.bench.corpus import questions
from tests.bench.servers import HERE, ROOT, Server, cpu

NEEDS = ("wagtail", "dj-database-url", "psycopg2-binary", "waitress")
PAGES, QUESTIONS, ROUNDS = 100, 3, 3  # of each class of questions so many: some take seconds
AIMS = {"page": 1, "search": 40}


def installed(folder: str) -> str:
    """The Python of an environment of its own with Wagtail; "" where it does not install."""
    place = Path(folder, "wagtail")
    python = str(place / "bin" / "python")
    for command in ([dev.PYTHON, "-m", "venv", str(place)], [python, "-m", "pip", "install", "-q", *NEEDS]):
        if subprocess.run(command, capture_output=True).returncode:
            return ""
    return python


@contextlib.contextmanager
def wagtail(python: str, env: dict[str, str], n: int) -> Iterator[Server]:
    """A site with ``n`` pages."""
    command = [python, str(HERE / "wagtail_site.py"), str(n)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    with Server("tests.bench.wagtail_site:application", env, "/rule-2/", python=python).running() as server:
        yield server


def measure(folder: str, env: dict[str, str], n: int, ours: Server, beside: list[int]) -> dict[str, float]:
    """How many times as much CPU Wagtail takes for a page and for a search; empty where it does not install."""
    python = installed(folder)
    if not python:
        dev.say("  Wagtail does not install here.")
        return {}
    asked = [quote_plus(words) for listed in questions().values() for words in listed[:QUESTIONS]]
    keys = range(2, n - 1, max(1, n // PAGES))
    paths = {
        "page": ([f"/rules/rule-{key}/" for key in keys], [f"/rule-{key}/" for key in keys]),
        "search": ([f"/?q={words}" for words in asked], [f"/search/?query={words}" for words in asked]),
    }
    with wagtail(python, env | {"BARE_DATABASE": env["PEER_DATABASE"]}, n) as theirs, ours.running():
        return {what: times_as_much(what, ours, theirs, *both, beside) for what, both in paths.items()}


def times_as_much(
    what: str, ours: Server, theirs: Server, own: list[str], their: list[str], beside: list[int]
) -> float:
    """CPU of theirs for one of ours, in turns, one at a time."""
    for server, paths in ((ours, own), (theirs, their)):
        ask(server, paths[:5], beside)
    rounds = [(ask(ours, own, beside), ask(theirs, their, beside)) for _round in range(ROUNDS)]
    for name, at in (("PolicyHub", 0), ("Wagtail", 1)):
        spent, took = (median(one[at][figure] for one in rounds) for figure in (0, 1))
        dev.say(f"  {name + ', ' + what:28}{spent:10.2f} ms of CPU, {took:10.2f} ms, one at a time")
    return median(their[0] / own[0] for own, their in rounds)


def ask(server: Server, paths: list[str], beside: list[int]) -> tuple[float, float]:
    """Milliseconds of CPU, and of the clock, for one of these."""
    assert server.process
    working, took = [server.process.pid, *beside], []
    before = cpu(working)
    for path in paths:
        begun = time.perf_counter()
        status, _body = server.get(path)
        took.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"{server.application}: {status} for {path}")
    return (cpu(working) - before) / len(paths), mean(took)
