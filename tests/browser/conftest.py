"""Chromium for the tests in this folder, and people who sit before it."""

import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from policyhub.accounts.views import BACKEND
from tests.people import PASSWORD, People, gather

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP policyhub.example 127.0.0.1",  # an address for colleagues, in no other machine's way
]
COME_IN = re.compile(r"^(?!.*/sign-in/)")  # any page but that one: a pattern such as **/ fits it too
SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1280, "height": 800}}


class Chromium:
    """A browser for all tests of a process.

    Closing a context whose service worker waits for a network that does not answer can hang in Chromium for ever. Then
    the browser is ended, once the test has said all it had to say, and the next test gets another one.
    """

    PATIENCE = 15.0  # seconds that closing may take

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.launch()

    def launch(self) -> None:
        self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        processes = self.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        self.pid = next(process["id"] for process in processes if process["type"] == "browser")

    def new_context(self, **options: Any) -> BrowserContext:
        if not self.browser.is_connected():
            self.launch()
        return self.browser.new_context(**options)

    def close(self, context: BrowserContext | Browser) -> None:
        watchdog = threading.Timer(self.PATIENCE, os.kill, [self.pid, signal.SIGKILL])
        watchdog.start()
        try:
            context.close()
        except Error:
            if self.browser.is_connected():
                raise
        finally:
            watchdog.cancel()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = Chromium(playwright)
        yield browser
        browser.close(browser.browser)


@pytest.fixture
def everybody(transactional_db: None) -> People:
    return gather()


@pytest.fixture
def open_page(chromium: Chromium, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_page("phone", person)``: a fresh browser with nothing open yet, in which this person is signed in. It
    ``keeps`` a copy for when there is no network only where that is tried; ``at``: another way to the same server.

    Whatever the browser complains of in its console, or asks of another host, fails the test; ``forgive`` names
    the complaint that a test itself brings about.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new(
        size: str = "desk",
        person: Any = None,
        *,
        script: bool = True,
        scheme: str = "light",
        host: str = "localhost",
        at: str = "",
        keeps: bool = False,
        forgive: str | tuple[str, ...] = (),
    ) -> Page:
        origin = at or live_server.url.replace("localhost", host)
        context = chromium.new_context(
            viewport=SIZES[size],
            java_script_enabled=script,
            color_scheme=scheme,
            base_url=origin,
            service_workers="allow" if keeps else "block",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda m: complain(complaints, m, forgive))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: outside(r.url, origin, complaints))
        if person is not None:
            be(page, person)
        return page

    yield new
    for context in contexts:
        chromium.close(context)
    assert complaints == []


def complain(complaints: list[str], message: Any, forgive: str) -> None:
    forgiven = [forgive] if isinstance(forgive, str) else forgive
    if message.type == "error" and unexpected(message.text) and not any(phrase in message.text for phrase in forgiven):
        complaints.append(message.text)


def unexpected(text: str) -> bool:
    """The console also notes every answer of 4xx; those are what some tests are about. Over plain http to another
    address it notes that it has no use for one of our headers."""
    return "status of 4" not in text and "Cross-Origin-Opener-Policy header has been ignored" not in text


def outside(url: str, origin: str, complaints: list[str]) -> None:
    if not url.startswith((origin, "data:")):
        complaints.append(f"asked for {url}")


def be(page: Page, person: Any) -> None:
    """Be this person in this browser, or nobody: the session is made on the server, so no page has to load."""
    page.context.clear_cookies()
    if person is not None:
        client, name = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(person, backend=BACKEND)
        cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
        page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])


def sign_in(page: Page, username: str) -> None:
    """Through the page itself, where that is what a test is about."""
    page.goto("/sign-in/")
    page.locator("#id_login").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(COME_IN)
