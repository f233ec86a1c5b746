"""Two people do the same thing at the same moment, each in a connection of their own. Nobody's words are lost."""

import copy
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from policyhub.classification.actions import classify
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.publishing import actions as force
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.rule import RuleQuerySet
from tests.conftest import share
from tests.factories import GREY_ROWS, RuleFactory
from tests.pages import fields_of, read
from tests.people import PASSWORD

pytestmark = pytest.mark.engine  # races


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned; all begin together."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def do(n: int) -> None:
        try:
            barrier.wait(timeout=30)
            answers[n] = calls[n]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[n]) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def editor(response: HttpResponse) -> dict[str, str]:
    """The form with the id "editor", as a browser would post it."""
    return dict(fields_of(read(response).part("form#editor").root))


def typed_by(name: str, opened: dict[str, str]) -> dict[str, str]:
    """The form with a new sentence, a longer text, another line and one line more, all in this person's words."""
    return opened | {
        "statement": f"Sentence of {name}.",
        "body": f"{opened['body']}\n\nText of {name}.",
        "lines-count": "2",
        "lines-0-side": "never",
        "lines-0-text": f"Line of {name}",
        "lines-1-key": "",
        "lines-1-side": "always",
        "lines-1-text": f"New line of {name}",
    }


def words_of(name: str) -> list[str]:
    return [f"Sentence of {name}.", f"Text of {name}.", f"Line of {name}", f"New line of {name}"]


def stored(rule: Rule) -> str:
    """All that the rule says now, as text."""
    rule = Rule.objects.get(pk=rule.pk)
    return "\n".join([rule.statement, rule.body, *(line.text for line in rule.lines.live())])


def written_rule(by: Any) -> Rule:
    return RuleFactory(by=by, flexibility="grey", body="As it was.\n\n- one\n- two", rows=GREY_ROWS)


def both_save(rule: Rule, clients: dict[str, Client]) -> dict[str, HttpResponse]:
    """Each opens the form, then both save together."""
    path = f"{rule.get_absolute_url()}edit/"
    opened = {name: editor(client.get(path)) for name, client in clients.items()}
    assert {form["version"] for form in opened.values()} == {str(rule.version)}
    forms = {name: typed_by(name, form) for name, form in opened.items()}
    calls = [lambda name=name: clients[name].post(path, forms[name]) for name in clients]
    return dict(zip(clients, at_once(*calls), strict=True))


@pytest.fixture
def clients(transactional_db, people, sign_in):
    return {"Ana": sign_in(people.ana), "Petra": sign_in(people.petra)}


def test_two_people_save_one_rule_and_nothing_is_lost(clients, people):
    for _ in range(share(50)):
        rule = written_rule(people.ana)
        answers = both_save(rule, clients)
        statuses = {response.status_code: name for name, response in answers.items()}
        assert sorted(statuses) == [302, 409]
        first, second = statuses[302], statuses[409]
        assert [text for text in words_of(first) if text not in stored(rule)] == []
        assert second not in stored(rule)

        page = answers[second].content.decode()
        assert [text for text in [*words_of(first), *words_of(second)] if text not in page] == []

        again = clients[second].post(f"{rule.get_absolute_url()}edit/", editor(answers[second]))
        assert again.status_code == 302
        assert [text for text in words_of(second) if text not in stored(rule)] == []
        assert rule.lines.live().count() == 2
        assert Event.objects.filter(chain__subject=rule.subject, verb="written").count() == 3
    assert verify().altered == []


def test_whoever_comes_second_can_keep_both_texts(clients, people):
    rule = written_rule(people.ana)
    answers = both_save(rule, clients)
    first, second = sorted(answers, key=lambda name: answers[name].status_code)
    form = editor(answers[second])
    form |= {"lines-count": "3", "lines-2-side": "never", "lines-2-text": f"New line of {first}"}
    form["statement"] += f" Sentence of {first}."
    form["body"] += f"\n\nText of {first}."
    assert clients[second].post(f"{rule.get_absolute_url()}edit/", form).status_code == 302
    expected = [text for text in [*words_of(first), *words_of(second)] if text != f"Line of {first}"]
    assert [text for text in expected if text not in stored(rule)] == []


