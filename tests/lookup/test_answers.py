"""The answer is the result: the situation that was asked about, what was opened lately, who looked at it last."""

import re
import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from policyhub.feedback.actions import taps
from policyhub.lookup import popular
from policyhub.lookup.models import PopularRule
from policyhub.lookup.recently_viewed import COOKIE
from policyhub.registry.models import Rule
from policyhub.registry.writing import capture
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.factories import RuleFactory, option, put_in_force, restrict
from tests.pages import read

OPENED = "Recently opened"
MOST_ASKED = "Most looked up"
NEAREST = "Closest matches"

ROWS = {
    "lines": [{"side": "never", "text": "Cash over £40"}],
    "situations": [
        {"text": "there is a receipt, day 31 to 60", "options": [option("Exchange it"), option("Gift card")]},
        {"text": "there is no receipt, but we find the sale", "options": [option("Carry on"), option("Lowest price")]},
        {"text": "it was a present", "options": [option("Give the giver's price"), option("Exchange the present")]},
    ],
}


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


@pytest.fixture
def refund(people):
    values = {"title": "Late refund", "flexibility": "grey", "rows": ROWS, "next_time": "Keep the receipt"}
    rule = RuleFactory(by=people.ana, **values)
    put_in_force(rule, people.ana)
    return rule


def situations_shown(html):
    """The situations of a page, in their order."""
    return [part.text.removeprefix("When ") for part in read(html).parts(".situation")]


@pytest.mark.parametrize(
    ("question", "situation"),
    [
        ("late refund", "there is a receipt, day 31 to 60"),
        ("refund no receipt", "there is no receipt, but we find the sale"),
        ("money back without a receipt refund", "there is no receipt, but we find the sale"),
        ("refund for a present", "it was a present"),
        ("refund pres", "it was a present"),
        ("late refund exchange the present", "it was a present"),
    ],
)
def test_an_answer_shows_the_situation_that_was_asked_about(sam, refund, question, situation):
    page = sam.get("/", {"q": question}).text

    assert situations_shown(page) == [situation]
    assert "2 other situations" in page
    assert "<!--when" not in page


def test_the_words_of_its_title_tell_no_situation_of_a_rule_from_another(people, sam):
    first, second = (
        {"text": "it is the first lost key", "options": [option("Open it for them")]},
        {"text": "it is the second lost locker key", "options": [option("Charge the locker")]},
    )
    rule = RuleFactory(
        by=people.ana, title="Lost locker key", flexibility="grey", rows={"situations": [first, second]}
    )
    put_in_force(rule, people.ana)

    assert situations_shown(sam.get("/", {"q": "lost locker key"}).text) == [first["text"]]
    assert situations_shown(sam.get("/", {"q": "second lost locker key"}).text) == [second["text"]]


def test_an_option_leads_to_its_rule_with_that_situation_first(sam, refund):
    address = read(sam.get("/", {"q": "refund for a present"})).link(re.compile("^Exchange the present"))
    assert address.startswith("/rules/late-refund/?when=")

    assert situations_shown(sam.get(address).text)[0] == "it was a present"
    assert situations_shown(sam.get("/rules/late-refund/").text)[0] == "there is a receipt, day 31 to 60"
    assert sorted(situations_shown(sam.get(address).text)) == sorted(
        situations_shown(sam.get("/rules/late-refund/").text)
    )


@pytest.mark.parametrize("when", ["", "nonsense", "<script>", "-" * 5000, "\0"])
def test_an_odd_situation_in_the_address_changes_nothing(sam, refund, when):
    page = sam.get("/rules/late-refund/", {"when": when})

    assert page.status_code == 200
    assert len(situations_shown(page.text)) == 3


def test_an_answer_says_the_lines_and_what_to_expect_next_time(sam, refund):
    page = sam.get("/", {"q": "late refund"}).text

    assert "Cash over £40" in page
    assert "Keep the receipt" in page


@pytest.mark.parametrize(
    ("ago", "ago_text"),
    [(0, "today"), (1, "yesterday"), (12, "12 days ago"), (90, "3 months ago"), (800, "2 years ago")],
)
def test_an_answer_says_who_looked_at_it_last(sam, people, refund, ago, ago_text):
    Rule.objects.filter(pk=refund.pk).update(checked_at=timezone.now() - timedelta(days=ago), checked_by=people.ana)

    for address in ("/?q=late+refund", "/rules/late-refund/"):
        assert f"Reviewed {ago_text} by Ana Ruiz" in sam.get(address).text


# Opened lately


def test_what_was_opened_lately_is_there_before_typing(sam, people, refund):
    sam.cookies[COOKIE] = f"{people.sam.pk}~{refund.reference}"

    assert OPENED in sam.get("/").text
    assert read(sam.get("/rules/late-refund/")).part("h1").root["data-opened"] == refund.reference


@pytest.mark.parametrize("cookie", ["{other}~{rule}", "{me}", "{me}~R-999999", "{me}~x", "~~~", "é", "9" * 4000, ""])
def test_nobody_sees_what_another_person_opened_and_nothing_odd_breaks(sam, people, refund, cookie):
    values = {"other": people.ana.pk, "me": people.sam.pk, "rule": refund.reference}
    sam.cookies[COOKIE] = cookie.format(**values)

    page = sam.get("/")

    assert page.status_code == 200
    assert OPENED not in page.text


def test_what_may_no_longer_be_read_is_not_among_what_was_opened_lately(sam, people, refund):
    sam.cookies[COOKIE] = f"{people.sam.pk}~{refund.reference}"
    Rule.objects.filter(pk=refund.pk).update(restricted=True)

    assert OPENED not in sam.get("/").text


