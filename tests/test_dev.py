"""dev.py: what it understands, and what it says when something is in the way."""

import ast
import contextlib
import hashlib
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt"]


@pytest.fixture(autouse=True)
def _plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "DEMO", "HTTPS", "DATABASE_URL", "PROMISES"):
        monkeypatch.setenv(name, "")  # recorded first, so that what dev.py itself sets is undone too
        monkeypatch.delenv(name)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a lock and a whole .venv, of which nothing can run."""
    monkeypatch.setattr(dev, "HERE", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    for part in (f"lib/python{sys.version_info[0]}.{sys.version_info[1]}", "bin/python", "bin/pip"):
        (tmp_path / ".venv" / part).mkdir(parents=True)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("django==5.2\n")
    return tmp_path


@pytest.fixture
def pip_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []
    monkeypatch.setattr(dev, "pip_install", lambda lock: calls.append(lock.name))
    return calls


def pip_that_says(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    answer = SimpleNamespace(returncode=1, stderr=text)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)


# Words


def test_settings_are_told_from_words() -> None:
    assert dev.split_settings(["run", "DEMO=1", "PORT=8001"]) == ({"DEMO": "1", "PORT": "8001"}, ["run"])


def test_a_setting_may_hold_an_equals_sign() -> None:
    url = "postgresql:///policyhub?host=/tmp/x&user=policyhub"
    assert dev.split_settings([f"DATABASE_URL={url}"]) == ({"DATABASE_URL": url}, [])


def test_what_follows_two_dashes_is_left_alone() -> None:
    settings, rest = dev.split_settings(["postgres", "--", "env", "DEMO=1", "--", "x"])
    assert (settings, rest) == ({}, ["postgres", "env", "DEMO=1", "--", "x"])


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), ("true", True), (" On ", True), ("0", False), ("", False), ("no", False)]
)
def test_a_switch_is_on_for_the_same_words_as_in_settings(
    value: str, on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", value)
    assert dev.flag("DEMO") is on


@pytest.mark.parametrize("arguments", [[], ["serve"], ["DEMO=1"]])
def test_an_unknown_command_lists_the_known_ones(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as stopped:
        dev.main(arguments)
    for command in dev.COMMANDS:
        assert f"python3 dev.py {command}" in str(stopped.value)


# Set-up


def test_install_follows_the_lock(tree: Path, pip_calls: list[str]) -> None:
    dev.install("run")
    assert pip_calls == ["run.txt"]


def test_a_second_install_does_nothing(tree: Path, pip_calls: list[str]) -> None:
    dev.install("run")
    dev.install("run")
    assert pip_calls == ["run.txt"]


def test_a_changed_lock_is_installed_again(tree: Path, pip_calls: list[str]) -> None:
    dev.install("run")
    (tree / "requirements" / "run.txt").write_text("django==5.2.1\n")
    dev.install("run")
    assert pip_calls == ["run.txt", "run.txt"]


def test_the_stamp_is_the_digest_of_the_lock(tree: Path, pip_calls: list[str]) -> None:
    dev.install("run")
    expected = hashlib.sha256(b"django==5.2\n").hexdigest()
    assert (tree / ".venv" / "run.stamp").read_text() == expected


def test_each_lock_has_its_own_stamp(tree: Path, pip_calls: list[str]) -> None:
    (tree / "requirements" / "dev.txt").write_text("pytest==9\n")
    dev.install("run")
    dev.install("dev")
    assert pip_calls == ["run.txt", "dev.txt"]


def test_a_failed_install_leaves_no_stamp(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_that_says(monkeypatch, "THESE PACKAGES DO NOT MATCH THE HASHES")
    with pytest.raises(SystemExit, match=r"MATCH THE HASHES(.|\n)*couldn't install run\.txt"):
        dev.install("run")
    assert not (tree / ".venv" / "run.stamp").exists()


def test_a_missing_network_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_that_says(monkeypatch, "WARNING: Retrying after connection broken by 'NewConnectionError(...)'")
    with pytest.raises(SystemExit, match=r"^The packages couldn't be downloaded: .* Connect this machine"):
        dev.install("run")


@pytest.mark.parametrize("part", ["bin/pip", "bin/python"])
def test_a_half_made_venv_is_made_anew(part: str, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / ".venv" / part).rmdir()
    commands: list[list[str]] = []
    monkeypatch.setattr(dev, "run_or_stop", lambda command, _: commands.append(command))
    dev.make_venv()
    assert commands == [[sys.executable, "-m", "venv", "--clear", str(tree / ".venv")]]


def test_a_missing_venv_module_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / ".venv" / "bin" / "pip").rmdir()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"no venv module.*python3-venv"):
        dev.make_venv()


class NoFts5:
    def connect(self, _: str) -> Any:
        return self

    def execute(self, _: str) -> None:
        import sqlite3

        raise sqlite3.OperationalError("no such module: fts5")


def test_sqlite_without_fts5_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.connect", NoFts5().connect)
    with pytest.raises(SystemExit, match=r"lacks FTS5.*no such module: fts5.*DATABASE_URL"):
        dev.check_sqlite()


def test_python_without_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    with pytest.raises(SystemExit, match="lacks FTS5"):
        dev.check_sqlite()


def test_with_postgresql_nobody_asks_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.connect", NoFts5().connect)
    monkeypatch.setenv("DATABASE_URL", "postgresql:///policyhub")
    assert dev.check_sqlite() is None  # type: ignore[func-returns-value]


def test_an_old_python_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "version", "3.9.2 (default)")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.9\.2"):
        runpy.run_path(str(ROOT / "dev.py"))


def test_an_old_python_can_read_as_far_as_that() -> None:
    """It must parse, and before the check there must be only imports, of what old Pythons have."""
    tree = ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 7))
    before = tree.body[1 : next(i for i, node in enumerate(tree.body) if isinstance(node, ast.If))]
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in before)
    modules = {alias.name for node in before if isinstance(node, ast.Import) for alias in node.names}
    assert not modules & {"tomllib", "zoneinfo", "sqlite3", "__future__"}


# Serving


def test_a_taken_port_is_named_with_a_free_neighbour(taken_port: int) -> None:
    with pytest.raises(SystemExit) as stopped:
        dev.check_port("127.0.0.1", taken_port)
    message = str(stopped.value)
    assert message.startswith(f"Port {taken_port} on 127.0.0.1 can't be used (address already in use):")
    assert message.endswith(f"make run PORT={taken_port + 1 if taken_port < 65535 else 8001}")


def test_a_free_port_is_left_free(taken_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as short:
        port = short.getsockname()[1]
    dev.check_port("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)) as again:
        assert again.getsockname()[1] == port


def test_run_stops_at_a_taken_port_before_it_sets_up(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(taken_port))
    monkeypatch.setattr(dev, "install", lambda _: pytest.fail("set up first"))
    with pytest.raises(SystemExit, match="can't be used"):
        dev.run()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8000x"])
def test_a_port_that_is_none_is_named(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match=f"PORT={port} isn't a port"):
        dev.host_and_port()


def test_without_settings_it_is_this_machine_only() -> None:
    assert dev.host_and_port() == ("127.0.0.1", 8000)
    assert (os.environ["HOST"], os.environ["PORT"]) == ("127.0.0.1", "8000")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.5", "127.example.org", "shop"])
def test_the_example_is_refused_to_others(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("DEMO", "1")
    with pytest.raises(SystemExit, match="served on this machine only"):
        dev.host_and_port()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_the_example_is_served_here(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("DEMO", "1")
    assert dev.host_and_port() == (host, 8000)


def test_alone_one_hears_the_address_and_no_more() -> None:
    assert dev.greeting("127.0.0.1", 8001) == "PolicyHub is at http://127.0.0.1:8001/ (Ctrl-C stops it)"


def test_colleagues_get_an_address_and_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "address_for_colleagues", lambda: "192.0.2.5")
    own, theirs, warning = dev.greeting("0.0.0.0", 8000).splitlines()
    assert "http://127.0.0.1:8000/" in own
    assert theirs == "Colleagues open http://192.0.2.5:8000/"
    assert "cookies aren't Secure" in warning


def test_behind_https_there_is_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS", "1")
    assert "Secure" not in dev.greeting("192.0.2.5", 8000)


def test_without_a_network_colleagues_get_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr("socket.socket", unreachable)
    monkeypatch.setattr("socket.gethostname", lambda: "till-3")
    assert dev.address_for_colleagues() == "till-3"


# Processes


def is_alive(pid: int) -> bool:
    """A process that has ended but is not yet collected by anybody counts as gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.parametrize("stubborn", [False, True])
