#!/usr/bin/env python3
"""What people who run or develop PolicyHub type; `make NAME` does the same where make is found.

python3 dev.py run [DEMO=1] [PORT=8001] [HOST=0.0.0.0]   set up, then serve until Ctrl-C
python3 dev.py install [--dev]     set up alone; --dev adds what the tests need
python3 dev.py test                lint, types, and the tests on every engine that is found
python3 dev.py promises            the tests alone, with the promises in full length
python3 dev.py lock [--upgrade]    compile requirements/*.in anew
python3 dev.py bench [N=10000] [ENGINE=sqlite]   how fast it is, beside the aims; takes its time
python3 dev.py screens             take the pictures of the README anew
python3 dev.py postgres -- CMD...  run CMD on a PostgreSQL of its own, thrown away afterwards
"""

import collections
import contextlib
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

if sys.version_info < (3, 11):  # noqa: UP036 (Python 3.6 can parse this file, so that it gets here)
    sys.exit(f"PolicyHub needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = str(VENV / "bin" / "python")
SETTINGS = re.compile(
    "DATABASE_URL|DATA_DIR|DEBUG|SECRET_KEY|HOST|PORT|DEMO|ALLOWED_HOSTS|TRUSTED_ORIGINS|TRUSTED_PROXY|HTTPS|EMAIL_.*|DEFAULT_FROM_EMAIL|LOG_LEVEL"
)
HANGUP = [signal.SIGHUP] if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN else []  # nohup ignores it
SIGNALS = [signal.SIGINT, signal.SIGTERM, *HANGUP]
LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}")
NO_NETWORK = re.compile(r"NewConnection|ConnectTimeout|name resolution|unreachable|ProxyError|Max retries")
PIP = "-m pip install -q --disable-pip-version-check --no-input --require-hashes -r"
COMPILE = "-q --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header"
# A request takes a thread only once its body is here, so that slow senders hold up nobody; see docs/security.md
SERVER = (
    "-m waitress --threads 4 --connection-limit 1000 --asyncore-use-poll --channel-timeout 20 --cleanup-interval 5"
    " --max-request-body-size 67108864 --ident PolicyHub"
)
APPLICATION = "policyhub.wsgi:application"
RESTARTS = 5  # of a server that ends within MINUTE of its start; after these it is given up
MINUTE = 60.0
CLOCK = 'while :; do "$0" manage.py run_due --every 60; sleep 60; done'  # begins again should it ever end
AS_POSTGRES: Any = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
LINT = [
    "ruff check .",
    "ruff format --check .",
    "djangofmt --check templates",
    "djangofmt check templates",
    "mypy",
    "python manage.py makemigrations --check --dry-run",
]
REQUIRE = {"PostgreSQL": "REQUIRE_POSTGRES", "Chromium": "REQUIRE_BROWSER"}
PYTEST = "-m pytest -q -p no:cacheprovider --dist worksteal"
REPORT = "report.xml"
Task = tuple[list[str], dict[str, str]]
Process = subprocess.Popen[bytes]
Problem = SystemExit  # something that a person can put right; its text says how
say = functools.partial(print, flush=True)


