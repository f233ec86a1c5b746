"""A rule never stands behind a page of the same address, not even one that was there before the page."""

from importlib import import_module

import pytest
from django.apps import apps

from policyhub.registry.models import Rule
from policyhub.registry.models.rule import RESERVED_SLUGS, OldSlug
from policyhub.registry.urls import urlpatterns
from tests.factories import RuleFactory

migration = import_module("policyhub.registry.migrations.0011_rules_make_way_for_pages")


@pytest.mark.parametrize("word", ["pack", "firm", "left", "unwritten", "undecided", "advice", "starters"])
def test_a_rule_that_was_there_before_the_page_has_its_card_again(people, sign_in, word):
    rule = RuleFactory(by=people.ana, team=people.desk, title="It was here first")
    Rule.objects.filter(pk=rule.pk).update(slug=word)
    migration.make_way(apps, None)
    rule = Rule.objects.get(pk=rule.pk)
    assert rule.slug == f"{word}-{rule.reference.lower()}"
    assert "It was here first" in sign_in(people.ana).get(rule.get_absolute_url()).text


def test_an_address_that_is_taken_is_not_given_and_all_others_stay(people):
    rule, other, third = (RuleFactory(by=people.ana, title=f"Rule {n}") for n in range(3))
    taken = f"pack-{rule.reference.lower()}"
    Rule.objects.filter(pk=rule.pk).update(slug="pack")
    Rule.objects.filter(pk=other.pk).update(slug=taken)
    OldSlug.objects.create(slug=f"{taken}-2", rule=third)
    migration.make_way(apps, None)
    migration.make_way(apps, None)
    slugs = [Rule.objects.get(pk=one.pk).slug for one in (rule, other, third)]
    assert slugs == [f"{taken}-2-2", taken, "rule-2"]


def test_each_page_under_rules_is_reserved_and_was_made_way_for():
    routes = [str(url.pattern).split("/") for url in urlpatterns if str(url.pattern).startswith("rules/")]
    pages = {route[1] for route in routes if len(route) == 3 and route[1] and "<" not in route[1]} - {"list.csv"}
    assert pages <= RESERVED_SLUGS
    assert pages <= set(migration.PAGES)
