"""No question holds a worker for long: the engine is stopped, and the answer is calm."""

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from policyhub.search import candidates, questions, ranking, search, statement_timeout
from tests.search.test_search import in_force

pytestmark = pytest.mark.engine  # each engine stops a statement in its own way

ENDLESS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"""


def test_a_statement_is_stopped_after_its_time_and_the_next_one_is_not(transactional_db):
    with pytest.raises(statement_timeout.SearchTimeoutError):
        statement_timeout.fetch(ENDLESS, {}, seconds=0.1)

    assert statement_timeout.fetch("SELECT 1", {}) == [(1,)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


def test_no_search_is_compiled_before_it_runs(transactional_db, monkeypatch):
    """PostgreSQL would: it takes a scan that it cannot avoid for dear, and compiling takes longer than finding."""
    monkeypatch.setattr(candidates, "should_scan", lambda *arm: True)  # as for words that are everywhere
    question = questions.parse("a towel")
    questions.understand(question)
    sql, values = candidates.statement(
        ranking.weigh_concepts(question), search.reader_params(None, timezone.now()), 500
    )

    def plan():
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        with connection.cursor() as cursor:
            cursor.execute(statement_timeout.timeout_sql(1) + explain + sql, values)
            return str(cursor.fetchall())

    assert "JIT" not in plan()
    if connection.vendor == "postgresql":
        monkeypatch.setattr(statement_timeout, "PLANNER_SETTINGS", "SET LOCAL enable_seqscan = off; ")
        assert "JIT" in plan(), "the control"


def test_another_fault_is_not_taken_for_it(db):
    with pytest.raises(Exception, match="nowhere"), transaction.atomic():
        statement_timeout.fetch("SELECT * FROM nowhere", {})
    assert not statement_timeout.is_timeout(OperationalError("disk I/O error"))


def slow(monkeypatch, *too_slow):
    """As if the engine were too slow for statements with any of these arms."""
    real = statement_timeout.fetch

    def fetch(sql, values, seconds=statement_timeout.SECONDS):
        if any(table in sql for table in too_slow):
            raise statement_timeout.SearchTimeoutError
        return real(sql, values, seconds)

    monkeypatch.setattr(statement_timeout, "fetch", fetch)


def test_titles_alone_answer_where_all_takes_too_long(people, monkeypatch):
    in_force(people, title="Towels", body="laundry")
    in_force(people, title="Laundry")
    slow(
        monkeypatch,
        candidates.INDEXES[connection.vendor]["anywhere"] + (" f" if connection.vendor == "sqlite" else " @@"),
    )

    hits = search.find("laundry", None)
    assert [hit.edition.title for hit in hits] == ["Laundry"]
    assert hits.cut_short


def test_nothing_is_found_calmly_where_even_titles_take_too_long(people, monkeypatch, sign_in):
    in_force(people, title="Towels")
    slow(monkeypatch, "hits")

    hits = search.find("towels", None)
    assert (hits, hits.cut_short) == ([], True)
    assert sign_in(people.sam).get("/", {"q": "towels"}).status_code == 200


def test_what_is_asked_of_the_engine_has_a_bound_in_every_part(people):
    in_force(people, title="Towels")
    texts = ["towels", "e " * 900, " ".join(chr(97 + n % 26) + str(n) for n in range(700)), "money back " * 150]
    for text in texts:
        question = search.questions.parse(text)
        search.questions.understand(question)
        concepts = search.ranking.weigh_concepts(question)
        sql, values = candidates.statement(concepts, search.reader_params(None, timezone.now()), search.CANDIDATES)

        limits = [int(number) for number in __import__("re").findall(r"LIMIT (\d+)", sql)]
        assert sum(limits) <= search.CANDIDATES + candidates.MAX_BAGS
        assert len(question.concepts) <= 60
        assert sum(len(str(value)) for value in values.values()) < 200_000
