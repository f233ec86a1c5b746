"""The two pages of all day: what they cost, whom they let in, and that their cards are kept in step."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Organisation, Role, Session, User
from policyhub.lookup import cards
from policyhub.lookup.models import Card
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from standards.actions import Measurement, record_result
from tests.discussion.talk import say
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force

EXAMPLE = "policyhub.example.middleware.ExampleDatabaseMiddleware"
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


def same_for_all(html):
    """A page without what is new in each."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1TOKEN", html)
    return re.sub(r'(name="client_key" value=")[^"]+', r"\1KEY", html)


# --- Pages of every kind of rule ---


@pytest.fixture
def many(people):
    """Rules of every kind and state, in a house where things happen."""
    grey = in_force(people, "Towels", flexibility="grey", rows=GREY_ROWS, say_it="Gladly.", team=people.pool)
    black = in_force(people, "Towels & <b>water</b>", flexibility="black", rows=BLACK_ROWS, next_time="A sign.")
    plain = in_force(people, "Wet towels", body="## Where\n\nLend a towel, [see](https://example.org/?a=1&b=2).")
    standard = in_force(people, "Towels kept dry", kind="standard", team=people.pool)
    steps = in_force(people, "Towels go out", kind="procedure", owner=people.petra)
    for first, second in ((grey, black), (plain, grey)):
        writing.link(first, second, "see_also", by=people.ana, now=timezone.now())
    say(plain, "Which ones?", by=people.sam)
    day = timezone.localdate()
    record_result(
        standard, Measurement(day, day, "yes", words="All"), client_key=None, by=people.petra, now=timezone.now()
    )
    return [grey, black, plain, standard, steps]


def test_a_page_says_who_may_keep_it_and_in_which_language_it_is(people, sign_in, many):
    sam = sign_in(people.sam)
    for address in [rule.get_absolute_url() for rule in many] + ["/?q=towels", "/"]:
        page = sam.get(address)
        assert page.headers["Cache-Control"] == "no-store", address
        assert "Cookie" in page.headers["Vary"], address
        assert page.headers["Content-Language"] == "en", address
        assert page.headers["Content-Length"] == str(len(page.content)), address
        for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
            assert name in page.headers, address


def test_no_middleware_stands_before_djangos_own():
    """But for the one that turns to the file of the example."""
    before = settings.MIDDLEWARE[: settings.MIDDLEWARE.index("django.middleware.security.SecurityMiddleware")]
    assert set(before) <= {EXAMPLE}


def now():
    return timezone.now()


# --- What it costs ---


def queries(client, address, **more):
    client.get(address, **more)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, **more).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["sam", "ravi", "mia"])
def test_reading_costs_few_statements_with_300_rules_as_with_three(people, sign_in, many, name):
    client = sign_in(getattr(people, name))
    cards_of_all = [rule.get_absolute_url() for rule in many]
    searches = [("/?q=towels", {}), ("/?q=towels", HTMX), ("/?q=towles", HTMX), ("/?q=wet%20towels", HTMX)]

    def count():
        return [queries(client, address) for address in cards_of_all], [
            queries(client, address, headers=headers) for address, headers in searches
        ]

    few = count()
    for n in range(3, 300):
        values = {"title": f"Towels, case {n}", "source": f"{n}.md", "owner": people.ana}
        publishing.adopt(values, "policy", by=people.ana, now=timezone.now())

    assert count() == few
    cost_of_cards, cost_of_searches = few
    if name == "sam":
        assert max(cost_of_cards) <= 4
        assert cost_of_cards == [3, 3, 4, 3, 3], "only a rule with open questions asks how many"
    assert max(cost_of_searches) <= 8
    assert cost_of_searches[0] == cost_of_searches[1] == 5


def test_who_asks_is_one_statement(people, sign_in, towels):
    """The session, its person, their roles and the organisation."""
    sam = sign_in(people.sam)
    with CaptureQueriesContext(connection) as captured:
        assert sam.get("/later/").status_code == 200
    assert len(captured) == 1


# --- What ends a session ends it here too ---


@pytest.fixture
def clients(people, sign_in, towels):
    """Five browsers of Sam's, each of which has just seen the card."""
    five = [sign_in(people.sam) for _ in range(5)]
    assert [client.get(CARD).status_code for client in five] == [200] * 5
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


