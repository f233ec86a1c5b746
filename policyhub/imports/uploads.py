"""What somebody sent is read in a process of its own; here is the side that waits for it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from .documents import Document, Skipped
from .packages import TOO_MUCH
from .sandbox import SECONDS, TOO_SLOW

READABLE = (".docx", ".md", ".markdown", ".mdx", ".txt", ".csv", ".zip")
PATIENCE = 1  # seconds more than the child has, for starting it
# All that the child is told of this machine: no secret is among it
SURROUNDINGS = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "LANG": "C.UTF-8"}


def read_upload(name: str, data: bytes) -> list[Document | Skipped]:
    """The documents in one file that was sent. Nothing of it is run, and nothing outlives this call."""
    if not is_zip(name):
        return read_one(name, data)
    found: list[Document | Skipped] = []
    for member in unpack(name, data):
        found += [member] if isinstance(member, Skipped) else read_one(*member)
    return found


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def read_one(name: str, data: bytes) -> list[Document | Skipped]:
    """What one file says, named ``name`` with its place in a zip if it came in one."""
    suffix = PurePosixPath(name).suffix.lower()
    name = name.replace("\\", "/")[-280:] or "file"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"sent{suffix if suffix.isascii() and len(suffix) < 12 else ''}")
        place.write_bytes(data)
        told, why = ask_child("read", str(place), name)
    found: list[Document | Skipped] = [
        Document(**one["document"]) if "document" in one else Skipped(**one["skipped"]) for one in told
    ]
    return [*found, Skipped(name, why)] if why else found


def unpack(name: str, data: bytes) -> Iterator[tuple[str, bytes] | Skipped]:
    """The files in a zip, each named by its place there, or why one, or all of them, stay closed."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "sent.zip")
        package.write_bytes(data)
        inside = Path(folder, "inside")
        inside.mkdir()
        told, why = ask_child("unpack", str(package), str(inside))
        for one in [] if why else told:
            source = f"{name}/{one['name']}" if one["name"] else name
            yield Skipped(source, one["why"]) if "why" in one else (source, (inside / one["place"]).read_bytes())
    if why:
        yield Skipped(name, why)


def ask_child(*task: str) -> tuple[list[dict[str, Any]], str]:
    """What the child told, and why it did not come to its end."""
    command = [sys.executable, "-m", "policyhub.imports.sandbox", *task]
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=SURROUNDINGS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS + PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        return parsed(slow.stdout or b""), TOO_SLOW
    return parsed(done.stdout), TOO_MUCH if done.returncode else ""


def parsed(output: bytes) -> list[dict[str, Any]]:
    found = []
    for line in output.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue  # the line at which the child was ended
    return found
