"""Unpublished changes: the text differs from the version in force. The register and the page of a rule agree."""

import pytest
from django.utils import timezone

from policyhub.classification.actions import classify
from policyhub.evidence.models import Event
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.factories import GREY_ROWS, RuleFactory, put_in_force
from tests.pages import read

pytestmark = pytest.mark.engine  # the register asks in SQL


@pytest.fixture
def rule(people):
    rule = RuleFactory(by=people.ana, team=people.desk, title="Towels", flexibility="grey", rows=GREY_ROWS)
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def save(rule, people, rows=None, **values):
    rule = Rule.objects.get(pk=rule.pk)
    return writing.write(
        rule, writing.RuleInput(values, rows or {}), version=rule.version, by=people.ana, now=timezone.now()
    )


def has_changed(rule, people, sign_in):
    """Whether the register and the page of the rule say so; they must agree."""
    ana = sign_in(people.ana)
    in_register = "unpublished changes" in read(ana.get("/rules/")).rows[rule.reference]
    on_page = "There are unpublished changes" in read(ana.get(rule.get_absolute_url())).text
    assert in_register == on_page
    return in_register


def test_saving_what_is_there_leaves_no_event_and_no_change(rule, people, sign_in):
    events = Event.objects.count()
    saved = save(rule, people, title="Towels", statement=rule.statement)
    assert Event.objects.count() == events
    assert (saved.version, saved.saved_at) == (rule.version, rule.saved_at)
    assert not has_changed(rule, people, sign_in)


def test_what_changes_without_a_version_is_no_change_of_the_text(rule, people, sign_in):
    events = Event.objects.count()
    save(rule, people, search_words="bath sheet")
    assert Event.objects.count() == events + 1
    assert not has_changed(rule, people, sign_in)


@pytest.mark.parametrize("changed", [{"title": "Robes"}, {"rows": {"lines": []}}], ids=["a field", "a row"])
def test_another_text_is_a_change_and_the_old_one_is_none(changed, rule, people, sign_in):
    before = {"title": rule.title} if "title" in changed else {"rows": {"lines": GREY_ROWS["lines"]}}
    save(rule, people, **changed)
    assert has_changed(rule, people, sign_in)
    if "title" in changed:
        save(rule, people, **before)
        assert not has_changed(rule, people, sign_in)


def test_another_reason_for_grey_is_a_change_and_the_same_one_again_is_none(rule, people, sign_in):
    for reason, changed in ((rule.rationale, False), ("They dry in an hour.", True)):
        now = Rule.objects.get(pk=rule.pk)
        classify.decide(now, "grey", reason, version=now.version, by=people.ana, now=timezone.now())
        assert has_changed(rule, people, sign_in) == changed