def test_a_session_opens_for_its_own_person_alone(people, clients):
    """Whose it is stands in what Django signed, not in the column beside it."""
    Session.objects.update(user=people.mia)

    assert "Mia Brandt" not in clients[0].get(CARD).text


def test_a_session_of_an_old_secret_key_goes_on(people, clients, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "quite another key " * 4

    assert [clients[0].get(CARD).status_code for _ in range(2)] == [200, 200]
    settings.SECRET_KEY_FALLBACKS = []
    assert clients[0].get(CARD).status_code == 200, "it was renewed"
    assert clients[1].get(CARD).status_code == 302, "the control"


# --- Who may see what ---


def test_a_rule_is_gone_at_once_for_those_who_may_not_read_it(people, sign_in, towels):
    sam, mia = sign_in(people.sam), sign_in(people.mia)
    assert {client.get(CARD).status_code for client in (sam, mia)} == {200}
    text = writing.RuleInput({"restricted": True}, restricted_to=[people.pool])
    writing.write(towels, text, version=towels.version, by=people.petra, now=now())

    assert (sam.get(CARD).status_code, mia.get(CARD).status_code) == (404, 200)
    assert "<article" not in sam.get(SEARCH).text
    assert mia.get(SEARCH).text.count("<article") == 1


def test_a_link_to_a_rule_for_others_is_not_shown(people, sign_in, towels):
    secret = in_force(people, "Alarm code", restricted=True, restricted_to=[people.pool], team=people.pool)
    writing.link(towels, secret, "see_also", by=people.petra, now=now())

    assert "Alarm code" not in sign_in(people.sam).get(CARD).text
    assert "Alarm code" in sign_in(people.mia).get(CARD).text


def test_whoever_writes_the_rule_sees_what_can_be_done(people, sign_in, towels):
    assert "Classify" in sign_in(people.petra).get(CARD).text
    assert "Classify" not in sign_in(people.ana).get(CARD).text  # of another team


def test_a_second_factor_comes_first_where_it_is_asked(people, sign_in, towels):
    clients = {person: sign_in(person) for person in (people.ana, people.ada, people.sam)}
    Organisation.objects.update(second_factor=True)

    for address in (CARD, SEARCH):
        answers = {person.username: client.get(address).status_code for person, client in clients.items()}
        assert answers == {"ana": 302, "ada": 302, "sam": 200}


def test_what_is_in_force_changes_at_the_instant(people, sign_in, towels):
    sam, soon = sign_in(people.sam), now() + timedelta(days=3)
    text = writing.RuleInput({"statement": "From Monday on we charge for them."})
    writing.write(towels, text, version=towels.version, by=people.petra, now=now())
    put_in_force(Rule.objects.get(pk=towels.pk), people.petra, planned=soon)

    assert "From Monday on" not in sam.get(CARD).text
    with time_machine.travel(soon):
        assert "From Monday on" in sam.get(CARD).text


def test_messages_that_wait_are_shown_once(people, sign_in, towels):
    mia = sign_in(people.mia)
    assert mia.post("/rules/capture/", {"title": "Wet floors"}).status_code == 302

    pages = [mia.get(CARD).text for _ in range(2)]

    assert ['class="notice' in page for page in pages] == [True, False]


# --- Requests out of the ordinary ---


def test_other_hosts_and_methods_are_refused(people, sign_in, towels):
    sam = sign_in(people.sam)

    assert sam.get(CARD, headers={"host": "evil.example"}).status_code == 400
    assert sam.head(CARD).content == b""
    assert sam.post(CARD).status_code == 405


def test_plain_http_is_sent_to_https_where_that_is_asked(people, sign_in, towels, settings):
    settings.SECURE_SSL_REDIRECT = True
    sam = sign_in(people.sam)

    assert sam.get(CARD).status_code == 301
    assert sam.get(CARD, secure=True).status_code == 200


def test_a_form_of_the_page_can_be_sent(people, towels):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.sam)
    page = client.get(CARD).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token[::-1]}).status_code == 403
    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_no_text_of_a_rule_is_read_as_a_template(people, sign_in):
    template_text = "{{ csrf_token }} {% csrf_token %} {{ card.taps }}"
    rule = in_force(people, body=template_text, statement=template_text)

    assert sign_in(people.sam).get(rule.get_absolute_url()).text.count(template_text) == 2


