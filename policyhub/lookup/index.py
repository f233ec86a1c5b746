"""Keeps the search rows and cards in step with what is in force, inside the transaction that changes it."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q

from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State

from . import cards
from .models import SearchRow
from .words import indexed

INDEX_LIMIT = 250_000  # characters of folded body; PostgreSQL holds about a million bytes in a row's index
COLUMNS = ("title", "words", "situations", "statement", "body")
WEIGHTS = (10.0, 6.0, 4.0, 3.0, 1.0)  # SQLite; PostgreSQL has four, so words and title share the first
TSVECTOR = "setweight(to_tsvector('simple', %s), '{}')"


def refresh(rule: Rule, now: datetime) -> None:
    """Make the rows of ``rule`` those of its editions that are in force or will be."""
    forget(rule)
    editions = rule.editions.filter(Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts")), state=State.APPROVED)
    for edition in editions:
        if not edition.retires:
            add(rule, edition)


def forget(rule: Rule) -> None:
    keys = list(SearchRow.objects.filter(rule=rule).values_list("pk", flat=True))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM lookup_fts WHERE rowid = %s", [[key] for key in keys])
    SearchRow.objects.filter(pk__in=keys).delete()


def add(rule: Rule, edition: Edition) -> None:
    said = edition.said
    assert edition.starts is not None  # a constraint sees to it that an approved edition has one
    cards.keep(edition, rule)
    texts = [indexed(text, said["language"])[:INDEX_LIMIT] for text in searched(rule, said)]
    row = SearchRow.objects.create(
        edition=edition,
        rule=rule,
        language=said["language"],
        starts=edition.starts,
        ends=edition.ends,
        restricted=rule.restricted,
        title=said["title"],
        flexibility=said["flexibility"],
        length=sum(text.count(" ") + 1 for text in texts),
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
            names = ", ".join(COLUMNS)
            cursor.execute(f"INSERT INTO lookup_fts (rowid, {names}) VALUES ({marks})", [row.pk, *texts])
        else:
            parts = " || ".join(TSVECTOR.format(weight) for weight in "AABCD")
            cursor.execute(f"UPDATE lookup_searchrow SET vector = {parts} WHERE id = %s", [*texts, row.pk])


def searched(rule: Rule, said: dict[str, Any]) -> tuple[str, ...]:
    """The texts of an edition in the order of COLUMNS."""
    situations = [s["text"] for s in said["situations"]]
    options = [text for s in said["situations"] for o in s["options"] for text in (o["text"], o["say_it"])]
    own = [str(v) for v in said["part"].values() if v]
    steps = [step["text"] for step in said.get("steps", [])]
    return (
        said["title"],
        f"{said['reference']} {rule.search_words}",
        "\n".join(situations + options),
        "\n".join([said["statement"], said["say_it"], said["instead"], *own, *steps]),
        said["body"],
    )
