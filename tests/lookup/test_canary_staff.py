"""Canaries for staff: nothing tells other teams that a restricted rule is there, or what is being written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Membership, Role
from policyhub.discussion import actions as discussion
from policyhub.feedback.actions.cases import CaseReport, open_case
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.accounts.test_matrix import PAGES
from tests.crawl import crawl, everything, same_but_for_keys
from tests.factories import RuleFactory, put_in_force
from tests.lookup.test_canary import HARMLESS, Cage, everywhere, some
from tests.people import PASSWORD, person

# Staff of other teams


@pytest.fixture
def otto(people):
    """A manager of the pool alone."""
    otto = person("otto", "Otto Beck")
    Membership.objects.create(person=otto, team=people.pool, role=Role.MANAGER)
    return otto


STAFF_PAGES = ["/", "/rules/", "/rules/list.csv", "/to-do/", "/words/", "/policies/", "/rules/capture/"]
DOCUMENTERS = ["/touchpoints/", "/rules/left/", "/rules/unwritten/", "/reviews/", "/rules/firm/", "/rules/pack/"]
SEARCHED = ["/", "/rules/", "/rules/list.csv"]
LEFT_ALONE = ("/sign-out/", "/admin/", "/password/", "/me/", "/second-factor/", "/settings/", "/import/")


def quiet(address):
    """Pages that are no part of this or would end the session, and the same rows in another order."""
    return address.startswith(LEFT_ALONE) or "sort=" in address


@pytest.mark.parametrize("name", ["mia", "otto"])
def test_nothing_tells_other_teams_that_a_restricted_rule_is_there(people, otto, sign_in, name):
    who = otto if name == "otto" else people.mia
    client, now, cage = sign_in(who), timezone.now(), Cage()
    RuleFactory(by=people.petra, team=people.pool, title="Towels")
    put_in_force(RuleFactory(by=people.petra, team=people.pool, title="Robes"), people.petra)
    pages = [*STAFF_PAGES, *(DOCUMENTERS if who == otto else [])]
    before = {address: same_but_for_keys(client.get(address)) for address in pages}

    secret = RuleFactory(by=people.ana, team=people.desk, **everywhere(cage, "of a restricted rule"))
    teams = writing.RuleInput({"restricted": True, "on_customer_page": True}, restricted_to=[people.desk])
    secret = writing.write(secret, teams, version=secret.version, by=people.ana, now=now)
    put_in_force(secret, people.ana)
    discussion.comment(secret, cage("a comment on it"), part="say", by=people.sam, now=now)

    after = {address: same_but_for_keys(client.get(address)) for address in pages}
    for address in pages:
        assert after[address].split("\n") == before[address].split("\n"), address
    assert after == before, "counts and lists are as if it were not there"
    crawled = crawl(client, pages, search_words=some(cage), leave_out=quiet)
    assert cage.found_in(crawled) == []
    searches_tell_nothing(client, cage)
    for page, _pattern in PAGES:
        if not page.startswith("customers:") and {*_pattern.pattern.converters} == {"slug"}:
            assert client.get(reverse(page, args=[secret.slug])).status_code in {404, 405}, page


def searches_tell_nothing(client, cage):
    """Look-up's suggestions for each word and its beginning; its page and the register for what lists show."""
    script = {"HX-Request": "true"}
    listed = [word for word, place in cage.where.items() if place.startswith(("title", "statement", "option"))]
    for address, headers, queries in [("/", script, cage.where), *((place, {}, listed) for place in SEARCHED)]:
        nothing = same_but_for_keys(client.get(address, {"q": HARMLESS}, headers=headers), HARMLESS)
        for word in queries:
            answer = client.get(address, {"q": word}, headers=headers)
            assert same_but_for_keys(answer, word) == nothing, f"{cage.where[word]} at {address}"
    for word in cage.where:
        assert word not in everything(client.get("/", {"q": word[:-1]}, headers=script))


def test_the_team_itself_reads_it(people, sign_in):
    """The control: whoever may read a restricted rule comes to every word of it that is on its card."""
    cage = Cage()
    values = everywhere(cage, "of a restricted rule", restricted=True, restricted_to=[people.desk])
    put_in_force(RuleFactory(by=people.ana, team=people.desk, **values), people.ana)
    assert people.sam.check_password(PASSWORD)

    places = {place for place, _address in cage.found_in(crawl(sign_in(people.sam), ["/"], leave_out=quiet))}

    wanted = {"title", "statement", "body", "situation", "option", "limit", "who may grant", "line", "say_it"}
    assert {f"{name} of a restricted rule" for name in wanted} <= places


# What is being written


def rewritten(cage, people, rule, about):
    """Its working text moves on, in every word that waits for a signature; the edition stays as it is."""
    all_values = everywhere(cage, about, rows={})
    rows = all_values.pop("rows")
    values = {name: word for name, word in all_values.items() if name not in {"search_words", "kind", "flexibility"}}
    for situation in rows["situations"]:
        situation["options"][0]["credited_to"] = ""  # whose idea it is may be told at once
    text = writing.RuleInput(values, rows=rows)
    return writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())


@pytest.fixture
def at_work(people):
    """Rules in force, planned and retired, each of which somebody is rewriting; and a question of Sam's about each."""
    cage = Cage()
    made = [RuleFactory(by=people.ana, title=title) for title in ("Towels", "Lockers", "Robes", "Slippers")]
    towels, lockers, robes, slippers = made
    for rule in (towels, robes, slippers):
        put_in_force(rule, people.ana)
    now = timezone.now()
    put_in_force(lockers, people.ana, planned=now + timedelta(days=7))
    publishing.retire(robes, why="Nobody asks.", successor=slippers, number=2, by=people.ana, now=now)
    for rule in made:
        about = CaseReport("ask", "Which ones?", rule=Rule.objects.get(pk=rule.pk), grantor="lead")
        open_case(about, client_key=uuid4(), by=people.sam, now=now)
        rewritten(cage, people, Rule.objects.get(pk=rule.pk), f"of the draft of {rule.title}")
    return cage


def test_staff_are_not_told_what_is_being_written(people, at_work, sign_in):
    pages = [*STAFF_PAGES, "/my-cases/", "/my-taps/", "/grown/", "/saved-copy/", "/?q=lockers", "/?q=slippers"]
    pages += [reverse(name, args=[slug]) for slug in Rule.objects.values_list("slug", flat=True) for name in STAFFS]

    crawled = crawl(sign_in(people.sam), pages, search_words=[HARMLESS], leave_out=quiet)

    assert at_work.found_in(crawled) == []
    assert "slippers" in everything(crawled["/rules/robes/"]), "what takes its place is named as it was signed"
    assert "lockers" in everything(crawled["/rules/lockers/"])
    draft = reverse("authoring:edit", args=["towels"])
    assert at_work.found_in({"edit": sign_in(people.ana).get(draft)}), "the control: Ana reads what she writes"


STAFFS = [
    page for page, pattern in PAGES if not page.startswith("customers:") and {*pattern.pattern.converters} == {"slug"}
]
