"""What somebody sent is read in a process of its own; here is the side that waits for it."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

from django.conf import settings

from .child import SECONDS, SECONDS_OF_ZIP
from .documents import Document, Skipped

READABLE = (".docx", ".md", ".markdown", ".mdx", ".txt", ".csv", ".zip")
PATIENCE = 2  # seconds more than the child has, for starting it


def read_upload(name: str, data: bytes) -> list[Document | Skipped]:
    """The documents in one file that was sent. Nothing of it is run, and nothing outlives this call."""
    suffix = PurePosixPath(name).suffix.lower()
    name = PurePosixPath(name.replace("\\", "/")).name[-200:] or "file"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"sent{suffix if suffix.isascii() and len(suffix) < 12 else ''}")
        place.write_bytes(data)
        return read_apart(place, name)


def read_apart(place: Path, name: str) -> list[Document | Skipped]:
    command = [sys.executable, "-m", "policyhub.exchange.child", str(place), name]
    seconds = (SECONDS_OF_ZIP if place.suffix == ".zip" else SECONDS) + PATIENCE
    try:
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as slow:
        return [*parsed(slow.stdout or b""), Skipped(name, "takes too long to read. Send a simpler or a shorter one")]
    found = parsed(done.stdout)
    if done.returncode:
        found.append(Skipped(name, "needs too much time or memory to read. Send a simpler or a shorter one"))
    return found


def parsed(output: bytes) -> list[Document | Skipped]:
    found: list[Document | Skipped] = []
    for line in output.splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue  # the line at which the child was ended
        found.append(Document(**said["document"]) if "document" in said else Skipped(**said["skipped"]))
    return found
