"""People who talk about a rule, in the fewest words, for the tests of the discussion."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.discussion import actions as verbs
from policyhub.registry.models import Rule
from tests.factories import RuleFactory, put_in_force
from tests.pages import read


def in_force(people, **fields):
    rule = RuleFactory(**{"by": people.ana, "team": people.desk, **fields})
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def say(rule, text, by, **more):
    return verbs.comment(rule, text, by=by, now=timezone.now(), **more)


def answer(comment, text, by):
    return verbs.answer(comment, text, by=by, now=timezone.now())


def does(verb, comment, by):
    return verb(comment, by=by, now=timezone.now())


def page_of(rule):
    return reverse("discussion:thread", args=[rule.slug])


def post(client, verb, comment, **data):
    return client.post(reverse(f"discussion:{verb}", args=[comment.rule.slug, comment.pk]), data)


def to_do(client):
    return read(client.get("/to-do/")).text


def whole_database():
    """Every value of every row, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
