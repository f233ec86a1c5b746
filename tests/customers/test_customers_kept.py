"""What stands between customers and their pages: who may keep a page, who is asked, what it costs, what was there."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Organisation
from policyhub.customers.pages import customer_text_of, page_columns
from policyhub.publishing import actions as publishing
from tests.crawl import everything
from tests.customers.test_customers import TEXT, get, opened, save
from tests.factories import GREY_ROWS, put_in_force
from tests.pages import flat

MOST_BYTES = 6000  # of a page, as it is sent


@pytest.fixture
def open_house(people):
    Organisation.objects.update(customers_pages=True)
    return people


# Who may keep it, and who is asked


def test_nobody_is_asked_who_they_are(open_house, sign_in):
    opened(open_house)
    Organisation.objects.update(second_factor=True)
    signed_in = sign_in(open_house.ana)  # she decides, and has no second factor yet
    for address in ("/customers/", "/customers/where-you-can-dive/", "/customers/sitemap.xml", "/robots.txt"):
        nobody, ana = Client().get(address), signed_in.get(address)
        assert nobody.content == ana.content
        for answer in (nobody, ana):
            assert answer.headers["Cache-Control"] == "public, max-age=60"
            assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
            assert not answer.cookies
    assert signed_in.get("/rules/").status_code == 302, "the control: elsewhere she is asked for it"


def test_an_unchanged_page_is_not_sent_again(open_house):
    rule = opened(open_house)
    first = get()
    again = get(**{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=60"
    assert get(**{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    assert get(part="fragment/", **{"If-None-Match": first.headers["ETag"]}).status_code == 200

    Organisation.objects.update(name="Seaside")
    renamed = get(**{"If-None-Match": first.headers["ETag"]})
    assert (renamed.status_code, "Seaside" in renamed.text) == (200, True)
    put_in_force(save(rule, open_house.ana, customer_text=f"{TEXT} Now too."), open_house.ana)
    assert "Now too." in get(**{"If-None-Match": renamed.headers["ETag"]}).text


def test_a_fragment_is_for_other_sites_to_take_in_and_a_page_for_none_to_frame(open_house):
    opened(open_house)
    fragment, page = get(part="fragment/"), get()
    assert flat(fragment.text).startswith('<article lang="en"><h2>Where you can dive</h2>')
    assert re.findall(r"<(?:html|head|script|style|link|form)|class=|style=|on\w+=", fragment.text) == []
    assert fragment.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in page.headers
    for answer in (fragment, page):
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert get("nowhere", "fragment/").headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_tells_others_what_it_is(open_house):
    opened(open_house)
    page = get().text
    for tag in (
        "<title>Where you can dive · Lakeside Leisure</title>",
        '<meta name="description" content="The deep end is made for it.">',
        '<link rel="canonical" href="http://testserver/customers/where-you-can-dive/">',
        '<meta property="og:title" content="Where you can dive">',
        '<meta property="og:site_name" content="Lakeside Leisure">',
    ):
        assert tag in page
    assert "og:image" not in page
    assert 'content="noindex"' in Client().get("/customers/", {"q": "deep"}).text


# What it costs


def count_queries(address):
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def test_pages_ask_the_database_as_often_with_a_hundred_rules_as_with_three(open_house):
    addresses = ("/customers/", "/customers/?q=dive", "/customers/where-you-can-dive/", "/customers/sitemap.xml")
    for n in range(3):
        opened(open_house, customer_text=TEXT if not n else f"# Way {n} to dive\n\nDive.")
    few = [count_queries(address) for address in addresses]
    for n in range(3, 100):
        adopt_open(open_house, n)

    assert [count_queries(address) for address in addresses] == few
    assert few == [4, 5, 2, 2], "one of each is the organisation's"
    page = get()
    assert len(page.content) < MOST_BYTES


def adopt_open(people, n):
    """A rule that is open, in the fewest steps."""
    values = {"title": f"Way {n} to dive", "source": f"{n}.md", "owner": people.ana, "customer_text": "Dive."}
    edition = publishing.adopt({**values, "on_customer_page": True}, "policy", by=people.ana, now=timezone.now())
    assert edition.customer_page.title == f"Way {n} to dive"


def test_rows_hold_no_more_than_the_page(open_house):
    rule = opened(open_house, flexibility="grey", rows=GREY_ROWS, search_words="somersault")
    row = page_columns(customer_text_of(rule.edition_at(timezone.now()).content_data))
    assert set(json.loads(row["said"])) == {"title", "text", "benefits", "instead", "next_time", "language"}
    assert not any("Gift card" in text or "somersault" in text for text in row.values())
    people_actions.rename_team(open_house.desk, "Zebra", by=open_house.ada, now=timezone.now())
    assert "zebra" not in everything(get())
