"""Reads one file that somebody sent, in a process of its own with little memory, little time and no network.

``python -m policyhub.imports.sandbox read PATH NAME`` prints a line of JSON for each document or refusal;
``... unpack PATH FOLDER`` does so for each file of a zip that it puts into a folder. A hostile file can at worst end
this process; :mod:`policyhub.imports.uploads` says so in words.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

MEMORY, SECONDS = 300 * 1024 * 1024, 4  # with the time to start, five seconds
TOO_SLOW = "takes too long to read. Try a simpler or shorter file"
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "urllib.", "ftplib.")


def no_way_out(event: str, arguments: Any) -> None:
    """An audit hook: whatever would open a connection or start a program ends here."""
    if event.startswith(FORBIDDEN):
        raise RuntimeError(f"{event} is not for a reader of documents")


def stop(signal_number: int, frame: object) -> NoReturn:
    from .packages import PackageRefused

    raise PackageRefused(TOO_SLOW)


def limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)


def read(path: Path, name: str) -> Iterator[dict[str, Any]]:
    from .documents import Document, read_file

    for outcome in read_file(path, name):
        yield {"document" if isinstance(outcome, Document) else "skipped": asdict(outcome)}


def unpack(path: Path, folder: str) -> Iterator[dict[str, Any]]:
    from .packages import PackageRefused, unpack_files

    try:
        for name, target in unpack_files(path, Path(folder)):
            yield (
                {"name": name, "why": str(target)}
                if isinstance(target, PackageRefused)
                else {"name": name, "place": target.name}
            )
    except PackageRefused as refusal:
        yield {"name": "", "why": str(refusal)}


TASKS: dict[str, Callable[[Path, str], Iterator[dict[str, Any]]]] = {"read": read, "unpack": unpack}


def main(task: str, path: str, argument: str) -> None:

    sys.addaudithook(no_way_out)
    limit(SECONDS)
    for record in TASKS[task](Path(path), argument):
        print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
