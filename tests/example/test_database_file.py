"""The example in a file of its own: seen, left, removed; the organisation's own file is not touched."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from policyhub.example import database_file as example_file
from tests.pages import read

HOUSE = Path(__file__).resolve().parents[2]
BANNER = "You're in the example. Nothing here is real."


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_DIR, settings.EMBEDDED = tmp_path, True
    settings.OWN_DATABASE = tmp_path / "policyhub.sqlite3"
    return tmp_path


def test_only_an_embedded_database_can_step_aside(folder, settings):
    (folder / "example.sqlite3").touch()
    (folder / "example.shown").touch()
    assert example_file.is_shown()
    settings.EMBEDDED = False
    assert not example_file.is_shown()


def test_a_mark_without_the_file_shows_nothing(folder):
    (folder / "example.shown").touch()
    assert not example_file.is_shown()


def test_progress_is_read_from_what_the_build_says(folder):
    assert example_file.progress() is None
    (folder / "example.building").touch()
    assert example_file.progress() == example_file.Progress()
    (folder / "example.log").write_text("0/60\n17/60\n")
    assert example_file.progress() == example_file.Progress(17, 60)
    (folder / "example.log").write_text("17/60\nTraceback\nValueError: no\n")
    assert example_file.progress() == example_file.Progress(problem="ValueError: no")
    assert example_file.progress() is None, "it can be tried again"


def test_a_build_that_died_silently_is_given_up(folder):
    (folder / "example.building").touch()
    (folder / "example.log").write_text("17/60\n")
    long_ago = time.time() - example_file.STALLED_AFTER - 1
    for name in ("building", "log"):
        os.utime(folder / f"example.{name}", (long_ago, long_ago))
    assert example_file.progress().problem


# In a server of its own, as people meet it


@pytest.fixture
def server(tmp_path):
    """The address of a server with an empty database; its DATA_DIR is ``tmp_path``."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"DATA_DIR": str(tmp_path), "DEBUG": "1"}
    run = [sys.executable, str(HOUSE / "manage.py")]
    subprocess.run([*run, "migrate", "-v0"], env=environment, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*run, "runserver", f"127.0.0.1:{port}", "--noreload"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


class Browser:
    """Follows links and sends forms, with cookies and without script."""

    def __init__(self, base):
        self.base = base
        self.jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self.page, self.url = "", ""

    def open(self, path, **data):
        if data:
            data["csrfmiddlewaretoken"] = read(self.page).parts("input[name=csrfmiddlewaretoken]")[0].root["value"]
        body = urllib.parse.urlencode(data).encode() if data else None
        with self.jar.open(urllib.request.Request(self.base + path, body, {"Referer": self.base})) as answer:
            self.page, self.url = answer.read().decode(), answer.url.removeprefix(self.base)
        return self.page


def test_the_example_is_seen_left_seen_again_and_removed(server, tmp_path):
    browser = Browser(server)
    browser.open("/")
    assert browser.url == "/start/"
    own = (tmp_path / "policyhub.sqlite3").read_bytes()
    browser.open("/start/example/", go="1")
    deadline = time.monotonic() + 60
    while browser.url != "/demo/" and time.monotonic() < deadline:
        assert read(browser.page).has("heading", "Building the example")
        time.sleep(0.3)
        browser.open("/start/example/")
    assert browser.url == "/demo/"
    browser.open("/demo/sign-in/", username="ana")
    assert BANNER in read(browser.page).text
    assert "A complaint at the counter" in read(browser.page).main.text
    assert (tmp_path / "policyhub.sqlite3").read_bytes() == own

    browser.open("/example/leave/", go="1")
    assert browser.url == "/start/"
    assert read(browser.page).has("button", "Delete the example from this machine")
    begun = time.monotonic()
    browser.open("/start/example/", go="1")
    assert browser.url == "/demo/", "it is still there"
    assert time.monotonic() - begun < 5
    browser.open("/example/leave/", remove="1")
    assert browser.url == "/start/"
    assert not list(tmp_path.glob("example.sqlite3*"))

    answers = {"organisation": "Ours", "name": "Ana", "username": "ana", "password": "a towel is enough"}
    browser.open("/start/own/")
    browser.open("/start/own/", **answers, email="", time_zone="Europe/Berlin", language="en")
    assert read(browser.page).link("Ana") == "/me/", "it is hers"
    assert BANNER not in read(browser.page).text
    with pytest.raises(urllib.error.HTTPError, match="404"):
        browser.open("/start/example/")
