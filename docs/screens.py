"""Takes the pictures in the README: the example in a folder of its own, served, opened in Chromium.

Run it with ``make screens`` after ``make install`` with the developers' packages; it needs Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
SCREENS = HOUSE / "docs" / "screens"
MANAGE = [sys.executable, str(HOUSE / "manage.py")]
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
PICTURES = [  # name, who looks, at what, on what
    ("look-up", "sam", "/?q=refund+after+thirty+days", PHONE),
    ("rule", "sam", "/rules/no-diving-in-the-shallow-end/", PHONE),
    ("register", "ana", "/rules/", DESK),
    ("reviews", "ana", "/reviews/", DESK),
]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def sign_in(page: Page, base: str, username: str) -> None:
    page.goto(f"{base}/demo/")
    page.locator(f'form:has(input[value="{username}"]) button').click()
    page.wait_for_url(f"{base}/")


def take(browser: Browser, base: str) -> None:
    for name, who, address, size in PICTURES:
        context = browser.new_context(viewport=size, color_scheme="light")  # type: ignore[arg-type]
        page = context.new_page()
        sign_in(page, base, who)
        page.goto(base + address)
        page.screenshot(path=SCREENS / f"{name}.png")
        context.close()


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not found on this machine.")
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="policyhub-screens-") as folder, sync_playwright() as playwright:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DATA_DIR": folder, "DEBUG": "1", "DEMO": "1"}
        for command in (["migrate", "-v0"], ["demo"]):
            subprocess.run([*MANAGE, *command], env=environment, check=True)
        port = free_port()
        server = subprocess.Popen([*MANAGE, "runserver", f"127.0.0.1:{port}", "--noreload"], env=environment)
        try:
            wait_for(port)
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            take(browser, f"http://127.0.0.1:{port}")
            browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()
