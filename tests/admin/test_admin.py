"""The admin: the same verbs by another door. Whatever is saved there leaves its event; nothing goes round."""

from functools import partial

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Membership, Organisation, Role, Team, User
from policyhub.accounts.views import BACKEND
from policyhub.dashboard.admin import LEFT_OUT, OURS
from policyhub.evidence.models import Event
from policyhub.registry import writing
from policyhub.registry.models import Edition, Option, Reason, Rule, RuleLink, Situation
from policyhub.ui.admin import ActionAdmin
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.pages import read

REGISTERED = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
MODELS = [pytest.param(model, id=model._meta.label) for model, _admin in REGISTERED]


def form_of(response):
    """What the page's form would send if nothing is changed."""
    return read(response).form("Save")


@pytest.fixture
def ada(people, sign_in):
    return sign_in(people.ada)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def change(client, thing, **typed):
    """Open a thing, type, save."""
    address = url(type(thing), "change", thing.pk)
    return client.post(address, form_of(client.get(address)) | typed)


def events():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def policy(people, title="Towels", **fields):
    return RuleFactory(by=people.ana, **{"team": people.desk, "title": title, **fields}).kind_object()


def save_meanwhile(rule, somebody, **values):
    stored = Rule.objects.get(pk=rule.pk)
    writing.write(stored, writing.RuleInput(values), version=stored.version, by=somebody, now=timezone.now())


# What is there, and who may


def test_every_model_of_ours_is_there_or_left_out_with_a_reason():
    ours = {model for model in apps.get_models() if model.__module__.startswith(OURS)}
    registered = {model for model, _admin in REGISTERED}
    assert ours - registered == set(LEFT_OUT)
    assert registered - ours == set()
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("model", MODELS)
def test_administrators_alone_come_in(model, people, sign_in):
    for page in ("changelist", "add"):
        address = url(model, page)
        assert Client().get(address).status_code == 302
        assert sign_in(people.ana).get(address).status_code == 302
    may_add = admin.site._registry[model].has_add_permission(None)
    assert sign_in(people.ada).get(url(model, "changelist")).status_code == 200
    assert sign_in(people.ada).get(url(model, "add")).status_code == (200 if may_add else 403)


def test_whoever_else_is_signed_in_is_refused_and_nobody_signs_in_here(people, sign_in):
    assert Client().get("/admin/", follow=True).redirect_chain[-1][0].startswith("/sign-in/?")
    for person in (people.sam, people.ravi, people.ana):
        assert sign_in(person).get("/admin/", follow=True).status_code == 403
    Client().post("/admin/login/", {"username": "ada", "password": "x"})
    page = read(Client().get("/admin/login/", follow=True))
    assert page.has("button", "Sign in"), "ours, not Django's"
    assert "log in" not in page.text.lower()


@pytest.mark.parametrize(
    "model", [p for p in MODELS if not isinstance(admin.site._registry[p.values[0]], ActionAdmin)]
)
def test_what_is_only_looked_at_cannot_be_changed(model, people, ada):
    rule = policy(people, flexibility="grey", rows=GREY_ROWS)
    put_in_force(Rule.objects.get(pk=rule.pk), people.ana)
    there = model._default_manager.first()
    before = events()
    assert ada.post(url(model, "add"), {"x": "y"}).status_code == 403
    assert ada.post(url(model, "changelist"), {"action": "delete_selected", "_selected_action": "1"}).status_code in {
        200,
        302,
        403,
    }
    if there is not None:
        assert ada.get(url(model, "change", there.pk)).status_code == 200
        assert ada.post(url(model, "change", there.pk), {"x": "y"}).status_code == 403
        assert ada.post(url(model, "delete", there.pk), {"post": "yes"}).status_code == 403
        assert model._default_manager.filter(pk=there.pk).exists()
    assert events() == before


# Rules