def test_all_buttons_of_a_card_belong_to_one_form_with_one_token_and_one_key(people, sign_in, many):
    sam = sign_in(people.sam)
    for rule in many:
        page = sam.get(rule.get_absolute_url()).text
        forms = re.findall(rf'<form id="taps-{rule.pk}".*?</form>', page, re.DOTALL)
        assert len(forms) == 1
        assert forms[0].count('name="csrfmiddlewaretoken"') == forms[0].count('name="client_key"') == 1
        assert page.count('name="client_key"') == 1
        buttons = re.findall(r"<button[^>]* formaction=[^>]*>", page)
        assert len(buttons) >= 2
        assert all(f'form="taps-{rule.pk}"' in button for button in buttons)


def test_two_readers_get_pages_with_the_same_card(people, sign_in, towels):
    card = Card.objects.get(edition__rule=towels)
    details = cards.unpack(card.page)["details"]
    for person in (people.sam, people.petra, people.ada):
        assert details in sign_in(person).get(CARD).text
    assert not re.search("csrf|client_key|sam|petra", card.page)


# --- Cards are kept in step ---


def fresh(towels):
    card = Card.objects.get(edition__rule=towels)
    return card.made_of == cards.fingerprint_of(Rule.objects.get(pk=towels.pk), Organisation.current())


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
    assert cards.render_outdated(now()) == "1 rendered"
    assert fresh(rule)
    assert queries(sam, rule.get_absolute_url()) == 3


def test_an_upgrade_renders_all_anew_and_reading_writes_nothing(people, sign_in, towels, monkeypatch):
    sam = sign_in(people.sam)
    page, answer = sam.get(CARD).text, sam.get(SEARCH).text
    monkeypatch.setattr(cards, "version", lambda: "another")
    before = Card.objects.values().get()

    assert same_for_all(sam.get(CARD).text) == same_for_all(page)
    assert same_for_all(sam.get(SEARCH).text) == same_for_all(answer)
    assert Card.objects.values().get() == before
    assert cards.render_outdated(now()) == "1 rendered"
    assert cards.render_outdated(now()) == ""
    assert Card.objects.get().made_of.startswith("another ")


def test_a_card_that_is_missing_is_rendered_for_this_once(people, sign_in, towels):
    sam = sign_in(people.sam)
    page, answer = sam.get(CARD).text, sam.get(SEARCH).text
    Card.objects.all().delete()

    assert same_for_all(sam.get(CARD).text) == same_for_all(page)
    assert same_for_all(sam.get(SEARCH).text) == same_for_all(answer)
    assert not Card.objects.exists()


def test_a_renamed_rule_and_a_new_result_are_on_the_card_at_once(people, sign_in):
    standard = in_force(people, "Towels", kind="standard", team=people.pool)
    sam, day = sign_in(people.sam), timezone.localdate()
    assert "Not checked yet." in sam.get(CARD).text
    record_result(
        standard, Measurement(day, day, "no", words="Two of five"), client_key=None, by=people.petra, now=now()
    )
    assert "Two of five" in sam.get(CARD).text
    text = writing.RuleInput({"title": "Bath towels"})
    standard = writing.write(standard, text, version=standard.version, by=people.petra, now=now())
    put_in_force(standard, people.petra)

    assert 'href="/rules/bath-towels/"' in sam.get(SEARCH).text
    assert queries(sam, "/rules/bath-towels/") == 3


def test_days_are_those_of_the_organisation(people, sign_in, towels):
    sam = sign_in(people.sam)
    with time_machine.travel("2026-03-01T22:30:00Z"):
        rule = in_force(people, "Late")
    assert "1 March 2026" in sam.get(rule.get_absolute_url()).text
    Organisation.objects.update(time_zone="Europe/Helsinki")

    assert "2 March 2026" in sam.get(rule.get_absolute_url()).text


def test_a_page_offers_each_what_is_theirs(people, sign_in, towels):
    """What stands around a card is rendered once for all who are offered the same."""
    names = ("sam", "ravi", "ana", "ada")
    for _twice in range(2):
        pages = {name: sign_in(getattr(people, name)).get(SEARCH).text for name in names}
        assert ["Reviews" in page for page in pages.values()] == [False, False, True, True]
        assert ["/settings/" in page for page in pages.values()] == [False, False, False, True]
        assert [f">{getattr(people, name).name}<" in page for name, page in pages.items()] == [True] * 4
