"""Canaries: a word of its own in every place that is not for everybody, and a walk through all that can be read.

First for whoever is not signed in: of all that the house holds they find the words for customers, of rules that were
opened to them. Then for staff of other teams than those for whom a restricted rule is: nothing tells that it is there.
"""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation, Organisation, Team, User
from policyhub.authoring.actions.drafts import SubmittedDraft, keep
from policyhub.customers import actions as customers
from policyhub.customers.models import CustomerAddress, CustomerPage
from policyhub.discussion import actions as discussion
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.crawl import crawl, everything, open_to_anybody, same_but_for_keys
from tests.factories import RuleFactory, option, put_in_force, touchpoint
from tests.people import gather

NUMBERS = count(1)
HARMLESS = "qzharmless0"  # a word of the same make that stands nowhere


class Cage:
    """Hands out canaries: each a word of its own, remembered by where it was put."""

    def __init__(self):
        self.where = {}

    def __call__(self, place):
        word = f"qzcanary{next(NUMBERS)}z"
        self.where[word] = place
        return word

    def found_in(self, answers):
        """(place, address) of every canary that one of the answers tells."""
        texts = [(address, everything(answer)) for address, answer in answers.items()]
        with_paths = [(address, text, address.lower()) for address, text in texts]
        return [
            (place, address)
            for address, text, own in with_paths
            for word, place in self.where.items()
            if word in text and word not in own  # a page may repeat what it was asked for
        ]


def everywhere(cage, about, **overrides):
    """Values for a rule with a canary in every field and row, but for those in ``words``."""
    named = {name: f"{cage(f'{name} {about}')} it is." for name in ("title", "statement", "body", "say_it", "remedy")}
    named |= {name: f"{cage(f'{name} {about}')} it is." for name in ("instead", "next_time", "customer_text")}
    named |= {name: cage(f"{name} {about}") for name in ("search_words", "principle", "rationale")}
    put = option(
        cage(f"option {about}"),
        say_it=cage(f"say it of an option {about}"),
        limit_amount=Decimal("7391.53"),
        limit_words=cage(f"limit {about}"),
        grantor="named",
        grantor_name=cage(f"who may grant {about}"),
        credited_to=cage(f"whose idea {about}"),
    )
    rows = {
        "reasons": [{"basis": "safety", "text": cage(f"reason {about}")}],
        "benefits": [{"text": cage(f"benefit {about}")}],
        "lines": [{"side": "never", "text": cage(f"line {about}")}],
        "situations": [{"text": cage(f"situation {about}"), "options": [put, option("Ask")]}],
        "alternatives": [{"text": cage(f"alternative {about}"), "why_not": cage(f"why not {about}")}],
    }
    return {"flexibility": "grey", "kind": "policy", **named, "rows": rows | overrides.pop("rows", {})} | overrides


FOR_ALL = {
    "title": "Late refund",
    "customer_text": "# When it is late\n\nqzopen1z: we look for a way.",
    "instead": "qzopen2z: a gift card.",
    "next_time": "qzopen3z: bring the box.",
}
SEEN = ["qzopen1z", "qzopen2z", "qzopen3z", "qzopen4z"]


