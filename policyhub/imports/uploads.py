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
CHILD_ENVIRONMENT = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "LANG": "C.UTF-8"}


def read_upload(name: str, data: bytes) -> list[Document | Skipped]:
    """The documents in one file that was sent. Nothing of it is run, and nothing outlives this call."""
    if not is_zip(name):
        return read_one(name, data)
    documents: list[Document | Skipped] = []
    for member in unpack(name, data):
        documents += [member] if isinstance(member, Skipped) else read_one(*member)
    return documents


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def read_one(name: str, data: bytes) -> list[Document | Skipped]:
    """What one file says, named ``name`` with its place in a zip if it came in one."""
    suffix = PurePosixPath(name).suffix.lower()
    name = name.replace("\\", "/")[-280:] or "file"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"sent{suffix if suffix.isascii() and len(suffix) < 12 else ''}")
        path.write_bytes(data)
        records, problem = run_child("read", str(path), name)
    documents: list[Document | Skipped] = [
        Document(**record["document"]) if "document" in record else Skipped(**record["skipped"]) for record in records
    ]
    return [*documents, Skipped(name, problem)] if problem else documents


def unpack(name: str, data: bytes) -> Iterator[tuple[str, bytes] | Skipped]:
    """The files in a zip, each named by its place there, or why one, or all of them, stay closed."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "sent.zip")
        package.write_bytes(data)
        unpacked_folder = Path(folder, "inside")
        unpacked_folder.mkdir()
        records, problem = run_child("unpack", str(package), str(unpacked_folder))
        for record in [] if problem else records:
            source = f"{name}/{record['name']}" if record["name"] else name
            yield (
                Skipped(source, record["why"])
                if "why" in record
                else (source, (unpacked_folder / record["place"]).read_bytes())
            )
    if problem:
        yield Skipped(name, problem)


def run_child(*task: str) -> tuple[list[dict[str, Any]], str]:
    """Run the sandbox. Returns its records, and why it ended early ("" if it did not)."""
    command = [sys.executable, "-m", "policyhub.imports.sandbox", *task]
    try:
        process = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=CHILD_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS + PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        return parse_lines(slow.stdout or b""), TOO_SLOW
    return parse_lines(process.stdout), TOO_MUCH if process.returncode else ""


def parse_lines(output: bytes) -> list[dict[str, Any]]:
    records = []
    for line in output.splitlines():
        try:
            records.append(json.loads(line))
        except ValueError:
            continue  # the line at which the child was ended
    return records
