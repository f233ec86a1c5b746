"""What is measured inside one process, as JSON: python tests/bench/inside.py statements|publish|session

Times are CPU time where all work is done in this process (SQLite), so that busy neighbours do not count; with a
database server they are what the clock says.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from policyhub.accounts.models import Organisation, User  # noqa: E402
from policyhub.accounts.sessions import SessionStore  # noqa: E402
from policyhub.lookup import cards  # noqa: E402
from policyhub.lookup.views.answers import IN_FULL  # noqa: E402
from policyhub.publishing import actions as publishing  # noqa: E402
from policyhub.registry.models import Rule  # noqa: E402
from policyhub.search import index, search  # noqa: E402
from tests.bench.corpus import questions  # noqa: E402


def ms(call: Callable[[], object]) -> float:
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    begun = clock()
    call()
    return (clock() - begun) * 1000


def figures(times: list[float]) -> dict[str, float]:
    return {"p50": median(times), "p95": quantiles(times, n=20)[-1]}


def statements() -> dict[str, dict[str, float]]:
    """Each class of questions, looked up as the page does."""
    sam, found = User.objects.get(username="sam"), {}
    organisation = Organisation.current()

    def look_up(words: str) -> None:
        cards.answer_cards(
            [key for key, _score in search.rank_editions(words, sam, timezone.now()).rows], IN_FULL, organisation
        )

    for name, asked in questions().items():
        look_up(asked[0])
        times = [ms(lambda words=words: look_up(words)) for _round in range(3) for words in asked]
        found[name] = figures(times)
    return found


def publish() -> dict[str, dict[str, float]]:
    """What follows an edition that is put in force, and the whole of it."""
    ana, refreshed, whole = User.objects.get(username="ana"), [], []
    for rule in Rule.objects.order_by("-pk")[:25]:
        with transaction.atomic():
            refreshed.append(ms(lambda rule=rule: index.refresh(rule, timezone.now())))
        whole.append(ms(lambda rule=rule: once_more(rule, ana)))
    return {"index": figures(refreshed[5:]), "whole": figures(whole[5:])}


def once_more(rule: Rule, by: User) -> None:
    number = publishing.next_number(rule)
    publishing.put_in_force(rule, publishing.Proposal(), number=number, by=by, now=timezone.now())


def session() -> str:
    """The key of a session of Sam's."""
    sam, store = User.objects.get(username="sam"), SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(sam.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = sam.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    print(json.dumps({"statements": statements, "publish": publish, "session": session}[sys.argv[1]]()))
