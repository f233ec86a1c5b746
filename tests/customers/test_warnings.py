"""What had better not stand where customers read it, and the screen that is turned to one of them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Team, User
from policyhub.customers.pages import customer_text_of
from policyhub.customers.warnings import fit_to_show, internal_details, is_fit, warnings
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.content import draft
from policyhub.registry.models import Rule
from tests.factories import RuleFactory, option, put_in_force
from tests.pages import read

LIMIT = "is an option's limit. Staff need it; customers don't."
OPTIONS = [
    option("Refund", limit_amount="40", limit_words="", grantor="lead"),
    option("More", limit_words="one visit a year", grantor="named", grantor_name="Head lifeguard"),
]
ROWS = {"situations": [{"text": "it is late", "options": OPTIONS}], "lines": [{"side": "never", "text": "Cash"}]}


def grey(people, **fields):
    return RuleFactory(by=people.ana, **{"title": "Late refund", "flexibility": "grey", "rows": ROWS, **fields})


def told_of(people, **fields):
    content = draft(grey(people, **fields))
    return content, customer_text_of(content), internal_details(content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask Ana Ruiz at the desk.", "It names Ana Ruiz."),
        ("Ask ana ruiz at the desk.", "It names Ana Ruiz."),
        ("Ravi helps you.", "It names Ravi Shah."),
        ("The Front desk and shop decides.", "It names the team Front desk and shop."),
        ("The Pool team decides.", "It names the team Pool."),
        ("Up to £40 we give back.", f"“40” {LIMIT}"),
        ("Up to 40.00 € we give back.", f"“40.00” {LIMIT}"),
        ("Up to 40 pounds we give back.", f"“40” {LIMIT}"),
        ("You get one visit a year.", f"“one visit a year” {LIMIT}"),
        ("The head lifeguard may say yes.", f"“head lifeguard” {LIMIT}"),
        ("That is our policy.", "“That is our policy”: Customers hear"),
        ("Our privacy policy says more.", "“policy” sounds like a refusal. Say how you do it, and why."),
        ("Unfortunately it is late.", "“Unfortunately”: Customers hear"),
        ("It is not allowed.", "“not allowed”: Customers hear"),
        ("You must bring it back.", "“You must”: Customers hear"),
        ("You forgot to ask.", "“You forgot”: People who feel blamed stop listening."),
    ],
)
def test_it_is_said_what_to_look_at_again(people, text, expected):
    Team.objects.filter(pk=people.desk.pk).update(name="Front desk and shop")
    _content, written, internal = told_of(people, customer_text=text, next_time="Bring it.")
    messages = warnings(written, internal)
    assert any(expected in message for message in messages), messages


@pytest.mark.parametrize(
    "text",
    [
        "Take forty days, or 40 minutes.",
        "It costs £140, or £4.",
        "The pool is warm, and the desk is by the door.",
        "We will help you in May.",
    ],
)
def test_what_is_fine_is_left_in_peace(people, text):
    User.objects.filter(pk=people.mia.pk).update(name="May Will")
    _content, written, internal = told_of(people, customer_text=text, instead="A gift card.")
    assert warnings(written, internal) == []


def test_a_page_that_offers_nothing_is_told_of(people):
    _content, written, internal = told_of(people, customer_text="So we do it, because it is fair.")
    assert warnings(written, internal) == [
        "It doesn't say yet what you can do for them instead, or what to expect next time."
    ]


# The screen that is turned to a customer


def show_to_customer(client, rule):
    page = client.get(reverse("customers:show", args=[rule.slug]))
    assert page.status_code == 200
    return page


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def in_force(people, **fields):
    rule = grey(people, **fields)
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def test_a_customer_is_shown_the_public_words_though_the_rule_is_not_open(people, sam):
    rule = in_force(people, customer_text="# When it is late\n\nWe look for a way.", instead="A gift card.")
    page = show_to_customer(sam, rule)
    assert read(page).part("h1").text == "When it is late"
    for text in ("We look for a way.", "What we can do for you", "A gift card."):
        assert text in page.text
    assert read(page).links == {"Back to the rule": f"/rules/{rule.slug}/"}, "one way back"
    assert page.headers["Cache-Control"] == "no-store"


def test_without_words_for_customers_they_read_what_staff_would_say(people, sam):
    assert (
        "Let us look at it together."
        in show_to_customer(sam, in_force(people, say_it="Let us look at it together.")).text
    )
    both = in_force(people, say_it="Let us look at it.", instead="A gift card.")
    assert "Let us look" not in show_to_customer(sam, both).text
    bare = in_force(people)
    assert "Ask us: we're glad to explain how we do this, and why." in read(show_to_customer(sam, bare)).text


def test_a_piece_that_tells_what_is_inside_is_left_out_and_the_rest_stays(people, sam):
    text = "Ask Ana.\n\nWe look for a way.\n\nUp to £40 is fine.\n\nIt is in our policy."
    rule = in_force(
        people, title="Refund policy", customer_text=text, instead="One visit a year.", next_time="Come in."
    )
    page = show_to_customer(sam, rule).text
    assert "We look for a way." in page
    assert "Come in." in page
    for inside_word in ("Ana", "40", "policy", "Refund", "visit"):
        assert inside_word not in page.replace(reverse("lookup:rule", args=[rule.slug]), ""), inside_word


def test_what_is_being_written_is_shown_to_nobody(people, sam):
    rule = in_force(people, customer_text="We look for a way.")
    writing.write(
        rule, writing.RuleInput({"customer_text": "Draft."}), version=rule.version, by=people.ana, now=timezone.now()
    )
    assert "Draft" not in show_to_customer(sam, rule).text
    written = grey(people, title="Not yet", customer_text="Draft.")
    assert sam.get(reverse("customers:show", args=[written.slug])).status_code == 404


def test_where_nothing_is_in_force_the_page_of_the_rule_says_so(people, sign_in, sam):
    written = grey(people)
    answer = sign_in(people.ana).get(reverse("customers:show", args=[written.slug]))
    assert (answer.status_code, answer.url) == (302, written.get_absolute_url())
    over = in_force(people)
    publishing.retire(over, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    assert sam.get(reverse("customers:show", args=[over.slug])).url == over.get_absolute_url()


def test_the_rule_leads_to_the_screen(people, sam):
    rule = in_force(people)
    page = read(sam.get(rule.get_absolute_url()))
    assert page.part("#show-customer").root["href"] == f"/rules/{rule.slug}/show/"


def test_what_is_fit_would_not_be_if_it_told_something(people):
    """The control."""
    content, written, internal = told_of(people, customer_text="We look for a way.")
    assert is_fit("We look for a way.", internal)
    assert not is_fit("We look for a way, says Ana Ruiz.", internal)
    assert fit_to_show(written, "Say", internal).text == "We look for a way."
    assert content["owner"] == "Ana Ruiz"
