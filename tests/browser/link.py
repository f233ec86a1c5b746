"""A way to the server that can be cut, slowed down, or lose what it carries: before the server has it, or after."""

import random
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

BEFORE, AFTER = "before", "after"


class Link:
    """Listens at ``url`` and carries one request a connection. ``lose(method, path)`` says of each what befalls it."""

    def __init__(self, server: str) -> None:
        self.server = (urlsplit(server).hostname, urlsplit(server).port)
        self.lose: Callable[[str, str], str] = lambda method, path: ""
        self.wait = 0.0
        self.arrived: list[str] = []  # what the server got
        self.listener: Any = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.listen()

    def listen(self) -> None:
        threading.Thread(target=self.accept, args=[self.listener], daemon=True).start()

    def accept(self, listener: Any) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=[client], daemon=True).start()

    def cut(self) -> None:
        """Nobody listens any more, as when the server is stopped."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def mend(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.listen()

    def carry(self, client: Any) -> None:
        with client:
            try:
                request = whole_request(client)
                if request:
                    self.answer(client, request)
            except OSError:
                return

    def answer(self, client: Any, request: bytes) -> None:
        method, path = request.split(b" ", 2)[:2]
        fate = self.lose(method.decode(), path.decode())
        if fate == BEFORE:
            return
        time.sleep(self.wait)
        self.arrived.append(f"{method.decode()} {path.decode()}")
        with socket.create_connection(self.server) as server:
            server.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            answer = b"".join(iter(lambda: server.recv(65536), b""))
        if fate != AFTER:
            client.sendall(answer)


def whole_request(client: Any) -> bytes:
    """Headers and body; other connections than one request each are not what we carry."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(65536)
        if not more:
            return b""
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    headers = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    length = next((int(line.split(b":")[1]) for line in headers if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += client.recv(65536)
    return b"\r\n".join(headers) + b"\r\n\r\n" + body


def unreliable(seed: int, path: str, share: float) -> Callable[[str, str], str]:
    """Loses that share of what is posted to ``path``, half of it before and half after the server has it."""
    dice = random.Random(seed)

    def lose(method: str, requested: str) -> str:
        if method != "POST" or requested != path or dice.random() >= share:
            return ""
        return dice.choice([BEFORE, AFTER])

    return lose
