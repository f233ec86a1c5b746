"""The server that `make run` starts: slow and large requests hold nobody up, and it comes back by itself."""

import contextlib
import http.client
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev

SLOW = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nhalf"
READS_BODIES = """
def application(environ, start_response):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["REMOTE_ADDR"].encode()]
"""
# A server of four threads that reads a body in the thread that answers it: what must not be used
CONTROL = """
import sys; from concurrent.futures import ThreadPoolExecutor; from wsgiref.simple_server import make_server
from application import application
server, pool = make_server("127.0.0.1", int(sys.argv[2]), application), ThreadPoolExecutor(4)
handle = lambda r, a: (server.finish_request(r, a), server.shutdown_request(r))
server.process_request = lambda r, a: pool.submit(handle, r, a) and None
server.serve_forever()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "application.py").write_text(READS_BODIES)
    (tmp_path / "control.py").write_text(CONTROL)
    return tmp_path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextlib.contextmanager
def serving(folder: Path, command: list[str]) -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([*command, "--port", str(port), *application_of(command)], cwd=folder)
    try:
        wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


def application_of(command: list[str]) -> list[str]:
    return [] if "control.py" in command else ["application:application"]


def wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        time.sleep(0.02)
    pytest.fail("the server doesn't answer")


def seconds_to_answer(port: int, headers: dict[str, str] | None = None) -> tuple[float, str]:
    begun, call = time.monotonic(), http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    with contextlib.closing(call):
        call.request("GET", "/", headers=headers or {})
        return time.monotonic() - begun, call.getresponse().read().decode()


@contextlib.contextmanager
def slow_senders(port: int, count: int) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        senders = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(count)]
        for sender in senders:
            sender.sendall(SLOW)
        yield senders


def server_command() -> list[str]:
    return [dev.PYTHON, *dev.SERVER.split(), *dev.proxy_options(), "--host", "127.0.0.1"]


def test_two_hundred_slow_senders_hold_nobody_up(folder: Path) -> None:
    with serving(folder, server_command()) as port, slow_senders(port, 200):
        assert max(seconds_to_answer(port)[0] for _ in range(20)) <= 1


def test_four_of_them_stop_a_server_that_reads_bodies_in_its_threads(folder: Path) -> None:
    """The control: the attack is one."""
    with serving(folder, [dev.PYTHON, "control.py"]) as port, slow_senders(port, 4), pytest.raises(TimeoutError):
        seconds_to_answer(port)


def test_a_silent_sender_is_hung_up_on(folder: Path) -> None:
    quick = [word if word != "20" else "1" for word in server_command()]  # the same after a second
    with serving(folder, quick) as port, slow_senders(port, 3) as senders:
        for sender in senders:
            sender.settimeout(15)
            assert b"200" not in sender.recv(1000)


def test_a_body_larger_than_any_upload_is_refused_before_it_is_read(folder: Path) -> None:
    with serving(folder, server_command()) as port, socket.create_connection(("127.0.0.1", port)) as sender:
        sender.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000000\r\n\r\nhalf")
        sender.settimeout(5)
        assert sender.recv(1000).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(("proxy", "address"), [("127.0.0.1", "192.0.2.7"), ("", "127.0.0.1")])
def test_a_visitors_address_is_what_the_proxy_says_if_one_is_set(
    proxy: str, address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTED_PROXY", proxy)
    with serving(folder, server_command()) as port:
        assert seconds_to_answer(port, {"X-Forwarded-For": "192.0.2.99, 192.0.2.7"})[1] == address


def test_a_server_that_dies_is_back_within_three_seconds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dev.Process] = []
    really_start, is_back, port = dev.start, threading.Event(), free_port()

    def start(command: list[str]) -> dev.Process:
        started.append(really_start(command))
        return started[-1]

    def sleep_or_stop(seconds: float) -> None:
        if is_back.is_set():
            raise KeyboardInterrupt
        time.sleep(seconds)

    def kill_and_wait() -> None:
        wait_for(port)
        time.sleep(0.3)
        begun = time.monotonic()
        started[-1].kill()
        started[-1].wait()
        wait_for(port)
        seconds.append(time.monotonic() - begun)
        is_back.set()

    seconds: list[float] = []
    monkeypatch.setattr(dev, "HERE", folder)
    monkeypatch.setattr(dev, "APPLICATION", "application:application")
    monkeypatch.setattr(dev, "CLOCK", "sleep 60")
    monkeypatch.setattr(dev, "start", start)
    monkeypatch.setattr(dev, "time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep_or_stop))
    killer = threading.Thread(target=kill_and_wait)
    killer.start()
    assert dev.serve("127.0.0.1", port) == 0
    killer.join()
    assert seconds[0] <= 3


def test_a_server_that_cannot_live_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "HERE", folder)
    monkeypatch.setattr(dev, "APPLICATION", "no_such_module:application")
    monkeypatch.setattr(dev, "CLOCK", "sleep 60")
    with pytest.raises(SystemExit, match="The server stopped"):
        dev.serve("127.0.0.1", free_port())
