"""Who may set up an empty PolicyHub: somebody at the machine itself, or somebody who read the code on its terminal."""

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

LOOPBACK_ADDRESSES = {"127.0.0.1", "::1"}
LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
FORWARDING_HEADERS = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


def is_from_this_machine(request: HttpRequest) -> bool:
    """A loopback peer asked for a loopback name, and nothing says that somebody passed it on."""
    forwarded = any(name in FORWARDING_HEADERS or name.startswith("HTTP_X_FORWARDED") for name in request.META)
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return request.META.get("REMOTE_ADDR") in LOOPBACK_ADDRESSES and name in LOOPBACK_HOSTS and not forwarded


def set_up_code() -> str:
    """Eight signs, the same until the secret key changes; they say nothing about the key."""
    digest = salted_hmac("policyhub.set-up", "first administrator", algorithm="sha256").hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"


def is_set_up_code(text: str) -> bool:
    return constant_time_compare(text.strip().lower().replace(" ", "-"), set_up_code())