class House:
    """One rule that is open to customers, and around it everything that is for staff alone."""

    def __init__(self, people):
        self.cage, self.people, self.now = Cage(), people, timezone.now()
        self.name_people()
        self.open = self.rule("of an open rule", **FOR_ALL, rows={"benefits": [{"text": "qzopen4z: a fair end."}]})
        customers.show_to_customers(self.open, by=people.ana, now=self.now)
        touchpoint("Ask for money back", people.ana, self.open)
        Organisation.objects.update(customers_pages=True)
        self.change_the_open_one()
        self.others()
        self.talk()

    def name_people(self):
        """Ana looks after every rule here; her name, her address and her team are nobody's business."""
        ana, cage = self.people.ana, self.cage
        User.objects.filter(pk=ana.pk).update(
            name=f"Ana {cage('name of an owner')}",
            phone=cage("phone of an owner"),
            email=f"{cage('e-mail of an owner')}@example.org",
        )
        Team.objects.filter(pk=self.people.desk.pk).update(name=cage("name of a team"))
        ana.refresh_from_db()
        self.people.desk.refresh_from_db()

    def rule(self, about, **overrides):
        """In force, as it is told, for Ana's team."""
        made = self.written(about, **overrides)
        note, objections = self.cage(f"note {about}"), self.cage(f"objections {about}")
        put_in_force(made, self.people.ana, note=note, objections=objections)
        return Rule.objects.get(pk=made.pk)

    def written(self, about, **overrides):
        values = everywhere(self.cage, about, **overrides)
        return RuleFactory(by=self.people.ana, team=self.people.desk, **values)

    def save(self, rule, **values):
        rule = Rule.objects.get(pk=rule.pk)
        return writing.write(rule, writing.RuleInput(values), version=rule.version, by=self.people.ana, now=self.now)

    def change_the_open_one(self):
        """The working text moves on; customers read what is in force. Its own address tells the new title."""
        new_values = everywhere(self.cage, "of the working text")
        names = ("title", "statement", "body", "say_it", "instead", "next_time", "customer_text", "search_words")
        self.open = self.save(self.open, **{name: new_values[name] for name in names})
        typed = urlencode({"customer_text": self.cage("what somebody is typing")})
        keep(
            SubmittedDraft(uuid4(), "write", 1, typed, self.open, self.open.version), by=self.people.ana, now=self.now
        )

    def others(self):
        """Rules that are not open, each for another reason."""
        cage, ana = self.cage, self.people.ana
        self.closed = self.rule("of a rule that was never opened")
        self.restricted = self.rule("of a restricted rule", restricted=True, restricted_to=[self.people.desk])
        Rule.objects.filter(pk=self.restricted.pk).update(on_customer_page=True)
        self.waiting = self.written("of a rule that is not in force", on_customer_page=True)
        coming = self.written("of a rule that comes in force next week", on_customer_page=True)
        put_in_force(coming, ana, planned=self.now + timedelta(days=7))
        ended = self.rule("of a retired rule", on_customer_page=True)
        at = {"by": ana, "now": timezone.now()}
        publishing.retire(ended, why=cage("why it ended"), successor=None, number=2, **at)
        customers.hide_from_customers(self.rule("of a rule that was open once", on_customer_page=True), **at)
        self.silent = self.rule("of a rule without a text for customers", customer_text="", on_customer_page=True)
        unwritten = [cage("an unwritten rule"), cage("what is known of it")]
        writing.capture(*unwritten, client_key=None, by=self.people.sam, now=self.now)

    def talk(self):
        """What stands beside rules: comments, touchpoints, words, people who are to come."""
        cage, ana, now = self.cage, self.people.ana, self.now
        discussion.comment(self.open, cage("a comment"), part="say", by=self.people.sam, now=now)
        touchpoint(cage("a touchpoint of no open rule"), ana, self.closed, procedure=cage("why none is needed"))
        term_text = vocabulary.TermText(cage("a word of ours"), cage("what we mean by it"))
        glossary.add(term_text, by=self.people.ada, now=now)
        invitation = Invitation(name=cage("somebody invited"), email=f"{cage('their e-mail')}@example.org")
        invitation.team = self.people.pool
        people_actions.invite(invitation, link="TOKEN", by=self.people.ada, now=now)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The house, built once for all tests here, in a transaction that is rolled back after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield House(gather())
        transaction.set_rollback(True)


@pytest.fixture
def house(built, db):
    return built


def some(cage):
    """A few words to ask for on each form that a walk comes to; the searches themselves are asked for all of them."""
    return [*list(cage.where)[::40], HARMLESS]


# Whoever is not signed in