def test_control_without_compare_and_set_a_text_is_lost(clients, people, monkeypatch):
    original = RuleQuerySet.filter

    def without_version(self: RuleQuerySet, *args: Any, **kwargs: Any) -> RuleQuerySet:
        kwargs.pop("version", None)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(RuleQuerySet, "filter", without_version)
    rule = written_rule(people.ana)
    answers = both_save(rule, clients)
    assert [response.status_code for response in answers.values()] == [302, 302]
    assert [name for name in clients if f"Sentence of {name}." not in stored(rule)] != []


def test_a_line_typed_while_somebody_decides_black_is_not_lost(people, sign_in):
    """Black is asked for no lines; whoever typed one before that still finds it in the form."""
    rule = RuleFactory(by=people.ana)
    ana, path = sign_in(people.ana), f"{rule.get_absolute_url()}edit/"
    form = typed_by("Ana", editor(ana.get(path)))
    rule = classify.decide(rule, "black", "Safety.", version=rule.version, by=people.petra, now=rule.created_at)
    answer = ana.post(path, form)
    assert answer.status_code == 409
    assert [text for text in words_of("Ana") if text not in answer.content.decode()] == []
    assert ana.post(path, editor(answer)).status_code == 302
    assert [text for text in words_of("Ana") if text not in stored(rule)] == []


def test_how_it_is_enforced_typed_while_somebody_decides_grey_is_not_lost(people, sign_in):
    rule = RuleFactory(by=people.ana, flexibility="black")
    ana, path = sign_in(people.ana), f"{rule.get_absolute_url()}edit/"
    form = editor(ana.get(path)) | {"remedy": "Remedy of Ana"}
    classify.decide(rule, "grey", "It depends.", version=rule.version, by=people.petra, now=rule.created_at)
    answer = ana.post(path, form)
    assert answer.status_code == 409
    assert ana.post(path, editor(answer)).status_code == 302
    assert Rule.objects.get(pk=rule.pk).remedy == "Remedy of Ana"


# Taking over


def test_a_document_that_four_commands_take_over_at_once_is_one_rule(transactional_db, people):
    for n in range(share(50)):
        values = {"title": "As it was", "source": f"old/{n}.md"}
        fixed = {"values": values, "kind": "", "by": "command line", "now": people.ana.joined_at}
        made = at_once(*[partial(publishing.adopt, **fixed)] * 3, partial(writing.take_in, **fixed))
        made = [rule for rule in made if rule is not None]
        assert len(made) == Rule.objects.filter(source=values["source"]).count() == 1


# Putting in force

CLICKS = 8


def click_at_once(rule: Rule, client: Client) -> tuple[list[int], int]:
    """The statuses of eight clicks in one moment, and that of the same form sent once more later."""
    path = f"{rule.get_absolute_url()}propose/"
    form = {"number": publishing.next_number(rule), "change": "meaning", "password": PASSWORD}
    clients = [Client() for _ in range(CLICKS)]
    for each in clients:
        each.cookies = copy.deepcopy(client.cookies)
    answers = at_once(*(lambda each=each: each.post(path, form) for each in clients))
    return sorted(answer.status_code for answer in answers), client.post(path, form).status_code


def test_eight_clicks_put_one_edition_in_force(clients, people):
    for n in range(share(20)):
        rule = written_rule(people.ana)
        assert click_at_once(rule, clients["Ana"]) == ([302] + [409] * (CLICKS - 1), 409)
        assert rule.editions.count() == SignOff.objects.filter(edition__rule=rule).count() == 1
        assert Event.objects.filter(chain__subject=rule.subject, verb="put in force").count() == 1
        assert rule.search_rows.count() == 1
        assert Edition.objects.count() == n + 1
    assert verify().altered == []


def test_control_without_the_number_each_click_makes_an_edition(clients, people, monkeypatch):
    def freeze_whatever_number(rule: Rule, proposal: Any, *, number: int, by: Any, now: Any) -> Edition:
        return force._make_edition(rule, proposal, number=publishing.next_number(rule), by=by, now=now)

    monkeypatch.setattr(force, "_freeze", freeze_whatever_number)
    rule = written_rule(people.ana)
    assert click_at_once(rule, clients["Ana"]) == ([302] * CLICKS, 302)
    assert rule.editions.count() == CLICKS + 1