def split_settings(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Tells NAME=VALUE words from the others; what follows `--` is left as it is."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    pairs = [word for word in arguments[:cut] if re.match(r"[A-Z][A-Z0-9_]*=", word)]
    rest = [word for word in arguments[:cut] if word not in pairs]
    return dict(pair.split("=", 1) for pair in pairs), rest + arguments[cut + 1 :]


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def run_or_stop(command: list[str], problem: str) -> None:
    if subprocess.run(command, cwd=HERE).returncode:
        raise Problem(f"{problem}; see above for the reason.")


def check_sqlite() -> None:
    """SQLite must be able to search, unless another database is set."""
    if os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite"):
        try:
            import sqlite3

            sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE words USING fts5(word)")
        except Exception as why:  # no module, no FTS5, or a library that does not fit: all mean the same here
            advice = "Use a Python from python.org or your system, or set DATABASE_URL to a PostgreSQL."
            raise Problem(f"This Python's SQLite lacks FTS5, which search needs ({why}). {advice}") from None


def install(name: str) -> None:
    """Brings .venv to requirements/NAME.txt; instant where a stamp inside it keeps that lock's digest."""
    check_sqlite()
    make_venv()
    stamp, lock = VENV / f"{name}.stamp", HERE / "requirements" / f"{name}.txt"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not (stamp.is_file() and stamp.read_text(encoding="ascii") == digest):
        pip_install(lock)
        stamp.write_text(digest, encoding="ascii")


def make_venv() -> None:
    """Leaves a .venv alone, unless it is half made or another Python made it."""
    parts = [f"lib/python{sys.version_info[0]}.{sys.version_info[1]}", "bin/python", "bin/pip"]
    if all((VENV / part).exists() for part in parts):
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        advice = "On Debian or Ubuntu, as root: apt-get install python3-venv. Then run this again."
        raise Problem(f"This Python has no venv module. {advice}")
    say("Making .venv ...")
    run_or_stop([sys.executable, "-m", "venv", "--clear", str(VENV)], "Python couldn't make .venv")


def pip_install(lock: Path) -> None:
    say(f"Installing what {lock.name} names (about a minute the first time) ...")
    done = subprocess.run([PYTHON, *PIP.split(), str(lock)], stderr=subprocess.PIPE, text=True)
    if done.returncode and NO_NETWORK.search(done.stderr):
        advice = "Connect this machine, or set pip's own options for a proxy or mirror; then run this again."
        raise Problem(f"The packages couldn't be downloaded: the package index doesn't answer. {advice}")
    if done.returncode:
        raise Problem(f"{done.stderr}pip couldn't install {lock.name}; see above for the reason.")


def compile_locks(options: list[str]) -> None:
    """Keeps the pins that still fit, unless told to --upgrade; dev.txt agrees with run.txt."""
    install("dev")
    for name, more in (("run", []), ("dev", ["-c", "requirements/run.txt"])):
        files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt", *more, *options]
        run_or_stop([PYTHON, "-m", "uv", "pip", "compile", *COMPILE.split(), *files], f"uv can't compile {name}.in")


def start(command: list[str], env: dict[str, str] | None = None, output: Any = None) -> Process:
    """A child in a group of its own: Ctrl-C reaches us alone, and we end the children in order."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
    return subprocess.Popen(command, cwd=HERE, env=env, start_new_session=True, **streams)


def stop(*processes: Process, how: int = signal.SIGTERM) -> None:
    """Asks each group to end, waits up to ten seconds for it, then ends what is left of it."""
    for process in processes:
        for kind in (how, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
                os.killpg(process.pid, kind)
                process.wait(timeout=10)


def interrupt(number: int, frame: object) -> None:
    """Makes the first signal an exception; those after it must not disturb the tidying."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def host_and_port() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65536):
        raise Problem(f"PORT={port} isn't a port: give a number from 1 to 65535, such as PORT=8001.")
    if flag("DEMO") and not LOOPBACK.fullmatch(host):
        why = "DEMO=1 signs people in with one click, so the example is served on this machine only"
        raise Problem(f"{why}: leave out HOST={host}, or leave out DEMO=1.")
    os.environ.update(HOST=host, PORT=port)
    return host, int(port)


def check_port(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except OSError as why:
        reason = str(why.strerror).partition(" (while")[0].lower()
        advice = f"stop what uses it, or choose another: make run PORT={port + 1 if port < 65535 else 8001}"
        raise Problem(f"Port {port} on {host} can't be used ({reason}): {advice}") from None


def address_for_colleagues() -> str:
    """This machine's address in its network: connecting a UDP socket picks a route and sends nothing."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return socket.gethostname()


def greeting(host: str, port: int) -> str:
    lines = [f"PolicyHub is at http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}/ (Ctrl-C stops it)"]
    if host == "0.0.0.0":
        lines.append(f"Colleagues open http://{address_for_colleagues()}:{port}/")
    if not LOOPBACK.fullmatch(host) and not flag("HTTPS"):
        lines.append("This is plain http: cookies aren't Secure, and others on the network can read the traffic.")
    return "\n".join(lines)


def run() -> int:
    host, port = host_and_port()
    check_port(host, port)
    install("run")
    for command in ["migrate --no-input -v0", "demo", "collectstatic --no-input -v0"]:
        if command != "demo" or flag("DEMO"):
            run_or_stop([PYTHON, "manage.py", *command.split()], f"`manage.py {command}` failed")
    if not LOOPBACK.fullmatch(host):
        run_or_stop([PYTHON, "manage.py", "set_up_code"], "`manage.py set_up_code` failed")
    return serve(host, port)


def serve(host: str, port: int) -> int:
    """Runs the server and the clock until somebody ends us. A server that ends is started again at once."""
    command = [PYTHON, *SERVER.split(), *proxy_options(), "--host", socket.gethostbyname(host), "--port", str(port)]
    clock, server = start(["sh", "-c", CLOCK, PYTHON]), None
    short_lives, greeted = 0, False
    try:
        while short_lives <= RESTARTS:
            server, begun = start([*command, APPLICATION]), time.monotonic()
            while server.poll() is None:
                greeted = greeted or greet(host, port)
                time.sleep(0.1)
            short_lives = short_lives + 1 if time.monotonic() - begun < MINUTE else 1
            if not greeted:
                break
            say("The server stopped, and is started again.")
        raise Problem("The server stopped; see above for the reason.")
    except KeyboardInterrupt:
        return 0
    finally:
        stop(clock, *([server] if server else []))


def greet(host: str, port: int) -> bool:
    """Says where the server is once it answers; whether it did."""
    with contextlib.suppress(OSError):
        socket.create_connection((host, port), timeout=1).close()
        say(greeting(host, port))
        return True
    return False


def proxy_options() -> list[str]:
    """Whose word the server takes for a visitor's address: that of the proxy named in TRUSTED_PROXY, or nobody's."""
    proxy = os.environ.get("TRUSTED_PROXY", "").strip()
    if proxy:
        headers = ["--trusted-proxy-headers", "x-forwarded-for x-forwarded-proto"]
        return ["--trusted-proxy", proxy, "--trusted-proxy-count", "1", *headers, "--clear-untrusted-proxy-headers"]
    return ["--no-clear-untrusted-proxy-headers"]  # Django sees them: the example signs nobody in by click who has any


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl: the one on PATH, or the newest of those Debian keeps by version."""
    installed = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: float(folder.parts[-2]))
    initdb = shutil.which("initdb", path=os.pathsep.join([os.environ["PATH"], *map(str, reversed(installed))]))
    return Path(initdb).resolve().parent if initdb else None


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Yields the DATABASE_URL of a PostgreSQL on a socket in a short-lived folder, then removes both."""
    with tempfile.TemporaryDirectory(prefix="policyhub-", dir="/tmp") as folder:
        call = functools.partial(postgres_call, programs, folder)
        if AS_POSTGRES:
            shutil.chown(folder, "postgres", "postgres")
        call("initdb", "-D", "data", "-U", "policyhub", "-A", "trust", "--locale=C.UTF-8", "--no-sync")
        try:
            call("pg_ctl", "-D", "data", "-l", "log", "-o", f"-c listen_addresses='' -k {folder} -F", "start")
            call("createdb", "-h", folder, "-U", "policyhub", "policyhub")
            yield f"postgresql:///policyhub?host={folder}&user=policyhub"
        finally:
            with contextlib.suppress(Problem):
                call("pg_ctl", "-D", "data", "-m", "immediate", "stop")


def postgres_call(programs: Path, folder: str, program: str, *arguments: str) -> None:
    """PostgreSQL refuses root, so for root it runs as the user that its package made."""
    command = [str(programs / program), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **AS_POSTGRES)
    if done.returncode:
        raise Problem(f"PostgreSQL's {program} failed: {done.stdout}{done.stderr}")


def screens() -> None:
    """The pictures of the README, taken anew."""
    install("dev")
    run_or_stop([PYTHON, "docs/screens.py"], "The screenshots couldn't be taken")


def bench() -> None:
    """How fast it is, as ratios; see docs/performance.md."""
    install("dev")
    run_or_stop([PYTHON, "tests/bench/run.py"], "Not everything could be measured")


def on_postgres(command: list[str]) -> int:
    programs = postgres_programs()
    if not (programs and command and shutil.which(command[0])):
        raise Problem("This needs PostgreSQL's initdb, and a command: python3 dev.py postgres -- COMMAND")
    with postgres(programs) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


def environment(folder: str, url: str = "") -> dict[str, str]:
    """Nothing of a running installation reaches the tests: none of its settings, a data folder apart."""
    env = {name: value for name, value in os.environ.items() if not SETTINGS.fullmatch(name)}
    return env | {"DATA_DIR": tempfile.mkdtemp(dir=folder)} | ({"DATABASE_URL": url} if url else {})


def stages(folder: str, lint: bool, url: str) -> list[dict[str, Task]]:
    """What to run, on what this machine has. ``url``: of PostgreSQL, if it was found. ``lint``: the short run, where
    PostgreSQL runs the tests that are marked ``engine``; the long one runs all that use a database there too."""
    everything = "" if shutil.which("chromium") else "not browser"
    first = {"tests on SQLite": pytest_task(folder, everything)}
    first |= {line: (lint_command(line), environment(folder)) for line in LINT if lint}
    marks = "engine and not browser" if lint else "database and not browser"
    return [first, {"tests on PostgreSQL": pytest_task(folder, marks, url)} if url else {}]


def lint_command(line: str) -> list[str]:
    program, *arguments = line.split()
    return [str(VENV / "bin" / program), *arguments]


def pytest_task(folder: str, marks: str, url: str = "") -> Task:
    """pytest on every core, and one process more, since browsers wait; its report beside its data."""
    env = environment(folder, url)
    report = f"--junitxml={env['DATA_DIR']}/{REPORT}"
    return [PYTHON, *PYTEST.split(), "-n", str((os.cpu_count() or 1) + 1), report, "-m", marks], env


def slowest(folder: str, most: int = 10) -> str:
    """Where the tests' time went: minutes by part, and the slowest tests, from the reports below ``folder``."""
    parts, tests = collections.defaultdict[str, float](float), collections.defaultdict[str, float](float)
    for report in Path(folder).glob(f"*/{REPORT}"):
        for case in ElementTree.parse(report).iter("testcase"):
            module = case.get("classname", "").removeprefix("tests.")
            parts[module.partition(".")[0]] += float(case.get("time", 0))
            tests[f"{module}: {case.get('name')}"] += float(case.get("time", 0))
    lines = [f"{seconds / 60:6.1f} min  {part}" for part, seconds in longest(parts) if seconds >= 3]
    return "\n".join([*lines, *(f"{seconds:6.1f} s    {name}" for name, seconds in longest(tests)[:most])])


def longest(seconds: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(seconds.items(), key=lambda pair: -pair[1])


def side_by_side(tasks: dict[str, Task], at_once: int = 2) -> list[str]:
    """Runs so many at once, prints the output of each whole when it has ended, and returns what failed."""
    waiting, running, begun = list(tasks), dict[str, Process](), dict[str, float]()
    outputs = {name: Path(env["DATA_DIR"], "output.txt") for name, (_, env) in tasks.items()}
    failed = set[str]()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                name = waiting.pop(0)
                begun[name] = time.monotonic()
                running[name] = start(*tasks[name], os.open(outputs[name], os.O_CREAT | os.O_WRONLY))
            for name in [name for name, process in running.items() if process.poll() is not None]:
                failed |= {name} if running.pop(name).returncode else set()
                minutes = (time.monotonic() - begun[name]) / 60
                output = outputs[name].read_text(encoding="utf-8", errors="replace")
                say(f"\n=== {name}, {minutes:.1f} min ===\n{output}")
            time.sleep(0.05)
    finally:
        stop(*running.values(), how=signal.SIGINT)
    return [name for name in tasks if name in failed]


def test(lint: bool) -> int:
    """Runs everything, whatever failed before; says where time went, what was left out and what failed."""
    os.environ.setdefault("PROMISES", "0.02" if lint else "1")
    begun, programs, failed = time.monotonic(), postgres_programs(), list[str]()
    install("dev")
    server = postgres(programs) if programs else contextlib.nullcontext("")
    with tempfile.TemporaryDirectory(prefix="policyhub-test-") as folder, server as url:
        for stage in stages(folder, lint, url):
            failed += side_by_side(stage)
        say(f"\nWhere the tests' time went, all cores added up:\n{slowest(folder)}\n")
    available = {"PostgreSQL": programs, "Chromium": shutil.which("chromium")}
    missing = [name for name, program in available.items() if not program]
    failed += [f"{name} is required and not found" for name in missing if flag(REQUIRE[name])]
    say("".join(f"Left out: the tests with {name}, which isn't found.\n" for name in missing), end="")
    say(f"FAILED: {'; '.join(failed)}" if failed else "All passed.", f"{(time.monotonic() - begun) / 60:.1f} min")
    return 1 if failed else 0


COMMANDS: dict[str, Callable[[list[str]], int | None]] = {
    "run": lambda _: run(),
    "install": lambda rest: install("dev" if "--dev" in rest else "run"),
    "test": lambda _: test(lint=True),
    "promises": lambda _: test(lint=False),
    "lock": compile_locks,
    "bench": lambda _: bench(),
    "screens": lambda _: screens(),
    "postgres": on_postgres,
}


def main(arguments: list[str]) -> int:
    settings, rest = split_settings(arguments)
    os.environ |= settings
    for each in SIGNALS:
        signal.signal(each, interrupt)
    if not rest or rest[0] not in COMMANDS:
        raise Problem(__doc__)
    with contextlib.suppress(KeyboardInterrupt):
        return COMMANDS[rest[0]](rest[1:]) or 0
    return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
