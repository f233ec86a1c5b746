"""The short way to the pages of all day: it shows what the long way shows, and lets nobody in whom that would not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Organisation, Role, Session, User
from policyhub.lookup import cards, frames, quick
from policyhub.lookup.models import Card
from policyhub.lookup.views import answers
from policyhub.registry import actions
from policyhub.registry.models import Rule
from standards.actions import Found, record_result
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.registry.talk import say

HERE = "policyhub.lookup.quick.ShortWay"
LONG = [name for name in settings.MIDDLEWARE if name != HERE]
CARD = "/rules/towels/"
SEARCH = "/?q=towels"
HTMX = {"HX-Request": "true"}


def in_force(people, title="Towels", **fields):
    rule = RuleFactory(by=people.ana, title=title, **fields)
    put_in_force(rule, people.petra)
    return Rule.objects.get(pk=rule.pk)


@pytest.fixture
def towels(people):
    return in_force(people, flexibility="grey", rows=GREY_ROWS, body="Lend one to *whoever* asks.", team=people.pool)


@pytest.fixture
def answered(monkeypatch):
    """The addresses that the short way answered."""
    addresses, really = [], quick.finished

    def spy(request, *rest):
        addresses.append(request.get_full_path())
        return really(request, *rest)

    monkeypatch.setattr(quick, "finished", spy)
    return addresses


def long_way(client):
    """The same browser, at a PolicyHub without the short way."""
    other = Client()
    other.cookies = client.cookies
    with override_settings(MIDDLEWARE=LONG):
        other.handler.load_middleware()
    return other


def same_for_all(html):
    """A page without what is new in each."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1TOKEN", html)
    return re.sub(r'(name="client_key" value=")[^"]+', r"\1KEY", html)


def headers(response):
    told = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return told | {"Vary": set(re.split(r",\s*", response.headers["Vary"]))}


def cookies(response):
    return {name: {**morsel, "expires": ""} for name, morsel in response.cookies.items()}


# --- The same page by both ways ---


@pytest.fixture
def many(people):
    """Rules of every kind and state, in a house where things happen."""
    grey = in_force(people, "Towels", flexibility="grey", rows=GREY_ROWS, say_it="Gladly.", team=people.pool)
    black = in_force(people, "Towels & <b>water</b>", flexibility="black", rows=BLACK_ROWS, next_time="A sign.")
    plain = in_force(people, "Wet towels", body="## Where\n\nLend a towel, [see](https://example.org/?a=1&b=2).")
    kept = in_force(people, "Towels kept dry", kind="standard", team=people.pool)
    steps = in_force(people, "Towels go out", kind="procedure", owner=people.petra)
    for one, other in ((grey, black), (plain, grey)):
        actions.link(one, other, "see_also", by=people.ana, now=timezone.now())
    say(plain, "Which ones?", by=people.sam)
    day = timezone.localdate()
    record_result(kept, Found(day, day, "yes", words="All"), client_key=None, by=people.petra, now=timezone.now())
    return [grey, black, plain, kept, steps]


def addresses(rules):
    asked = ["towels", "lend a towel", "towe", "no such thing <i>", "“”", "r-001"]
    return [rule.get_absolute_url() for rule in rules] + [f"/?q={words}" for words in asked] + ["/"]


@pytest.mark.parametrize("name", ["sam", "ravi", "mia", "petra", "ana", "ada"])
def test_both_ways_show_the_same_page_under_the_same_headers(people, sign_in, many, answered, name):
    client = sign_in(getattr(people, name))
    other = long_way(client)
    for address in addresses(many):
        for asked in ({}, HTMX):
            short, long = client.get(address, headers=asked), other.get(address, headers=asked)
            assert same_for_all(short.text) == same_for_all(long.text), address
            assert headers(short) == headers(long), address
            assert cookies(short) == cookies(long), address
            assert short.headers["Content-Length"] == str(len(short.content))
    assert len(answered) >= 12  # searches, for everybody
    whoever_leads_sees_more = {"sam": 5, "mia": 5}.get(name, 0)
    assert len([at for at in answered if at.startswith("/rules/")]) == whoever_leads_sees_more