def test_a_saved_rule_leaves_the_event_of_writing(people, ada):
    rule = policy(people)
    assert change(ada, rule, title="Bath towels", statement="We lend two.").status_code == 302
    rule.refresh_from_db()
    assert (rule.title, rule.statement, rule.version) == ("Bath towels", "We lend two.", 2)
    assert rule.saved_by == "Ada Osei"
    assert events() == ["written", "written"]


def test_nothing_changed_leaves_nothing(people, ada):
    rule = policy(people, flexibility="black", rows=BLACK_ROWS)
    before = events()
    assert change(ada, rule).status_code == 302
    assert events() == before
    assert Rule.objects.get(pk=rule.pk).version == rule.version


def test_black_and_grey_are_decided_with_a_reason(people, ada):
    rule = policy(people)
    refused = change(ada, rule, bends="black")
    assert refused.status_code == 422
    assert "Say why in one line." in read(refused).text
    assert change(ada, rule, bends="black", because="Dry means dry.").status_code == 302
    assert events() == ["written", "decided"]
    assert change(ada, rule, bends="grey", because="It may.", title="Bath towels").status_code == 302
    assert events() == ["written", "decided", "written", "decided"]
    rule.refresh_from_db()
    assert (rule.flexibility, rule.rationale, rule.title) == ("grey", "It may.", "Bath towels")
    assert rule.decided_by == people.ada


def test_a_new_policy_comes_with_its_rows(people, ada):
    address = url(type(policy(people)), "add")
    rows = {"reasons-TOTAL_FORMS": "1", "reasons-0-basis": "law", "reasons-0-text": "It is the law."}
    typed = {"title": "Robes", "statement": "We lend none.", "bends": "black", "because": "The law.", **rows}
    answer = ada.post(address, form_of(ada.get(address)) | typed)
    assert answer.status_code == 302
    made = Rule.objects.get(title="Robes")
    assert (made.reference, made.kind, made.flexibility) == ("R-002", "policy", "black")
    assert list(made.reasons.values_list("basis", "text")) == [("law", "It is the law.")]
    assert events()[1:] == ["written", "decided"]


def test_a_removed_row_is_dropped_once_it_was_in_an_edition(people, ada):
    rule = policy(people, flexibility="black", rows=BLACK_ROWS)
    put_in_force(Rule.objects.get(pk=rule.pk), people.ana)
    address = url(type(rule), "change", rule.pk)
    assert "The water is shallow." in ada.get(address).text
    assert change(ada, rule, **{"reasons-0-DELETE": "on"}).status_code == 302
    assert Reason.objects.get().dropped_at is not None
    assert "The water is shallow." not in ada.get(address).text


def test_rows_below_rows_stay_as_they_are(people, ada):
    rule = policy(people, flexibility="grey", rows=GREY_ROWS)
    options = list(Option.objects.values_list("key", "text"))
    assert change(ada, rule, **{"situations-0-text": "there is none"}).status_code == 302
    assert Situation.objects.get().text == "there is none"
    assert list(Option.objects.values_list("key", "text")) == options


def test_a_situation_is_saved_with_its_options_as_a_part_of_its_rule(people, ada):
    rule = policy(people, flexibility="grey", rows=GREY_ROWS)
    situation = Situation.objects.get()
    answer = change(ada, situation, **{"options-0-text": "Change it", "options-1-DELETE": "on"})
    assert answer.status_code == 302
    assert list(Option.objects.filter(dropped_at=None).values_list("text", flat=True)) == ["Change it"]
    assert events()[-1] == "written"
    assert Rule.objects.get(pk=rule.pk).version == rule.version + 1
    stale = ada.get(url(Situation, "change", situation.pk))
    writing.write(
        Rule.objects.get(pk=rule.pk),
        writing.RuleInput({"title": "T"}),
        version=rule.version + 1,
        by=people.ana,
        now=timezone.now(),
    )
    answer = ada.post(url(Situation, "change", situation.pk), form_of(stale) | {"text": "mine"})
    assert answer.status_code == 409
    assert form_of(answer)["text"] == "mine"


