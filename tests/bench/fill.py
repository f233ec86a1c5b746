"""Fills an empty database with N rules in force: python tests/bench/fill.py N

One rule is taken over as any document is; the others are copies of its rows with other words, written straight into
the tables. Everything that looking up reads is there; events are not, so ``verify`` has nothing to say of them.
"""

import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from policyhub.accounts.models import Membership, Organisation, Role, Team, User  # noqa: E402
from policyhub.evidence.canonical import digest  # noqa: E402
from policyhub.lookup.models import Card  # noqa: E402
from policyhub.publishing import actions as publishing  # noqa: E402
from policyhub.registry.models import Edition, Rule  # noqa: E402
from policyhub.search import (  # noqa: E402
    index,
    term_weights,
    vocabulary,
)
from policyhub.search.models import SearchRow, TermWeights  # noqa: E402
from tests.bench.corpus import Corpus, Text  # noqa: E402

TITLE, STATEMENT, BODY = "Titleword", "Statementword", "Bodyword"
TABLES = (Rule, Edition, SearchRow, Card)
BATCH = 1000
Row = dict[str, Any]


def people() -> User:
    """Sam, who is staff, and Ana, who manages the only team."""
    Organisation.objects.create(pk=1, name="Measured", time_zone="Europe/London")
    team = Team.objects.create(name="Desk")
    sam, ana = (User.objects.create_user(name, "x", name=name.title(), phone="12") for name in ("sam", "ana"))
    Membership.objects.create(person=sam, team=team, role=Role.STAFF)
    Membership.objects.create(person=ana, team=team, role=Role.MANAGER)
    return ana


def row_of(model: type[Any], **which: Any) -> Row:
    """A row as the database has it."""
    columns = [field.column for field in model._meta.local_concrete_fields]
    (name, value), *_more = which.items()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {name} = %s", [value])
        return dict(zip(columns, cursor.fetchone(), strict=True))


def pattern() -> dict[type[Any], Row]:
    values = {"title": TITLE, "statement": STATEMENT, "body": BODY, "source": "measured.md", "owner": people()}
    edition = publishing.adopt(values, "", by="command line", now=timezone.now())
    assert edition is not None
    keys = {Rule: edition.rule_id, Edition: edition.pk}
    rows = {model: row_of(model, id=key) for model, key in keys.items()}
    rows |= {model: row_of(model, edition_id=edition.pk) for model in (SearchRow, Card)}
    return rows


def put(text: str, words: Text, reference: str, slug: str, body: str) -> str:
    """``text`` of the pattern, with the words of one rule; ``body``: as ``text`` writes it."""
    for old, new in ((TITLE, words.title), (STATEMENT, words.statement), ("titleword", slug), ("R-001", reference)):
        text = text.replace(old, new)
    return text.replace(BODY, body)


def copy(rows: dict[type[Any], Row], words: Text, key: int) -> dict[type[Any], Row]:
    reference, slug = f"R-{key:06}", f"rule-{key}"
    body = "\n\n".join(words.paragraphs)
    as_json, as_html = json.dumps(body)[1:-1], "</p>\\n<p>".join(words.paragraphs)
    content = put(rows[Edition]["content"], words, reference, slug, as_json)
    card = {name: put(rows[Card][name], words, reference, slug, as_html) for name in ("answer", "page", "line")}
    texts = {"title": words.title, "statement": words.statement}
    length = len(body.split()) + 20
    edition = {"id": key, "rule_id": key, "content": content, "digest": digest(content), "title": words.title}
    return {
        Rule: rows[Rule] | texts | {"id": key, "reference": reference, "slug": slug, "body": body, "source": f"{key}"},
        Edition: rows[Edition] | edition,
        SearchRow: rows[SearchRow]
        | {"id": key, "edition_id": key, "rule_id": key, "length": length, "title": words.title},
        Card: rows[Card] | card | {"edition_id": key, "title": words.title, "plain": " ".join(words.paragraphs)},
    }


def insert(table: str, rows: list[Row]) -> None:
    names = list(rows[0])
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        cursor.executemany(sql, [list(row.values()) for row in rows])


def index_words(keyed: list[tuple[int, Text]]) -> Counter[tuple[str, str]]:
    """Put the words of some rules where ``index.refresh`` puts them; how many rows hold each is returned."""
    counted: Counter[tuple[str, str]] = Counter()
    found = []
    for key, one in keyed:
        texts = (one.title, f"R-{key:06}", "", one.statement, "\n\n".join(one.paragraphs))
        fields = [term_weights.tokenize(text, set()) for text in (*texts, "", str(key))]
        stems = [term_weights.stem_all(words, "en") for words in fields]
        words = term_weights.distinct_tokens(fields)
        bag = TermWeights(row_id=key, weights=term_weights.to_json(term_weights.weigh(stems)), words=" ".join(words))
        found.append((key, [" ".join(stems[at]) for at in range(len(texts))], bag))
        counted.update(vocabulary.change_of(words, "en", 1))
    TermWeights.objects.bulk_create(bag for _key, _texts, bag in found)
    for key, texts, _bag in found:
        index.store(SearchRow(pk=key), texts)
    return counted


def batches(texts: Iterator[Text], first: int) -> Iterator[list[tuple[int, Text]]]:
    keyed = zip(itertools.count(first), texts, strict=False)
    while batch := list(itertools.islice(keyed, BATCH)):
        yield batch


def tidy(n: int) -> None:
    """Numbers go on behind the copies, and the engine knows how much there is of what."""
    Organisation.objects.update(last_reference=n + 10)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
            cursor.execute(sql)
        if connection.vendor == "sqlite":
            for table in ("search_fts", "search_titles"):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def fill(n: int) -> None:
    rows, counted = pattern(), Counter[tuple[str, str]]()
    first = int(rows[Rule]["id"]) + 1
    for batch in batches(Corpus().texts(n - 1), first):
        copies = [copy(rows, words, key) for key, words in batch]
        with transaction.atomic():
            for model in TABLES:
                insert(model._meta.db_table, [one[model] for one in copies])
            counted.update(index_words(batch))
    with transaction.atomic():
        vocabulary.count(counted)
    tidy(n)


if __name__ == "__main__":
    begun = time.monotonic()
    fill(int(sys.argv[1]))
    print(f"{sys.argv[1]} rules in {time.monotonic() - begun:.0f} s")