def test_both_ways_say_the_same_where_there_is_no_card(people, sign_in, towels):
    sam = sign_in(people.sam)
    draft = RuleFactory(by=people.ana, title="Only a draft")
    actions.write(towels, actions.Text({"title": "Bath towels"}), version=towels.version, by=people.ana, now=now())
    gone = in_force(people, "Gone")
    actions.retire(gone, why="Nobody asks.", successor=None, number=2, by=people.ana, now=now())
    for address in (CARD, draft.get_absolute_url(), gone.get_absolute_url(), "/rules/nowhere/", "/rules/new/"):
        short, long = sam.get(address), long_way(sam).get(address)
        assert short.status_code == long.status_code
        assert same_for_all(short.text) == same_for_all(long.text)


def now():
    return timezone.now()


# --- What it costs ---


def queries(client, address, **more):
    client.get(address, **more)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, **more).status_code == 200
    return len(asked)


def test_a_card_is_one_statement_and_an_answer_five(people, sign_in, towels):
    sam = sign_in(people.sam)

    assert queries(sam, CARD) == 1
    who_asks_which_words_what_answers_its_cards_and_what_is_known = 5
    assert queries(sam, SEARCH) == who_asks_which_words_what_answers_its_cards_and_what_is_known
    assert queries(sam, SEARCH, headers=HTMX) == who_asks_which_words_what_answers_its_cards_and_what_is_known


def test_only_a_rule_with_open_questions_asks_how_many(people, sign_in, many):
    sam = sign_in(people.sam)

    assert [queries(sam, rule.get_absolute_url()) for rule in many] == [1, 1, 2, 1, 1]


# --- What ends a session ends it here too ---


@pytest.fixture
def clients(people, sign_in, towels, answered):
    """Five browsers of Sam's, each of which has just seen the card."""
    five = [sign_in(people.sam) for _ in range(5)]
    assert [client.get(CARD).status_code for client in five] == [200] * 5
    assert len(answered) == 5
    return five


def shut_out(clients):
    return [client.get(address).status_code for client in clients for address in (CARD, SEARCH)] == [302] * 10


def end(people, name):
    sam, by = people.sam, {"by": people.ada, "now": now()}
    verbs = {
        "seen off": lambda: people_actions.set_active(sam, False, **by),
        "a new role": lambda: people_actions.set_role(sam, team=people.desk, role=Role.LEAD, **by),
        "an administrator": lambda: people_actions.set_admin(sam, True, **by),
        "out of the team": lambda: people_actions.leave_team(sam.memberships.get(), **by),
        "a new password": lambda: people_actions.change_password(
            sam, password="another, correct", session_key=None, now=now()
        ),
    }
    verbs[name]()


ENDS = ["seen off", "a new role", "an administrator", "out of the team", "a new password"]


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_a_session_ends_it_at_the_next_request(people, clients, name):
    end(people, name)

    assert shut_out(clients)


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"password": "md5$x$y"},
    ],
)
def test_a_session_that_stayed_behind_lets_nobody_in(people, clients, change):
    """The same without the deletion of the sessions: the person themselves are looked at each time."""
    User.objects.filter(pk=people.sam.pk).update(**change)

    assert shut_out(clients)


def test_a_session_ends_in_time_and_by_signing_out(people, clients):
    clients[0].post("/sign-out/")
    assert clients[0].get(CARD).status_code == 302
    assert clients[1].get(CARD).status_code == 200
    with time_machine.travel(now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
        assert clients[1].get(CARD).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "../../etc", "a" * 32, "é" * 32, "'; --"])