def test_a_stale_form_shows_both_texts_and_saves_when_sent_again(people, ada):
    rule = policy(people)
    address = url(type(rule), "change", rule.pk)
    opened = form_of(ada.get(address))
    writing.write(
        Rule.objects.get(),
        writing.RuleInput({"statement": "Petra wrote this."}),
        version=1,
        by=people.petra,
        now=timezone.now(),
    )
    answer = ada.post(address, opened | {"statement": "Ada wrote that."})
    assert answer.status_code == 409
    assert "It now says: Petra wrote this." in read(answer).text
    again = form_of(answer)
    assert again["statement"] == "Ada wrote that."
    assert Rule.objects.get().statement == "Petra wrote this."
    assert ada.post(address, again).status_code == 302
    assert Rule.objects.get().statement == "Ada wrote that."


def test_fields_that_are_not_asked_are_not_taken(people, ada):
    rule = policy(people)
    sly = {"stage": "unwritten", "reference": "R-999", "next_review": "2030-01-01", "flexibility": "grey", "slug": "x"}
    sly |= {"decided_by": "1", "kind": "standard", "title": "Robes"}
    change(ada, rule, **sly)
    stored = Rule.objects.get(pk=rule.pk)
    assert (stored.stage, stored.reference, stored.next_review) == ("written", "R-001", None)
    assert (stored.flexibility, stored.kind, stored.title) == ("undecided", "policy", "Robes")


def test_nothing_in_the_admin_puts_a_rule_in_force(people, ada):
    rule = policy(people)
    Organisation.objects.update(second_person=False)
    for name in ("put_in_force", "sign", "propose", "adopt", "delete_selected"):
        ada.post(url(Rule, "changelist"), {"action": name, "_selected_action": rule.pk})
    assert not Edition.objects.exists()
    assert Rule.objects.count() == 1
    assert ada.post(url(Rule, "delete", rule.pk), {"post": "yes"}).status_code == 403


def test_a_rule_of_a_kind_opens_in_the_admin_of_its_kind(people, ada):
    rule = policy(people)
    assert ada.get(url(Rule, "change", rule.pk)).url == url(type(rule), "change", rule.pk)
    assert ada.get(url(type(rule), "history", rule.pk)).url == "/rules/towels/history/"


@pytest.mark.parametrize("flexibility", ["black", "grey"])
def test_marking_asks_for_the_reason_and_decides_each(people, ada, flexibility):
    rules = [policy(people, f"Rule {n}") for n in range(3)]
    chosen = {"action": f"mark_{flexibility}", "_selected_action": [rule.pk for rule in rules]}
    answer = ada.post(url(Rule, "changelist"), chosen)
    assert answer.status_code == 200
    page = read(answer)
    assert page.field("Why?")
    versions = {f"version-{rule.pk}": page.value(f"version-{rule.pk}") for rule in rules}
    assert list(versions.values()) == [str(rule.version) for rule in rules]
    assert ada.post(url(Rule, "changelist"), chosen | versions | {"rationale": ""}).status_code == 422
    Rule.objects.filter(pk=rules[2].pk).update(version=7)
    done = ada.post(url(Rule, "changelist"), chosen | versions | {"rationale": "Because."}, follow=True)
    assert "Changed by someone else, so left as they are: Rule 2" in read(done).text
    assert Rule.objects.filter(flexibility=flexibility, rationale="Because.").count() == 2
    told = Event.objects.filter(verb="decided")
    assert told.count() == 2
    assert len({event.batch for event in told}) == 1


def test_the_list_costs_the_same_with_300_rules(people, ada):
    policy(people, flexibility="grey")
    addresses = [url(Rule, "changelist"), url(Edition, "changelist"), url(Event, "changelist"), "/admin/"]

    def count():
        counts = []
        for address in addresses:
            ada.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert ada.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    put_in_force(Rule.objects.get(), people.ana)
    few = count()
    for n in range(share(300)):
        put_in_force(RuleFactory(by=people.ana, team=people.desk, title=f"Rule {n}"), people.ana)
    assert count() == few


