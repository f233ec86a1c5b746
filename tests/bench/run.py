"""`make bench [N=10000] [ENGINE=sqlite|postgresql]`: how fast PolicyHub is, as ratios beside the aims.

Without N: 1,000, 10,000 and 100,000 rules; without ENGINE: both. At 10,000 Wagtail stands beside it, if it installs.
docs/performance.md says how to read it. CPU per request, of server and database together, is the steady figure; B is a
Django page with one query by primary key and nothing else, on the same engine and server, in the same round.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import dev
from tests.bench import peers
from tests.bench.corpus import questions
from tests.bench.servers import HERE, ROOT, Server, Target, private

SIZES, ENGINES, ROUNDS, TOGETHER = (1_000, 10_000, 100_000), ("sqlite", "postgresql"), 3, 8
STARTS = 3
OTHERS = ("bare", "peer")  # databases beside our own
PEERS_AT = 10_000  # rules: the size at which peers are measured too
say = dev.say
Found = dict[str, float]


def sizes_and_engines() -> tuple[list[int], list[str]]:
    sizes = [int(n) for n in os.environ.get("N", "").replace(",", " ").split()] or list(SIZES)
    engines = os.environ.get("ENGINE", "").replace(",", " ").split() or list(ENGINES)
    if wrong := set(engines) - set(ENGINES):
        raise dev.Problem(f"ENGINE={' '.join(wrong)} is none of {', '.join(ENGINES)}.")
    return sizes, engines


@contextmanager
def databases(engine: str, folder: str) -> Iterator[tuple[dict[str, str], list[int]]]:
    """Settings for PolicyHub and for B, empty, and the processes of the database server."""
    env = {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "policyhub.settings", "SECRET_KEY": "only for measuring " * 3}
    if engine == "sqlite":
        yield env | {f"{name.upper()}_DATABASE": f"sqlite:///{folder}/{name}.sqlite3" for name in OTHERS}, []
        return
    programs = dev.postgres_programs()
    if programs is None:
        raise dev.Problem("PostgreSQL is not found: install it, or say ENGINE=sqlite.")
    with dev.postgres(programs) as url:
        where = re.search(r"host=([^&]+)", url)[1]  # type: ignore[index]
        psql = [str(programs / "psql"), "-q", "-h", where, "-U", "policyhub", "policyhub", "-c"]
        others = [f"CREATE DATABASE {name}" for name in OTHERS]
        for sql in ("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()", *others):
            subprocess.run([*psql, sql], check=True, stdout=subprocess.DEVNULL)
        postmaster = int(Path(where, "data", "postmaster.pid").read_text().split()[0])
        addresses = {f"{name.upper()}_DATABASE": url.replace("/policyhub?", f"/{name}?") for name in OTHERS}
        yield env | {"DATABASE_URL": url} | addresses, [postmaster]


def python(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([dev.PYTHON, *arguments], cwd=ROOT, env=os.environ | env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout.strip()


def inside(env: dict[str, str], what: str) -> Any:
    return json.loads(python(env, str(HERE / "inside.py"), what))


def set_up(env: dict[str, str], n: int) -> tuple[Server, Server]:
    """PolicyHub with ``n`` rules, and B."""
    for command in ("migrate -v0 --no-input", "collectstatic -v0 --no-input"):
        python(env, "manage.py", *command.split())
    say(python(env, str(HERE / "fill.py"), str(n)))
    ours = Server("policyhub.wsgi:application", env, "/", f"sessionid={inside(env, 'session')}; csrftoken={'a' * 32}")
    mine = python(env, str(HERE / "bare.py"), str(min(n, 10_000)))
    return ours, Server("tests.bench.bare:application", env, "/constant", f"sessionid={mine}")


def targets(ours: Server, bare: Server, n: int, beside: list[int]) -> list[Target]:
    asked = {name: [f"/?q={quote_plus(words)}" for words in listed] for name, listed in questions().items()}
    mix = [path for paths in asked.values() for path in paths]
    keys = range(2, min(n, 10_000) - 1)
    chosen = [key for key in keys if key % max(1, len(keys) // 500) == 0]
    found = [
        Target("constant bytes", bare, ["/constant"]),
        Target("B", bare, [f"/pages/{key}/" for key in chosen], beside=beside),
        Target("B and somebody signed in", bare, [f"/mine/{key}/" for key in chosen], beside=beside),
        Target("card page", ours, [f"/rules/rule-{key}/" for key in chosen], beside=beside),
        Target("first page", ours, ["/"], beside=beside),
        Target("search, whole pages", ours, mix, beside=beside),
        Target("search", ours, mix, htmx=True, beside=beside),
    ]
    return found + [Target(f"search: {name}", ours, paths, htmx=True, beside=beside) for name, paths in asked.items()]


def first_page(server: Server) -> float:
    """kB on the wire of the first page and all that it loads."""
    packed = {"Accept-Encoding": "gzip"}
    page = server.get("/", packed)[1]
    loaded = re.findall(rb'(?:src|href)="(/static/[^"]+)"', page)
    return (len(page) + sum(len(server.get(path.decode(), packed)[1]) for path in loaded)) / 1000


def starts(server: Server) -> float:
    """Seconds to the first answer, the least of a few."""
    found = []
    for _nth in range(STARTS):
        with server.running():
            found.append(server.started)
    return min(found)


def measure(engine: str, n: int) -> Found:
    """All figures of one engine and one size, in ms, MB, seconds, kB and ratios to B."""
    say(f"\n{engine}, {n:,} rules")
    with tempfile.TemporaryDirectory(prefix="policyhub-bench-") as folder, databases(engine, folder) as (env, beside):
        ours, bare = set_up(env, n)
        found = {"start": starts(ours) / starts(bare)}
        with ours.running(), bare.running():
            listed = targets(ours, bare, n, beside)
            for target in listed:
                target.measure(TOGETHER, 0, 3)  # warm: the first questions read the synonyms
                target.found.clear()
            for at_once in (1, TOGETHER):
                for turn in range(ROUNDS):
                    for target in listed:
                        target.measure(at_once, turn)
            assert ours.process
            assert bare.process
            found |= {"memory MB": private(ours.process.pid), "first page kB": first_page(ours)}
            found["memory"] = found["memory MB"] / private(bare.process.pid)
        show(listed)
        for target in listed:
            for at_once in (1, TOGETHER):
                found[f"{target.name}, {at_once}"] = target.of("cpu", at_once) / listed[1].of("cpu", at_once)
            found[f"{target.name} p95"], found[f"{target.name} CPU"] = target.of("p95"), target.of("cpu")
        found |= inside_figures(env)
        return found | (peers.measure(folder, env, n, ours, beside) if n == PEERS_AT else {})


def inside_figures(env: dict[str, str]) -> Found:
    statements, publish = inside(env, "statements"), inside(env, "publish")
    typed = [one["p95"] for name, one in statements.items() if name.startswith("typed")]
    for name, one in statements.items():
        say(f"  {name:22} {one['p50']:8.2f} {one['p95']:8.2f}   ms inside, p50 and p95")
    say(f"  publish: index {publish['index']['p50']:.2f} ms, all {publish['whole']['p50']:.2f} ms")
    return {
        "worst p95": max(one["p95"] for one in statements.values()),
        "typed p95": max(typed),
        "index work": publish["index"]["p50"],
    }


def show(listed: list[Target]) -> None:
    b = listed[1]
    say(f"  {'one at a time':28}  CPU ms      B     p50     p95   per s |  CPU ms      B  {TOGETHER} at a time")
    for one in listed:
        times = "".join(f"{one.of(name):8.1f}" for name in ("p50", "p95"))
        rate = f"{one.of('requests') / one.of('seconds'):8.0f}"
        alone, many = (f"{one.of('cpu', n):8.2f}{one.of('cpu', n) / b.of('cpu', n):7.2f}" for n in (1, TOGETHER))
        say(f"  {one.name:28}{alone}{times}{rate} |{many}")


def aims(engine: str, by_size: dict[int, Found]) -> None:
    """Every aim of an engine beside what was found."""
    say(f"\n{engine}: aims")
    small, large = min(by_size), max(by_size)
    for n, one in by_size.items():
        row(f"card page at {n:,}, CPU in B", one["card page, 1"], 5)
        row(f"search at {n:,}, CPU in B", one["search, 1"], 6 if n <= 10_000 else 8)
        row(f"search at {n:,}, worst p95, ms", one["worst p95"], 10 if engine == "sqlite" else 20)
        row(f"a typed letter to answers at {n:,}, p95 ms", one["search p95"], 100)
        for what in peers.AIMS.keys() & one.keys():
            row(f"Wagtail's {what} at {n:,}, CPU in ours", one[what], peers.AIMS[what], most=False)
    last = by_size[large]
    row("memory of a worker, in B", last["memory"], 1.9 if engine == "sqlite" else 2.4)
    row("start, in B", last["start"], None)
    row("first page with everything, kB", last["first page kB"], 60)
    if small < large:
        times = f"{small:,} to {large:,}"
        growth = {name: last[name] / by_size[small][name] for name in ("card page CPU", "typed p95", "index work")}
        row(f"page, {times}", growth["card page CPU"], 1.1)
        row(f"typed search p95, {times}", growth["typed p95"], 2)
        row(f"index work of one publish, {times}", growth["index work"], 1.2)


def row(what: str, found: float, aim: float | None, *, most: bool = True) -> None:
    """``most``: whether the aim is the most, or the least, that it should be."""
    verdict = "" if aim is None else f"{aim:6g}  {'reached' if (found <= aim) == most else 'MISSED'}"
    say(f"  {what:52} {found:8.2f}  {verdict}")


def main() -> None:
    sizes, engines = sizes_and_engines()
    if not shutil.which("wrk"):
        say("wrk is not found: a small loader asks instead, less hard.")
    with ExitStack():
        found = {engine: {n: measure(engine, n) for n in sizes} for engine in engines}
    for engine, by_size in found.items():
        aims(engine, by_size)


if __name__ == "__main__":
    main()
