"""A rule that was made from one line, and classified with one line: what staff and customers read of it."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from policyhub.classification.actions import classify
from policyhub.customers.actions import show_to_customers
from policyhub.customers.pages import customer_text_of
from policyhub.offline import offline_copy as saved
from policyhub.registry import writing
from policyhub.registry.templatetags.look import unless_same
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.pages import flat

WHY = "Chlorine gas has hurt people here before."
LINE = "Nobody mixes pool chemicals"


def text_of(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("&#x27;", "'").split())


def card_of(page):
    return text_of(re.search(r"<article class=\"card.*?</article>", page.text, re.DOTALL)[0])


def published(people, **fields):
    rule = RuleFactory(by=people.ana, **({"title": LINE, "rationale": WHY} | fields))
    put_in_force(rule, people.ana)
    rule.refresh_from_db()
    return rule


def saved_card(people, rule):
    keys = [rule.edition_at(timezone.now()).pk]
    return text_of(saved.copy_rows(people.sam, keys, timezone.now())[0]["html"])


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


# --- The manager's line ---


@pytest.mark.parametrize("flexibility", ["black", "grey"])
def test_staff_read_the_managers_line_until_more_is_written(people, sam, flexibility):
    rule = published(people, flexibility=flexibility)

    page = sam.get(rule.get_absolute_url())
    assert WHY in card_of(page)
    assert text_of(page.text).count(WHY) == 1, "said once on the whole page"
    assert WHY in card_of(sam.get("/", {"q": "chemicals"}))
    assert WHY in saved_card(people, rule)


def test_the_card_still_says_whom_to_ask_for_the_full_reason(people, sam):
    card = card_of(sam.get(published(people, flexibility="black").get_absolute_url()))
    assert f"Why {WHY} Follow it. The full reason isn't written yet: ask Ana Ruiz." in card


def test_reasons_take_the_place_of_the_line_on_the_card(people, sam):
    rule = published(people, flexibility="black", rows=BLACK_ROWS)
    page = sam.get(rule.get_absolute_url())
    assert WHY not in card_of(page)
    assert "The water is shallow." in card_of(page)
    assert f"Why black {WHY}" in text_of(page.text)
    assert WHY not in saved_card(people, rule)


def test_situations_take_the_place_of_the_line_on_the_card(people, sam):
    rule = published(people, flexibility="grey", rows=GREY_ROWS)
    assert WHY not in card_of(sam.get(rule.get_absolute_url()))


def test_staff_read_the_line_that_was_published_and_no_later_one(people, sam):
    rule = published(people, flexibility="black")
    classify.decide(rule, "black", "A secret draft.", version=rule.version, by=people.ana, now=timezone.now())

    page = sam.get(rule.get_absolute_url())
    assert WHY in card_of(page)
    assert "A secret draft" not in page.text
    assert "A secret draft" not in saved_card(people, rule)


def test_the_line_is_printed_with_the_card_and_once(people, sign_in):
    rule = published(people, flexibility="black")
    sheet = text_of(sign_in(people.ana).get("/rules/pack/", {"chosen": rule.reference}).text)
    assert sheet.count(WHY) == 1


def test_no_customer_reads_the_line(people, db):
    people.organisation.customers_pages = True
    people.organisation.save()
    rule = published(people, flexibility="black", customer_text="We store chemicals behind two locked doors.")
    show_to_customers(rule, by=people.ana, now=timezone.now())

    page = Client().get("/customers/nobody-mixes-pool-chemicals/")
    assert page.status_code == 200
    assert WHY not in page.text
    assert WHY not in customer_text_of(rule.edition_at(timezone.now()).content_data).plain


# --- Title and sentence alike ---


@pytest.mark.parametrize("statement", [f"{LINE}.", LINE.upper(), f" {LINE}  ", f"“{LINE}!”"])
def test_a_sentence_that_repeats_the_title_is_left_out(statement):
    assert unless_same(statement, LINE) == ""


@pytest.mark.parametrize("statement", [f"{LINE} alone.", "Somebody mixes pool chemicals", "Nobody mixes"])
def test_a_sentence_that_says_more_or_less_stays(statement):
    assert unless_same(statement, LINE) == statement


def test_a_rule_of_one_line_says_it_once_to_staff(people, sam):
    rule = published(people, flexibility="black", statement=f"{LINE}.")
    page = sam.get(rule.get_absolute_url())

    assert LINE not in card_of(page), "it is the heading of the page"
    assert page.text.count(f"{LINE}<") == 1 + page.text.count(f"<title>{LINE}<")
    assert card_of(sam.get("/", {"q": "chemicals"})).count(LINE) == 1
    assert LINE not in saved_card(people, rule), "a device puts the title above the card"


def test_a_rule_of_one_line_says_it_once_in_print_and_in_the_register(people, sign_in):
    rule = published(people, flexibility="black", statement=f"{LINE}.")
    ana = sign_in(people.ana)
    sheet = re.search(
        r'<section class="sheet">.*?</section>', ana.get("/rules/pack/", {"chosen": rule.reference}).text, re.S
    )
    assert text_of(sheet[0]).count(LINE) == 1
    row = re.search(rf'<tr id="{rule.reference}".*?</tr>', flat(ana.get("/rules/").text), re.S)[0]
    visible = re.sub(r"<[^>]*>", "", row)
    assert visible.count(LINE) == 1


def test_an_unwritten_rule_of_one_line_says_it_once(people, sam):
    rule = writing.capture(LINE, f"{LINE}.", client_key=None, by=people.sam, now=timezone.now())
    row = re.search(rf'<tr id="{rule.reference}".*?</tr>', flat(sam.get("/rules/").text), re.S)[0]
    assert re.sub(r"<[^>]*>", "", row).count(LINE) == 1


def test_a_customer_page_of_one_line_says_it_once(people, db):
    people.organisation.customers_pages = True
    people.organisation.save()
    rule = published(people, flexibility="black", customer_text=f"{LINE}.")
    show_to_customers(rule, by=people.ana, now=timezone.now())
    page = Client().get("/customers/nobody-mixes-pool-chemicals/").text
    assert text_of(re.search("<article.*?</article>", page, re.S)[0]).count(LINE) == 1