# People and the organisation


def test_people_and_teams_are_saved_by_their_actions(people, ada):
    assert change(ada, people.sam, phone="ext. 9").status_code == 302
    assert ada.post(url(Team, "add"), {"name": "Café"}).status_code == 302
    assert change(ada, people.pool, name="Pools").status_code == 302
    assert change(ada, people.organisation, currency="€").status_code == 302
    place = Membership.objects.get(person=people.sam)
    assert change(ada, place, role=Role.LEAD).status_code == 302
    assert ada.post(url(Membership, "delete", place.pk), {"post": "yes"}).status_code == 302
    mark = {"action": "make_administrators", "_selected_action": people.ana.pk}
    assert ada.post(url(User, "changelist"), mark).status_code == 302
    expected = ["details changed", "team added", "team renamed", "settings changed", "role changed", "left a team"]
    assert events() == [*expected, "made an administrator"]
    assert User.objects.get(pk=people.ana.pk).is_admin


def test_a_person_cannot_be_given_rights_or_a_password_by_the_form(people, ada):
    change(ada, people.sam, is_admin="on", is_active="", password="x", username="root", name="Sam Leigh")
    sam = User.objects.get(pk=people.sam.pk)
    assert (sam.name, sam.is_admin, sam.is_active, sam.username) == ("Sam Leigh", False, True, "sam")
    assert sam.check_password("correct horse battery")


def test_links_are_made_and_taken_away_by_their_actions(people, ada):
    one, other = policy(people, "One"), policy(people, "Other")
    data = {"from_rule": one.pk, "to_rule": other.pk, "kind": "see_also"}
    assert ada.post(url(RuleLink, "add"), data).status_code == 302
    link = RuleLink.objects.get()
    assert ada.post(url(RuleLink, "delete", link.pk), {"post": "yes"}).status_code == 302
    assert events()[2:] == ["linked", "unlinked"]


def test_the_front_page_says_what_is_due(people, ada):
    policy(people)
    assert read(ada.get("/admin/")).link("1 Unclassified").endswith("?flexibility=undecided")


# Two savers


def save_both(people, how_many):
    """How often both of two savers were told that they had saved."""
    both = 0
    for n in range(how_many):
        rule = policy(people, f"Rule {n}")
        address = url(type(rule), "change", rule.pk)
        saves = []
        for words in ("One text.", "Another text."):
            client = Client()
            client.force_login(people.ada, backend=BACKEND)
            saves.append(partial(client.post, address, form_of(client.get(address)) | {"statement": words}))
        answers = at_once(*saves)
        codes = sorted(answer.status_code for answer in answers)
        both += codes == [302, 302]
        if codes == [302, 409]:
            late = next(answer for answer in answers if answer.status_code == 409)
            stored = Rule.objects.get(pk=rule.pk).statement
            assert f"It now says: {stored}" in read(late).text
            assert form_of(late)["statement"] in {"One text.", "Another text."} - {stored}
    return both


@pytest.mark.engine
def test_two_savers_through_the_admin_lose_no_word(transactional_db):
    from tests.people import gather

    assert save_both(gather(), share(50)) == 0


@pytest.mark.engine
def test_without_the_version_one_of_two_savers_would_lose(transactional_db, monkeypatch):
    """The control: forms that take any version, and a verb that does."""
    from policyhub.authoring.admin.forms import RuleAdminForm
    from tests.people import gather

    really = writing.write
    monkeypatch.setattr(RuleAdminForm, "check_version", lambda self, cleaned: None)
    monkeypatch.setattr(
        writing,
        "write",
        lambda rule, text, version, by, now: really(
            rule, text, version=Rule.objects.get(pk=rule.pk).version, by=by, now=now
        ),
    )
    assert save_both(gather(), share(20)) > 0