def test_stop_ends_children_and_their_children(stubborn: bool, tmp_path: Path) -> None:
    """A grandchild that ignores the request is ended all the same."""
    trap = "trap '' TERM;" if stubborn else ""
    script = f"(sh -c \"{trap} echo \\$\\$ > '{tmp_path}/pid'; while :; do sleep 0.05; done\") & wait"
    process = dev.start(["sh", "-c", script])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
        assert process.poll() is None
    dev.stop(process)
    assert process.returncode is not None
    until = time.monotonic() + 5  # the system takes a moment to end what was killed
    while is_alive(int((tmp_path / "pid").read_text())):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_only_the_first_signal_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: dict[int, object] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    with pytest.raises(KeyboardInterrupt):
        dev.interrupt(signal.SIGTERM, None)
    assert set(handlers.values()) == {signal.SIG_IGN}
    assert {signal.SIGINT, signal.SIGTERM} <= set(handlers)


def test_outputs_are_printed_whole_and_failures_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env = dev.environment(str(tmp_path))
    tasks = {
        "slow": (["sh", "-c", "echo one; sleep 0.2; echo two; exit 3"], env),
        "quick": (["sh", "-c", "echo three >&2"], dev.environment(str(tmp_path))),
    }
    assert dev.side_by_side(tasks) == ["slow"]
    output = capsys.readouterr().out
    assert output == "\n=== quick, 0.0 min ===\nthree\n\n\n=== slow, 0.0 min ===\none\ntwo\n\n"


