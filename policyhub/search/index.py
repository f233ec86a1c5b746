"""Keeps the search rows in step with what is in force, inside the transaction that changes it."""

from collections import Counter
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State

from . import term_weights, vocabulary
from .models import SearchRow, TermWeights

INDEX_LIMIT = 250_000  # characters of folded body; PostgreSQL holds about a million bytes in a row's index
COLUMNS = ("title", "words", "situations", "statement", "body")
TSVECTOR = "to_tsvector('simple', %s)"
AT_A_TIME = 2000


def refresh(rule: Rule, now: datetime) -> None:
    """Make the rows of ``rule`` those of its editions that are in force or will be."""
    change = forget(rule)
    editions = rule.editions.filter(Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts")), state=State.APPROVED)
    for edition in editions:
        if not edition.retires:
            change.update(add(rule, edition))
    vocabulary.count(change)


def forget(rule: Rule) -> vocabulary.Change:
    """Take the rows of ``rule`` out; what that changes in the vocabulary."""
    change: vocabulary.Change = Counter()
    rows = SearchRow.objects.filter(rule=rule).select_related("bag")
    for row in rows:
        if (bag := getattr(row, "bag", None)) and bag.words:
            change.update(vocabulary.change_of(bag.words.split(" "), row.language, -1))
    keys = [row.pk for row in rows]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_fts", "search_titles"):
                cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [[key] for key in keys])
    SearchRow.objects.filter(pk__in=keys).delete()
    return change


def add(rule: Rule, edition: Edition) -> vocabulary.Change:
    """Make the row of one edition; what that changes in the vocabulary."""
    content = edition.content_data
    assert edition.starts is not None  # a constraint sees to it that an approved edition has one
    texts = searchable_texts(rule, content)
    standalone = term_weights.standalone_words(texts)
    name = PurePosixPath(content["source"]).stem
    weighted_texts = (*texts, term_weights.headings(content["body"]), name)
    fields = [term_weights.tokenize(text, standalone) for text in weighted_texts]
    row = SearchRow.objects.create(
        edition=edition,
        rule=rule,
        language=content["language"],
        starts=edition.starts,
        ends=edition.ends,
        restricted=rule.restricted,
        title=content["title"],
        flexibility=content["flexibility"],
        length=sum(len(tokens) for tokens in fields[: len(COLUMNS)]),
    )
    stems = [term_weights.stem_all(tokens, content["language"]) for tokens in fields]
    columns = (stems[0], stems[1] + stems[-1], *stems[2 : len(COLUMNS)])
    store(row, [" ".join(column)[:INDEX_LIMIT] for column in columns])
    counted = [] if rule.restricted else term_weights.distinct_tokens(fields)
    TermWeights.objects.create(
        row=row, weights=term_weights.to_json(term_weights.weigh(stems)), words=" ".join(counted)
    )
    return vocabulary.change_of(counted, content["language"], 1) if counted else Counter()


def store(row: SearchRow, texts: list[str]) -> None:
    """Put the texts, in the order of COLUMNS, into the engine's own index; titles into a small one of their own."""
    titles = f"{texts[0]} {texts[1]}"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
            names = ", ".join(COLUMNS)
            cursor.execute(f"INSERT INTO search_fts (rowid, {names}) VALUES ({marks})", [row.pk, *texts])
            cursor.execute("INSERT INTO search_titles (rowid, title) VALUES (%s, %s)", [row.pk, titles])
        else:
            parts = " || ".join([TSVECTOR] * len(texts))
            cursor.execute(
                f"UPDATE search_searchrow SET vector = {parts}, titles = {TSVECTOR} WHERE id = %s",
                [*texts, titles, row.pk],
            )


def searchable_texts(rule: Rule, content: dict[str, Any]) -> tuple[str, ...]:
    """The texts of an edition in the order of COLUMNS."""
    situations = [s["text"] for s in content["situations"]]
    options = [text for s in content["situations"] for o in s["options"] for text in (o["text"], o["say_it"])]
    kind_texts = [str(v) for v in content["part"].values() if v]
    steps = [step["text"] for step in content.get("steps", [])]
    return (
        content["title"],
        f"{content['reference']} {rule.search_words}",
        "\n".join(situations + options),
        "\n".join([content["statement"], content["say_it"], content["instead"], *kind_texts, *steps]),
        content["body"],
    )


def count_missing(now: datetime) -> str:
    """For the clock: rows from before there were bags get theirs, and the words that nobody counted are counted."""
    late = Rule.objects.filter(search_rows__isnull=False, search_rows__bag=None).distinct()
    keys = list(late.values_list("pk", flat=True)[:AT_A_TIME])
    for key in keys:
        with transaction.atomic():
            refresh(Rule.objects.select_for_update().get(pk=key), now)  # as it is now: it may be restricted meanwhile
    with transaction.atomic():
        settled = vocabulary.count_notes()
    return f"the words of {len(keys)} rules" if keys else "words counted" if settled else ""