def test_a_made_up_session_is_none(people, towels, key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert client.get(CARD).status_code == 302


def test_a_stamp_opens_for_its_own_person_alone(people, clients, answered):
    Session.objects.update(user=people.mia)

    assert "Mia Brandt" not in clients[0].get(CARD).text
    assert len(answered) == 5


def test_an_old_secret_key_is_renewed_by_the_long_way(people, clients, answered, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "quite another key " * 4

    assert clients[0].get(CARD).status_code == 200
    assert len(answered) == 5
    clients[0].get(CARD)
    assert len(answered) == 6


# --- Who may see what ---


def test_a_rule_is_gone_at_once_for_those_who_may_not_read_it(people, sign_in, towels, answered):
    sam, mia = sign_in(people.sam), sign_in(people.mia)
    assert {client.get(CARD).status_code for client in (sam, mia)} == {200}
    text = actions.Text({"restricted": True}, restricted_to=[people.pool])
    actions.write(towels, text, version=towels.version, by=people.petra, now=now())

    assert (sam.get(CARD).status_code, mia.get(CARD).status_code) == (404, 200)
    assert "<article" not in sam.get(SEARCH).text
    assert mia.get(SEARCH).text.count("<article") == 1
    assert answered.count(CARD) == 3


def test_a_link_to_a_rule_for_others_is_not_shown(people, sign_in, towels, answered):
    secret = in_force(people, "Alarm code", restricted=True, restricted_to=[people.pool], team=people.pool)
    actions.link(towels, secret, "see_also", by=people.petra, now=now())

    assert "Alarm code" not in sign_in(people.sam).get(CARD).text
    assert "Alarm code" in sign_in(people.mia).get(CARD).text
    assert answered == [CARD, CARD]


def test_whoever_writes_the_rule_sees_what_can_be_done(people, sign_in, towels):
    assert "Classify" in sign_in(people.petra).get(CARD).text
    assert "Classify" not in sign_in(people.ana).get(CARD).text  # of another team


def test_a_second_factor_comes_first_where_it_is_asked(people, sign_in, towels):
    clients = {person: sign_in(person) for person in (people.ana, people.ada, people.sam)}
    Organisation.objects.update(second_factor=True)

    for address in (CARD, SEARCH):
        answers = {person.username: client.get(address).status_code for person, client in clients.items()}
        assert answers == {"ana": 302, "ada": 302, "sam": 200}


def test_what_is_in_force_changes_at_the_instant(people, sign_in, towels, answered):
    sam, soon = sign_in(people.sam), now() + timedelta(days=3)
    text = actions.Text({"statement": "From Monday on we charge for them."})
    actions.write(towels, text, version=towels.version, by=people.petra, now=now())
    put_in_force(Rule.objects.get(pk=towels.pk), people.petra, planned=soon)

    assert "From Monday on" not in sam.get(CARD).text
    with time_machine.travel(soon):
        assert "From Monday on" in sam.get(CARD).text
    assert answered == [CARD, CARD]


def test_messages_that_wait_are_shown_once(people, sign_in, towels, answered):
    mia = sign_in(people.mia)
    assert mia.post("/rules/capture/", {"title": "Wet floors"}).status_code == 302
    assert Session.objects.get(user=people.mia).speaks

    pages = [mia.get(CARD).text for _ in range(2)]

    assert ['class="notice' in page for page in pages] == [True, False]
    assert answered == [CARD]


# --- Requests out of the ordinary ---


def test_other_hosts_and_methods_go_the_long_way(people, sign_in, towels, answered):
    sam = sign_in(people.sam)

    assert sam.get(CARD, headers={"host": "evil.example"}).status_code == 400
    assert sam.head(CARD).content == b""
    assert sam.post(CARD).status_code == 405
    assert answered == []


def test_a_fault_of_the_short_way_costs_nobody_the_page(people, sign_in, towels, monkeypatch, caplog):
    sam = sign_in(people.sam)
    page = sam.get(CARD)
    monkeypatch.setattr(frames, "page", lambda *args: 1 / 0)

    again = sam.get(CARD)

    assert same_for_all(again.text) == same_for_all(page.text)
    assert headers(again) == headers(page)
    assert "ZeroDivisionError" in caplog.text


def test_plain_http_is_sent_to_https_where_that_is_asked(people, sign_in, towels, settings):
    settings.SECURE_SSL_REDIRECT = True
    sam = sign_in(people.sam)

    assert sam.get(CARD).status_code == 301
    assert sam.get(CARD, secure=True).status_code == 200


def test_a_form_of_the_page_can_be_sent(people, towels):
    """Its token goes with its cookie: both come from the short way."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.sam)
    page = client.get(CARD).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token[::-1]}).status_code == 403
    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_no_text_of_a_rule_opens_a_place_of_its_card(people, sign_in, monkeypatch):
    """Words that look like the marks stay words: what is left open is cut out by a key that nobody knows."""
    mia, guess = sign_in(people.mia), "0" * 24
    words = "{{ csrf_token }} {% csrf_token %} " + cards.mark(guess, "csrf_token")
    guessed = in_force(people, body=words)
    assert words in mia.get(guessed.get_absolute_url()).text

    monkeypatch.setattr(cards, "new_key", lambda: guess)  # the control: whoever knew it could open one
    known = in_force(people, "Robes", body=words)
    assert words not in mia.get(known.get_absolute_url()).text


# --- Cards are kept in step ---


def fresh(towels):
    card = Card.objects.get(edition__rule=towels)
    return card.made_of == cards.of_rule(Rule.objects.get(pk=towels.pk), Organisation.the())


@pytest.mark.parametrize("change", [{"name": "Ana Ruiz-Lee"}, {"phone": "ext. 99"}])
def test_an_owners_name_and_phone_are_those_of_now(people, sign_in, change):
    rule = in_force(people)  # not decided yet: it says whom to ask
    sam = sign_in(people.sam)
    assert "ask Ana Ruiz, ext. 12" in sam.get(rule.get_absolute_url()).text
    for field, value in change.items():
        setattr(people.ana, field, value)
    people_actions.save_person(people.ana, changed=list(change), by=people.ada, now=now())

    for address in (rule.get_absolute_url(), SEARCH):
        assert next(iter(change.values())) in sam.get(address).text
    assert not fresh(rule)
    assert cards.render_anew(now()) == "1 rendered"
    assert fresh(rule)
    assert queries(sam, rule.get_absolute_url()) == 1


def test_an_upgrade_renders_all_anew_and_reading_writes_nothing(people, sign_in, towels, monkeypatch):
    sam = sign_in(people.sam)
    page, answer = sam.get(CARD).text, sam.get(SEARCH).text
    monkeypatch.setattr(cards, "version", lambda: "another")
    before = Card.objects.values().get()

    assert same_for_all(sam.get(CARD).text) == same_for_all(page)
    assert same_for_all(sam.get(SEARCH).text) == same_for_all(answer)
    assert Card.objects.values().get() == before
    assert cards.render_anew(now()) == "1 rendered"
    assert cards.render_anew(now()) == ""
    assert Card.objects.get().made_of.startswith("another ")


def test_a_card_that_is_missing_is_rendered_for_this_once(people, sign_in, towels):
    sam = sign_in(people.sam)
    page, answer = sam.get(CARD).text, sam.get(SEARCH).text
    Card.objects.all().delete()

    assert same_for_all(sam.get(CARD).text) == same_for_all(page)
    assert same_for_all(sam.get(SEARCH).text) == same_for_all(answer)
    assert not Card.objects.exists()


def test_a_renamed_rule_and_a_new_result_are_on_the_card_at_once(people, sign_in):
    kept = in_force(people, "Towels", kind="standard", team=people.pool)
    sam, day = sign_in(people.sam), timezone.localdate()
    assert "Not checked yet." in sam.get(CARD).text
    record_result(kept, Found(day, day, "no", words="Two of five"), client_key=None, by=people.petra, now=now())
    assert "Two of five" in sam.get(CARD).text
    text = actions.Text({"title": "Bath towels"})
    kept = actions.write(kept, text, version=kept.version, by=people.petra, now=now())
    put_in_force(kept, people.petra)

    assert 'href="/rules/bath-towels/"' in sam.get(SEARCH).text
    assert queries(sam, "/rules/bath-towels/") == 1


def test_days_are_those_of_the_organisation(people, sign_in, towels):
    sam = sign_in(people.sam)
    with time_machine.travel("2026-03-01T22:30:00Z"):
        rule = in_force(people, "Late")
    assert "1 March 2026" in sam.get(rule.get_absolute_url()).text
    Organisation.objects.update(time_zone="Europe/Helsinki")

    assert "2 March 2026" in sam.get(rule.get_absolute_url()).text


def test_frames_are_told_apart_by_what_they_offer(people, sign_in, towels):
    frames.frames.clear()
    pages = {name: sign_in(getattr(people, name)).get(SEARCH).text for name in ("sam", "ravi", "ana", "ada")}

    assert ["Reviews" in page for page in pages.values()] == [False, False, True, True]
    assert [f">{getattr(people, name).name}<" in page for name, page in pages.items()] == [True] * 4
    assert len([frame for frame in frames.frames if frame[0] == answers.HOME]) == 4