def test_no_more_run_at_once_than_may(tmp_path: Path) -> None:
    """Each leaves a file while it runs, and counts how many there are."""
    command = f"cd {tmp_path}; touch $$.on; sleep 0.2; ls *.on | wc -l > $$.seen; rm $$.on"
    tasks = {str(n): (["sh", "-c", command], dev.environment(str(tmp_path))) for n in range(5)}
    assert dev.side_by_side(tasks, 2) == []
    assert {int(count_file.read_text()) for count_file in tmp_path.glob("*.seen")} <= {1, 2}
    assert len(list(tmp_path.glob("*.seen"))) == 5


# The tests it runs


def test_no_setting_of_a_running_installation_reaches_the_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "HOST", "DEMO", "EMAIL_HOST"):
        monkeypatch.setenv(name, "live")
    env = dev.environment(str(tmp_path))
    assert not {"DATABASE_URL", "SECRET_KEY", "HOST", "DEMO", "EMAIL_HOST"} & set(env)
    assert Path(env["DATA_DIR"]).parent == tmp_path


def test_two_runs_never_share_a_data_folder(tmp_path: Path) -> None:
    folders = {dev.environment(str(tmp_path))["DATA_DIR"] for _ in range(3)}
    assert len(folders) == 3


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "install", lambda _: None)
    monkeypatch.setattr(dev, "side_by_side", lambda tasks, at_once=2: [])
    monkeypatch.setattr(dev, "postgres_programs", lambda: None)
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.delenv("REQUIRE_POSTGRES", raising=False)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)


@pytest.mark.usefixtures("bare_machine")
def test_what_is_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.test(lint=True) == 0
    output = capsys.readouterr().out
    assert "Left out: the tests with PostgreSQL, which isn't found." in output
    assert "Left out: the tests with Chromium, which isn't found." in output
    assert re.search(r"All passed. \d+\.\d min", output)


@pytest.mark.usefixtures("bare_machine")
def test_what_is_required_may_not_be_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REQUIRE_POSTGRES", "1")
    assert dev.test(lint=True) == 1
    assert "FAILED: PostgreSQL is required and not found" in capsys.readouterr().out


@pytest.mark.usefixtures("bare_machine")
def test_everything_runs_whatever_failed_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "side_by_side", list)  # all that is run fails
    assert dev.test(lint=True) == 1
    failed = capsys.readouterr().out.split("FAILED: ")[1].rpartition(" ")[0].rpartition(" ")[0].split("; ")
    assert failed == ["tests on SQLite", *dev.LINT]


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize(("lint", "length"), [(True, "0.02"), (False, "1")])
def test_promises_are_short_in_test_and_long_in_promises(lint: bool, length: str) -> None:
    dev.test(lint=lint)
    assert os.environ["PROMISES"] == length


# The files beside it


def test_each_make_target_is_one_line_that_calls_dev_py() -> None:
    text = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^(\w+):\n((?:\t.*\n)*)", text, re.MULTILINE)
    assert {name for name, _ in targets} == {"run", "install", "test", "promises", "bench", "lock", "screens"}
    assert all(recipe == f"\t@python3 dev.py {name}\n" for name, recipe in targets)
    assert {name for name, _ in targets} <= set(re.findall(r"\w+", text.split(".PHONY:")[1].split("\n")[0]))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_a_hash_for_each_pin(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--(index|extra-index|find-links|trusted-host))", text, re.MULTILINE)
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)


def test_both_locks_agree() -> None:
    run, developers = (dict(re.findall(r"^([\w.-]+)\S*==(\S+)", lock.read_text(), re.M)) for lock in LOCKS)
    assert run.items() <= developers.items()


def test_ci_requires_everything_and_can_be_executed() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "export REQUIRE_POSTGRES=1 REQUIRE_BROWSER=1" in script.read_text()
