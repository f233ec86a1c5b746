"""What is listed to be mended is what whoever looks may mend."""

from itertools import product

import pytest
from django.urls import reverse

from policyhub.accounts import access
from policyhub.accounts.models import Membership, Role, Team, User
from policyhub.classification import suggestions
from policyhub.registry.gaps import all_gaps
from policyhub.registry.models import Rule
from policyhub.registry.views.gaps import gap_overview
from tests.factories import RuleFactory
from tests.people import person
from tests.registry.test_gaps import INK

OWN_RULES = "These are the rules you can edit."


@pytest.fixture
def world(people):
    """Everybody in every role, and a rule of each team and of none, restricted and not. The office has no manager."""
    office = Team.objects.create(name="Office")
    Membership.objects.create(person=people.mia, team=people.desk, role=Role.LEAD)
    Membership.objects.create(person=person("otto", "Otto Beck"), team=people.pool, role=Role.MANAGER)
    Membership.objects.create(person=person("gone", "Gwen Gone", is_active=False), team=people.desk, role=Role.MANAGER)
    person("left", "Lena Left", is_admin=True, is_active=False)
    for team, restricted in product((people.desk, people.pool, office, None), (False, True)):
        to = {"restricted": True, "restricted_to": [team or people.desk]} if restricted else {}
        title = f"{team or 'Any'} {restricted}"
        keep = RuleFactory(by=people.ada, team=team, kind="", title=title, statement=INK, owner=None, **to)
        suggestions.save_suggestion(keep)
    return people


def test_the_list_of_what_one_may_write_agrees_with_who_may_write(world):
    rules = list(Rule.objects.all())
    sizes = set()
    for who in User.objects.all():
        may = {rule.pk for rule in rules if access.may_write(who, rule)}
        assert set(Rule.objects.for_writer(who).values_list("pk", flat=True)) == may, who
        sizes.add(len(may))
    assert sizes == {0, 4, 6, 8}


def test_every_link_to_mend_something_opens(world, sign_in):
    for who in (world.ana, world.petra, User.objects.get(username="otto"), world.ada):
        client = sign_in(who)
        listed = {rule.pk: address for row in gap_overview(who).rows for rule, address in row.rules}
        assert listed
        for address in listed.values():
            assert client.get(address).status_code == 200, (who, address)
        for row in all_gaps():
            page = client.get(row.list_address)
            for rule in page.context["object_list"]:
                assert access.may_write(who, rule), (who, row.name, rule)


def test_firm_rules_of_other_teams_are_not_listed(world, sign_in):
    ana, otto = sign_in(world.ana), sign_in(User.objects.get(username="otto"))
    at = reverse("classification:strict")
    assert "Pool False" not in ana.get(at).text
    assert "Desk False" in ana.get(at).text
    assert "Pool False" in otto.get(at).text
    assert OWN_RULES in ana.get(reverse("registry:gaps")).text
    assert OWN_RULES not in sign_in(world.ada).get(reverse("registry:gaps")).text