def addresses_of_all(house):
    """Every address that asks nobody to sign in, with every slug that a rule has or had."""
    slugs = list(Rule.objects.values_list("slug", flat=True)) + list(
        CustomerAddress.objects.values_list("slug", flat=True)
    )
    values = {"slug": slugs, "key": ["MQ"], "token": ["abc"], "pk": [1], "name": ["owner"]}
    paths = []
    for page, pattern in open_to_anybody():
        names = list(pattern.pattern.converters)
        for slug in slugs if "slug" in names else [""]:
            given = {name: slug if name == "slug" else values[name][0] for name in names}
            paths.append(reverse(page, kwargs=given))
    return paths


def whole_walk(house):
    """From everything that is open, by every link and every search; the entrance may repeat where one came from."""
    return crawl(Client(), ["/", *addresses_of_all(house)], search_words=some(house.cage))


def test_nobody_finds_more_than_the_words_for_customers(house):
    answers = whole_walk(house)

    assert house.cage.found_in(answers) == []
    assert "7391" not in "".join(map(everything, answers.values()))
    page = everything(answers["/customers/when-it-is-late/"])
    assert [word for word in SEEN if word not in page] == [], "the control: what is open is seen"
    assert "qzopen1z" in everything(answers["/customers/"])
    assert len(house.cage.where) > 200
    assert {answer.status_code for answer in answers.values()} <= {200, 301, 302, 404, 405, 410}


def test_the_walk_would_see_one(house):
    """The control: a canary that gets into the text for customers is found in the list, the page and the fragment."""
    word = house.cage("a text for customers")
    page = CustomerPage.objects.get(rule=house.open)
    page.said = page.said.replace("qzopen1z", word)
    page.save()

    places = {address for _place, address in house.cage.found_in(whole_walk(house))}

    assert {"/customers/when-it-is-late/", "/customers/when-it-is-late/fragment/"} <= places


def test_a_search_for_what_is_inside_is_answered_as_one_for_what_is_nowhere(house):
    client, page = Client(), reverse("customers:list")
    nothing = same_but_for_keys(client.get(page, {"q": HARMLESS}), HARMLESS)
    for word, place in house.cage.where.items():
        for query in (word, word[:-1]):  # the beginning of a word finds it too
            assert same_but_for_keys(client.get(page, {"q": query}), query) == nothing, place
    assert "qzopen1z" in everything(client.get(page, {"q": "qzopen1"}))


def test_an_address_inside_is_answered_as_one_that_is_nowhere(house):
    client = Client()
    for name in ("customers:page", "customers:fragment"):
        nowhere = client.get(reverse(name, args=["qznowhere"]))
        assert nowhere.status_code == 404
        for rule in (house.closed, house.restricted, house.waiting, house.silent, house.open):
            response = client.get(reverse(name, args=[rule.slug]))
            assert (response.status_code, response.content) == (404, nowhere.content), rule.title


def test_refusals_and_faults_tell_nothing_either(house):
    strict, responses = Client(enforce_csrf_checks=True), {}
    for address in addresses_of_all(house):
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            responses[f"{method} {address}"] = strict.generic(method, address)
    closed = [
        reverse("lookup:rule", args=[house.open.slug]),
        reverse("registry:list"),
        reverse("registry:csv"),
        "/nowhere/",
    ]
    responses |= {address: strict.get(address) for address in closed}

    assert house.cage.found_in(responses) == []
    assert {answer.status_code for answer in responses.values()} >= {302, 403, 404, 405}


def test_whoever_is_signed_in_gets_the_same_pages(house, sign_in):
    for address in ("/customers/", "/customers/when-it-is-late/", "/customers/sitemap.xml"):
        theirs, anybodys = sign_in(house.people.ana).get(address), Client().get(address)
        assert theirs.content == anybodys.content, address
        assert theirs.headers["Cache-Control"] == "public, max-age=60"
