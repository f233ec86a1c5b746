"""Rules are looked up, missed and resolved without script, by staff and by customers."""

import re

import pytest
from django.utils import timezone

from policyhub.accounts.models import Organisation
from policyhub.customers import actions as customers
from policyhub.registry.models import Rule
from policyhub.search.actions import failed_searches as verbs
from policyhub.search.models import FailedSearch
from tests.factories import BLACK_ROWS, RuleFactory, option, put_in_force
from tests.walk import Walk

TITLE = "Late refund, after thirty days"
OPTIONS = [option("Exchange it at the price they paid"), option("Gift card for the price they paid")]
ROWS = {
    "lines": [{"side": "never", "text": "Cash over £40"}],
    "situations": [
        {"text": "there is a receipt, day 31 to 60", "options": OPTIONS},
        {"text": "it was a present", "options": OPTIONS},
    ],
}


@pytest.fixture
def late(people):
    people.organisation.second_person = False
    people.organisation.save()
    rule = RuleFactory(by=people.ana, team=people.desk, title="Late refund")
    put_in_force(rule, people.ana)
    return rule


def test_the_situation_that_was_searched_for_stands_first_on_the_rule(people):
    put_in_force(RuleFactory(by=people.ana, title=TITLE, flexibility="grey", rows=ROWS), people.ana)
    sam = Walk(people.sam)
    sam.open("/")
    sam.fill("Look up a rule", "refund for a present")
    sam.press("Look up")
    assert sam.page.part(".card .situation").text == "When it was a present"
    sam.follow(re.compile("^Gift card for the price they paid"))
    assert sam.page.root.h1.get_text(strip=True) == TITLE
    assert sam.page.parts(".card .situation")[0].text == "When it was a present"


def test_a_press_reports_what_is_missing(people, late):
    sam = Walk(people.sam)
    sam.open("/?q=zeppelin")
    sam.press("Report as missing")
    assert "Reported as missing, without your name" in sam.page.all("status")[0].get_text()
    assert dict(FailedSearch.objects.values_list("text", "times")) == {"zeppelin": 1}


def test_a_manager_resolves_three_searches_each_in_its_way(people, late):
    staff = [people.sam, people.mia, people.ravi]
    for text, times in (("parrot", 3), ("money returned", 2), ("sauna", 1)):
        for person in staff[:times]:
            verbs.count(text, none_fits=True, by=person, now=timezone.now())
    verbs.count_opened("money returned", late.slug, by=people.sam, now=timezone.now())
    ana = Walk(people.ana)
    ana.open("/to-do/")
    ana.follow("Resolve them")
    ana.press(re.compile("^Rule needed.*parrot"))
    assert "“Parrot” is noted" in ana.page.part(".notice").text
    line = ana.page.within("listitem", re.compile("money returned"))
    target = re.compile("^The rule “Late refund”")
    assert line.has("summary", "Add synonym money returned")
    assert not line.field(target).has_attr("checked")
    ana.fill(target, part=line)
    ana.press("Add synonym", line)
    assert "“Money returned” now finds “Late refund”." in ana.page.part(".notice").text
    ana.fill("Why not?", "We have none.")
    ana.press("No rule needed")
    assert "Nothing here: every search found something or was resolved." in ana.page.text
    assert Rule.objects.get(pk=late.pk).search_words == "money returned"
    assert sorted(FailedSearch.objects.values_list("state", flat=True)) == ["none", "rule", "synonym"]


def test_a_customer_searches_and_reads_and_no_cookie_is_set(people):
    Organisation.objects.update(customers_pages=True)
    fields = {"customer_text": "We look for a way.", "instead": "A gift card.", "rows": BLACK_ROWS}
    rule = RuleFactory(by=people.ana, title="Late refund", flexibility="black", **fields)
    put_in_force(rule, people.ana)
    customers.show_to_customers(rule, by=people.ana, now=timezone.now())
    customer = Walk()
    customer.open("/customers/")
    customer.fill("What are you looking for?", "gift card")
    customer.press("Search")
    customer.follow("Late refund")
    assert customer.page.root.h1.get_text(strip=True) == "Late refund"
    assert "We look for a way." in customer.page.within("article").text
    assert not customer.client.cookies
