"""Reads one file that somebody sent, in a process of its own with little memory, little time and no network.

``python -m policyhub.exchange.child PATH NAME`` prints a line of JSON for each document or refusal. A hostile
file can at worst end this process; :mod:`policyhub.exchange.uploads` says so in words.
"""

import json
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

MEMORY, SECONDS, SECONDS_OF_ZIP = 300 * 1024 * 1024, 5, 60
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "urllib.", "ftplib.")


def no_way_out(event: str, arguments: Any) -> None:
    """An audit hook: whatever would open a connection or start a program ends here."""
    if event.startswith(FORBIDDEN):
        raise RuntimeError(f"{event} is not for a reader of documents")


def stop(number: int, frame: object) -> NoReturn:
    from .packages import Refused

    raise Refused("takes too long to read. Send a simpler or a shorter one")


def limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, stop)


def main(path: Path, name: str) -> None:
    from .documents import Document, read_file

    sys.addaudithook(no_way_out)
    limit(SECONDS_OF_ZIP if path.suffix == ".zip" else SECONDS)
    reader = read_file(path, name)
    signal.alarm(SECONDS)  # for each document anew
    while found := next(reader, None):
        sort = "document" if isinstance(found, Document) else "skipped"
        print(json.dumps({sort: asdict(found)}), flush=True)
        signal.alarm(SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