# Asked for most


def test_what_is_offered_most_is_there_before_typing(sam, people, refund):
    edition = refund.editions.get()
    presents = edition.content_data["situations"][2]
    for n in range(3):
        situation = edition.content_data["situations"][min(n, 1) * 2]
        keys = [UUID(situation["key"]), UUID(situation["options"][0]["key"])]
        taps.record_offer(
            edition, *keys, taps.DeviceStamp(uuid4()), by=people.sam, now=timezone.now() - timedelta(hours=n)
        )
    popular.update_popular(timezone.now())

    page = read(sam.get("/"))
    assert page.has("heading", MOST_ASKED)
    listed = page.part("section[aria-labelledby=commonest]")

    assert f"/rules/late-refund/?when={presents['key']}" in {link["href"] for link in listed.all("link")}
    assert listed.text.index("When it was a present") < listed.text.index("When there is a receipt, day 31 to 60")
    assert popular.update_popular(timezone.now()) == "", "nothing new, nothing done"


@pytest.mark.engine
def test_two_clocks_at_once_count_everything_once(transactional_db, people, monkeypatch):
    rules, save = [RuleFactory(by=people.ana, title=f"Rule {n}") for n in range(3)], PopularRule.objects.bulk_create

    def slowly(rows):
        time.sleep(0.05)
        return save(rows)

    monkeypatch.setattr(PopularRule.objects, "bulk_create", slowly)
    for n in range(share(50)):
        for rule in rules:
            edition = put_in_force(rule, people.ana) if not n else rule.editions.get()
            taps.record_helped(
                edition, taps.DeviceStamp(uuid4()), by=people.ana, now=timezone.now() - timedelta(hours=n)
            )
        at_once(*[lambda: popular.update_popular(timezone.now())] * 3)
        assert sorted(popular_rule.times for popular_rule in PopularRule.objects.all()) == [n + 1] * 3


def test_what_is_asked_for_most_is_shown_to_those_who_may_read_it(sam, people, refund):
    edition = refund.editions.get()
    taps.record_helped(edition, taps.DeviceStamp(uuid4()), by=people.ana, now=timezone.now())
    popular.update_popular(timezone.now())
    assert MOST_ASKED in sam.get("/").text

    restrict(refund)

    assert MOST_ASKED not in sam.get("/").text


# Nothing written


def test_nothing_written_shows_what_is_nearest_and_the_ways_on(sam, people, refund):
    page = read(sam.get("/", {"q": "refreshments"}))

    assert "No rule found for “refreshments”." in page.text
    assert page.has("heading", NEAREST)
    assert "Late refund" in page.text
    assert {"/ask/new/?q=refreshments", "/log/new/?q=refreshments"} <= {*page.links.values()}


def test_nothing_is_near_to_nonsense(sam, people, refund):
    for question in ("?!", "x" * 2000, "漢字", "zzzzzz qqqqqq"):
        page = sam.get("/", {"q": question})
        assert page.status_code == 200
        assert NEAREST not in page.text


def test_what_is_known_and_not_written_says_whom_to_ask(sam, people, refund):
    note = {"client_key": None, "by": people.ana, "now": timezone.now()}
    capture("Birthday cake at the pool", "Ask first, mostly we say yes.", **note)

    for question in ("birthday cake", "may they bring a cake", "birthd"):
        page = read(sam.get("/", {"q": question}))
        card = page.get("article", re.compile("^Unwritten Birthday cake at the pool"))
        assert f"Unwritten rule. Ask Ana Ruiz, {people.ana.phone}." in read(str(card)).text, question
    assert "Birthday cake" not in sam.get("/", {"q": "late refund please"}).text


def test_what_is_known_comes_first_where_all_of_the_question_stands_in_it(sam, people, refund):
    note = {"client_key": None, "by": people.ana, "now": timezone.now()}
    capture("Lost children at the pool", "One of us stays with them.", **note)
    put_in_force(RuleFactory(by=people.ana, title="Lost property"), people.ana)

    page = {
        question: sam.get("/", {"q": question}).text for question in ("lost children", "lost property of children")
    }

    order = [text.index("Lost children at the pool") < text.index("Lost property") for text in page.values()]
    assert order == [True, False]


def test_below_the_first_answers_somebody_can_be_asked(sam, people, refund):
    for n in range(6):
        put_in_force(RuleFactory(by=people.ana, title=f"Refund {n}"), people.ana)

    first, further = map(read, sam.get("/", {"q": "refund & <more>"}).text.split("More results"))
    assert (len(first.all("article")), len(further.parts("li > a.title"))) == (3, 4)
    for page in ("ask", "log"):
        assert f"/{page}/new/?q=refund%20%26%20%3Cmore%3E" in first.links.values()
    assert first.has("button", "None of these fit")


def test_a_long_question_is_not_said_again_in_full(sam, people, refund):
    question = "refund " * 200

    page = read(sam.get("/", {"q": question}))

    count, _for, echo = page.part(".count").text.partition(" for ")
    assert count == "1 result"
    assert echo.startswith("“refund refund")
    assert len(echo.strip("“”")) <= 80
    assert page.part("#q").root["value"] == question.strip()


def test_an_unwritten_rule_of_other_teams_is_not_found(sam, people, refund):
    rule = capture("Secret cake", "", client_key=None, by=people.petra, now=timezone.now())
    Rule.objects.filter(pk=rule.pk).update(restricted=True)

    assert "Secret cake" not in sam.get("/", {"q": "cake"}).text
