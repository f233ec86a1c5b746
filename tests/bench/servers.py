"""Servers to measure, what they use, and a load on them."""

import contextlib
import http.client
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
SLICE = float(os.environ.get("SLICE", "2"))  # seconds of load at a time


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may hold spaces; [] once it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    parents = {int(p.name): stat(int(p.name)) for p in Path("/proc").iterdir() if p.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, fields in parents.items() if fields and int(fields[1]) == one]
    return found


def cpu(pids: list[int]) -> float:
    """Milliseconds of CPU that processes, and those of their children that ended, have used."""
    fields = [found for pid in pids for one in family(pid) if (found := stat(one))]
    return sum(int(n) for found in fields for n in found[11:15]) / TICK * 1000


def private(pid: int) -> float:
    """MB of memory that the largest of a family has to itself."""
    found = []
    for one in family(pid):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            found.append(sum(int(n) for n in re.findall(r"Private_\w+:\s+(\d+)", text)) / 1024)
    return max(found)


@dataclass
class Server:
    """A WSGI application behind the server that `make run` uses."""

    application: str
    env: dict[str, str]
    ready: str  # an address that answers 200 once it is there
    cookie: str = ""
    python: str = dev.PYTHON
    port: int = 0
    process: dev.Process | None = None
    started: float = 0  # seconds to the first answer

    @contextlib.contextmanager
    def running(self) -> Iterator["Server"]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        begun = time.monotonic()
        command = [self.python, *dev.SERVER.split(), "--port", str(self.port), self.application]
        compiled = {"PYTHONDONTWRITEBYTECODE": ""}  # as on any machine where it was started before
        self.process = dev.start(command, os.environ | self.env | compiled)
        try:
            while self.get(self.ready)[0] != 200:
                if self.process.poll() is not None or time.monotonic() - begun > 60:
                    raise SystemExit(f"{self.application} does not answer")
                time.sleep(0.01)
            self.started = time.monotonic() - begun
            yield self
        finally:
            dev.stop(self.process)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """The status and the body as they travel; 0 while nobody listens."""
        call = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            call.request("GET", path, headers={"Cookie": self.cookie} | (headers or {}))
            answer = call.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 0, b""
        finally:
            call.close()


@dataclass
class Target:
    """Paths of a server, asked for at random."""

    name: str
    server: Server
    paths: list[str]
    htmx: bool = False
    beside: list[int] = field(default_factory=list)  # what else works for it: the database's processes
    found: list[dict[str, float]] = field(default_factory=list)

    def measure(self, at_once: int, seed: int, seconds: float = SLICE) -> None:
        assert self.server.process
        working = [self.server.process.pid, *self.beside]
        before = cpu(working)
        told = (with_wrk if shutil.which("wrk") else by_hand)(self, at_once, seed, seconds)
        if told["bad"] or not told["requests"]:
            raise SystemExit(f"{self.name}: {told}")
        self.found.append(told | {"cpu": (cpu(working) - before) / told["requests"], "at_once": at_once})

    def of(self, what: str, at_once: int = 1) -> float:
        """The median of the rounds."""
        return median(one[what] for one in self.found if one["at_once"] == at_once)


def with_wrk(target: Target, at_once: int, seed: int, seconds: float) -> dict[str, Any]:
    listed = HERE / f".paths-{os.getpid()}"
    listed.write_text("\n".join(target.paths))
    load = ["wrk", "-t1", f"-c{at_once}", f"-d{seconds:.0f}s", "--timeout", "60s", "-s", str(HERE / "load.lua")]
    arguments = [str(listed), target.server.cookie, "htmx" if target.htmx else "page", str(seed)]
    command = [*load, f"http://127.0.0.1:{target.server.port}", "--", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    finally:
        listed.unlink()
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def by_hand(target: Target, at_once: int, seed: int, seconds: float) -> dict[str, Any]:
    """The same where wrk is not found; it asks less hard."""
    times, bad, until = list[float](), list[int](), time.monotonic() + seconds
    headers = {"HX-Request": "true"} if target.htmx else {}

    def ask(chance: random.Random) -> None:
        while time.monotonic() < until:
            begun = time.perf_counter()
            status, _body = target.server.get(chance.choice(target.paths), headers)
            times.append((time.perf_counter() - begun) * 1000)
            bad.extend([status] * (status != 200))

    threads = [threading.Thread(target=ask, args=[random.Random(seed + n)]) for n in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spread = {"p50": median(times), "p95": quantiles(times, n=20)[-1]}
    return {"requests": len(times), "bad": len(bad), "seconds": seconds, **spread}
