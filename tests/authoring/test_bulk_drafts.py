"""Drafts of many rules, read at once: what they say, and what that costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.registry import writing
from policyhub.registry.content import draft, drafts
from policyhub.registry.models import Rule
from tests.discussion.talk import queries, say
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory
from tests.registry.test_gaps import PROCEDURE, STANDARD, STEPS

MEASURES = [{"criterion": "Wait", "target": "5", "unit": "minutes", "how_checked": ""}]


def one_of_each(people, n):
    """Four rules that are not in force, with rows of every depth."""
    by, at = people.ana, people.desk
    rules = [
        RuleFactory(by=by, team=at, title=f"Black {n}", flexibility="black", rows=BLACK_ROWS, effect="adds"),
        RuleFactory(by=by, team=at, title=f"Grey {n}", **PROCEDURE | {"rows": {**GREY_ROWS, "steps": STEPS}}),
        RuleFactory(by=by, title=f"Checked {n}", **STANDARD | {"rows": {**GREY_ROWS, "measures": MEASURES}}),
        RuleFactory(by=by, title=f"Open {n}", kind="", owner=None),
    ]
    for rule in rules:
        say(rule, "Why?", by)
    return rules


def test_each_reads_as_it_does_alone(people):
    rules = one_of_each(people, 0)
    rules.append(writing.capture("Noted", "So.", client_key=None, by=people.sam, now=timezone.now()))
    dropped = Rule.objects.get(pk=rules[0].pk)
    text = writing.RuleInput({}, {"benefits": []})
    writing.write(dropped, text, version=dropped.version, by=people.ana, now=timezone.now())
    stored = list(Rule.objects.all())
    contents = drafts(stored)
    assert len(contents) == 5
    assert [contents[rule.pk] for rule in stored] == [draft(rule) for rule in stored]
    assert drafts([]) == {}


def test_sixty_cost_as_much_as_three(people, sign_in):
    ana = sign_in(people.ana)
    one_of_each(people, 0)
    few = queries(ana, "/rules/pack/")
    for n in range(1, 15):
        one_of_each(people, n)
    assert queries(ana, "/rules/pack/") == few
    with CaptureQueriesContext(connection) as captured:
        drafts(list(Rule.objects.select_related("owner", "team")))
    print(few, len(captured))
    assert len(captured) < 25
