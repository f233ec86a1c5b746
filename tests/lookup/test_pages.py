"""What staff see with a customer in front of them, and what it costs to show it."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.classification.actions import classify
from policyhub.lookup.views.answers import IN_FULL
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.search.search import MAX_RESULTS
from tests.conftest import share
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, option, put_in_force
from tests.pages import read

# How often each page asks the database, whatever number of rules there are. These may shrink, never grow.
QUERIES = {
    "sam": {"/": 3, "/?q=towels": 5, "card": 3},
    "ana": {"/": 3, "/?q=towels": 5, "card": 20},
}
WEIGHT = 60_000  # bytes

ALL = "All rules in force"
NO_REASON = "reason isn't written yet"
FOR_NOW = "Follow it for now. If it doesn't fit, ask"


def in_force(people, now=None, **fields):
    rule = RuleFactory(by=people.ana, now=now, **fields)
    put_in_force(rule, people.ana, now)
    rule.refresh_from_db()
    return rule


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def card(client, rule):
    """The card of a rule as one line of words."""
    page = client.get(rule.get_absolute_url())
    assert page.status_code == 200
    return read(page).within("article").text


def text_of_page(html):
    return read(html).text


def further(page):
    """The titles of the results that are listed below the cards."""
    return [part.text for part in read(page).parts("ul.rules > li > a.title")]


# What it costs


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_ask_the_database_as_often_with_many_rules_as_with_three(people, sign_in):
    for n in range(3):
        in_force(people, title=f"Towels, case {n}", flexibility="grey", rows=GREY_ROWS)
    addresses = {"/": "/", "/?q=towels": "/?q=towels", "card": "/rules/towels-case-1/"}
    clients = {"sam": sign_in(people.sam), "ana": sign_in(people.ana)}

    def count():
        return {who: {page: queries(client, at) for page, at in addresses.items()} for who, client in clients.items()}

    few = count()
    for n in range(3, max(30, share(300))):
        values = {"title": f"Towels, case {n}", "source": f"{n}.md", "owner": people.ana}
        publishing.adopt(values, "policy", by=people.ana, now=timezone.now())

    assert count() == few
    print(few)
    assert all(few[who][page] <= most for who, pages in QUERIES.items() for page, most in pages.items()), few


def packed(data):
    """How many bytes travel, packed as WhiteNoise packs static files."""
    return len(gzip.compress(data, 9))


def test_the_first_page_weighs_little_with_everything_it_loads(people, sam):
    for n in range(40):
        in_force(people, title=f"{n}: what we do when somebody comes back without a receipt, and it is late")

    response = sam.get("/", headers={"Accept-Encoding": "gzip"})
    html = gzip.decompress(response.content).decode()
    loaded = re.findall(r'(?:src|href)="/static/([^"]+)"', html)
    weights = {name: packed(Path(finders.find(name)).read_bytes()) for name in loaded} | {
        "html": len(response.content)
    }

    print(weights)
    assert {Path(name).suffix for name in loaded} == {".svg", ".css", ".js"}
    assert re.findall(r"<(?:img|iframe|video|font|object|embed)|@import|url\(", html) == []
    assert sum(weights.values()) <= WEIGHT


def test_the_stylesheet_loads_nothing_more():
    css = Path(finders.find("policyhub.css")).read_text(encoding="utf-8")

    assert re.findall(r"@import|@font-face|url\((?!data:)", css) == []


def test_five_documents_of_120_kilobytes_are_a_light_page(people, sam):
    body = "Whoever lends a towel writes it down. Übrigens: “quoted”. " * 2000
    assert len(body.encode()) >= 120_000
    for n in range(5):
        in_force(people, title=f"Towels, part {n}", body=body)

    response = sam.get("/", {"q": "lends a towel"})

    assert len(read(response).all("article")) == IN_FULL
    assert len(further(response)) == 5 - IN_FULL
    print(len(response.content))
    assert len(response.content) <= WEIGHT


def test_twenty_answers_with_all_they_may_hold_are_still_a_page(people, sam):
    options = [option(f"Option {n} " + "x" * 200, say_it="y" * 400) for n in range(3)]
    situations = [{"text": f"case {n} " + "z" * 200, "options": options} for n in range(10)]
    for n in range(25):
        rows = {"situations": situations, "lines": GREY_ROWS["lines"]}
        in_force(people, title=f"Towels {n}", flexibility="grey", rows=rows, say_it="w" * 400)

    response = sam.get("/", {"q": "towels"})

    assert len(read(response).all("article")) == IN_FULL
    assert len(further(response)) == MAX_RESULTS - IN_FULL
    assert packed(response.content) <= WEIGHT


# Whole pages and parts of pages


def test_a_script_that_asks_gets_the_answers_alone(people, sam):
    in_force(people, title="Towels")

    part = sam.get("/", {"q": "towels"}, headers={"HX-Request": "true"})

    assert read(part).text.startswith("1 result for “towels”")
    assert "<html" not in part.text
    assert ALL not in part.text


def test_caches_are_told_that_parts_and_pages_differ(people, sam):
    for headers in ({}, {"HX-Request": "true"}):
        response = sam.get("/", {"q": "towels"}, headers=headers)
        assert {"HX-Request", "Cookie"} <= set(re.split(r",\s*", response["Vary"]))
        assert response["Cache-Control"] == "no-store"


def test_going_back_gets_the_whole_page(people, sam):
    in_force(people, title="Towels")

    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    page = sam.get("/", {"q": "towels"}, headers=headers)

    assert page.text.lstrip().lower().startswith("<!doctype html>")
    assert "1 result for “towels”" in page.text
    assert ALL in page.text


def test_answers_come_without_any_script(people, sam):
    rule = in_force(people, title="Towels")
    empty = read(sam.get("/"))
    form = empty.get("button", "Look up").find_parent("form")
    assert (form["action"], form["method"]) == ("/", "get")
    assert "q" in empty.form("Look up")

    page = read(sam.get("/", {"q": "towels"}))

    assert page.link("Towels") == rule.get_absolute_url()
    assert sam.get(rule.get_absolute_url()).status_code == 200


def test_nothing_found_says_so_and_keeps_the_words_for_a_note(people, sam):
    page = read(sam.get("/", {"q": "lost & <found>"}))

    assert "No rule found for “lost & <found>”." in page.text
    assert page.link("Edit the title first") == "/rules/capture/?title=lost%20%26%20%3Cfound%3E"


def test_no_question_no_answers_but_the_list(people, sam):
    in_force(people, title="Towels")

    for address in ("/", "/?q=", "/?q=%20%20", "/?q=%00"):
        page = read(sam.get(address))
        assert page.parts(".count") == []
        assert not page.has("article")
        assert page.has("link", "Towels")


def test_the_list_to_browse_has_pages(people, sam):
    for n in range(35):
        in_force(people, title=f"Rule {n:02}")

    first, second = sam.get("/").text, sam.get("/?page=2").text

    assert "Rule 19" in first
    assert "Rule 20" not in first
    assert "Rule 20" in second
    assert "Page 2" in second


def test_the_list_shows_what_is_in_force_and_not_what_is_being_written(people, sam):
    rule = in_force(people, title="Towels", flexibility="grey", rows=GREY_ROWS)
    text = writing.RuleInput({"title": "Secret sponges"})
    rule = writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    classify.decide(rule, "black", "Not signed yet.", version=rule.version, by=people.ana, now=timezone.now())

    page = sam.get("/")

    assert "Secret sponges" not in page.text
    assert read(page).has("listitem", "Towels Grey")
    assert "Black" not in read(page).main.text


# The words on a card


def test_a_grey_card_says_the_options_with_limit_and_who_grants_them(people, sam):
    options = [
        option("Exchange it", limit_words="once"),
        option("Refund", limit_amount="40.00", limit_words="", grantor="lead", say_it="Here you are."),
        option("Call the owner", limit_words="", grantor="named", grantor_name="Petra"),
    ]
    rows = {"situations": [{"text": "there is a receipt", "options": options}], "lines": GREY_ROWS["lines"]}
    card_text = card(sam, in_force(people, title="Refunds", flexibility="grey", rows=rows, say_it="Let me see."))

    assert card_text.startswith("Grey : flexible")
    assert "When there is a receipt" in card_text
    assert "Exchange it once, you decide" in card_text
    assert "Refund up to £40, ask a lead Here you are." in card_text
    assert "Call the owner ask Petra" in card_text
    assert "What to say Let me see." in card_text
    assert "Never Cash over forty pounds" in card_text
    assert f"Signed by Ana Ruiz, {timezone.localdate():%-d %B %Y}" in card_text


def test_a_black_card_says_why(people, sam):
    card_text = card(
        sam, in_force(people, title="Diving", flexibility="black", rows=BLACK_ROWS, instead="The deep end.")
    )

    assert card_text.startswith("Black : fixed")
    assert "Why: Safety The water is shallow." in card_text
    assert "How it helps the customer Everybody goes home well." in card_text
    assert "What to offer instead The deep end." in card_text
    assert NO_REASON not in card_text


def test_a_black_card_without_a_reason_says_so_and_whom_to_ask(people, sam):
    card_text = card(sam, in_force(people, title="Diving", flexibility="black"))

    assert "Why Because it is so. Follow it. The full reason isn't written yet: ask Ana Ruiz." in card_text


def test_a_grey_card_without_situations_says_so_and_whom_to_ask(people, sam):
    card_text = card(sam, in_force(people, title="Refunds", flexibility="grey"))

    assert "The options aren't written yet: ask Ana Ruiz before making an exception." in card_text


def test_an_undecided_card_says_to_keep_to_it_and_whom_to_ask(people, sam):
    card_text = card(sam, in_force(people, title="Lockers"))

    assert card_text.startswith("Unclassified")
    assert f"{FOR_NOW} Ana Ruiz, ext. 12." in card_text


def test_an_adopted_card_says_that_nobody_signed_it(people, sam):
    values = {"title": "Lockers", "body": "Bring a coin.", "source": "lockers.md"}
    edition = publishing.adopt(values, "policy", by="command line", now=timezone.now())

    page, unsigned = text_of_page(sam.get(edition.rule.get_absolute_url()).text), "Imported, not signed"
    assert page.count(unsigned) == 2  # on the card, and below the text
    assert f"{FOR_NOW} your lead." in page
    assert unsigned in sam.get("/", {"q": "lockers"}).text


def test_the_card_shows_the_edition_and_not_what_is_being_written(people, sam):
    rule = in_force(people, title="Towels", statement="We lend them.", body="One each.")
    text = writing.RuleInput({"title": "Linen", "statement": "We sell them.", "body": "Two each."})
    rule = writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())

    page = text_of_page(sam.get(rule.get_absolute_url()).text)

    assert "We lend them." in page
    assert "One each." in page
    assert not re.search("Linen|We sell them|Two each", page)


def test_the_old_address_of_a_renamed_rule_leads_to_the_new_one(people, sam):
    rule = in_force(people, title="Towels")
    text = writing.RuleInput({"title": "Linen"})
    rule = writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    assert sam.get("/rules/towels/?from=poster").status_code == 200  # what is being written gives no address
    put_in_force(rule, people.petra)

    response = sam.get("/rules/towels/?from=poster")

    assert response.status_code == 301
    assert response["Location"] == "/rules/linen/?from=poster"


def test_a_rule_that_is_not_mine_to_read_is_not_there(people, sam, sign_in):
    rule = in_force(people, title="Alarm code", restricted=True, restricted_to=[people.pool])

    assert sam.get(rule.get_absolute_url()).status_code == 404
    assert sign_in(people.mia).get(rule.get_absolute_url()).status_code == 200


def test_a_draft_is_there_for_those_who_write_and_for_nobody_else(people, sam, sign_in):
    rule = RuleFactory(by=people.ana, title="Saunas", statement="Quiet, please.", body="No phones.")

    assert sam.get(rule.get_absolute_url()).status_code == 404
    assert "Saunas" not in sam.get("/rules/").text
    page = sign_in(people.ana).get(rule.get_absolute_url()).text
    assert "Draft, not in force yet." in page
    assert "Quiet, please." in page


def test_a_retired_rule_says_since_when_why_and_what_takes_its_place(people, sam):
    rule, linen = in_force(people, title="Towels"), in_force(people, title="Linen")
    publishing.retire(rule, why="One rule is enough.", successor=linen, number=2, by=people.ana, now=timezone.now())

    page = text_of_page(sam.get(rule.get_absolute_url()).text)

    assert "Retired on" in page
    assert "One rule is enough." in page
    assert "Replaced by: Linen" in page


def test_a_note_of_an_unwritten_rule_says_who_knows_more(people, sam):
    rule = writing.capture("Locker keys", "Five pounds.", client_key=None, by=people.mia, now=timezone.now())

    card_text = card(sam, rule)

    assert card_text.startswith("Unwritten Five pounds.")
    assert "Unwritten rule, noted by Mia Brandt. Ask them about it." in card_text


def test_the_edition_line_tells_since_when(people, sam):
    signed = timezone.now() - timedelta(days=40)
    rule = in_force(people, title="Towels", now=signed)

    local = timezone.localtime(signed, people.organisation.zone)
    assert f"In force since {local:%-d %B %Y}, version 1." in sam.get(rule.get_absolute_url()).text


# The passage


def test_the_passage_shows_the_words_where_they_stand(people, sam):
    body = "# Lending\n\n" + "We are glad of every guest. " * 60
    body += "Whoever lost a **wheelchair key** asks the [night porter](https://a.example), not the desk. "
    in_force(people, title="Lending", body=body + "Nothing else is lent. " * 60)

    excerpt = read(sam.get("/", {"q": "wheelchair key"})).part(".passage").text

    assert "Whoever lost a wheelchair key asks the night porter, not the desk." in excerpt
    assert len(excerpt) <= 290
    assert not re.search(r"[*\[#]|https", excerpt)


def test_the_passage_keeps_to_where_most_words_stand_together(people, sam):
    body = "A key opens it. " + "Nothing of note. " * 40 + "The wheelchair key hangs here. " + "Later, keys. " * 40
    in_force(people, title="Lending", body=body)

    assert "The wheelchair key hangs here." in sam.get("/", {"q": "wheelchair key"}).text


def test_a_passage_with_markup_is_shown_as_text(people, sam):
    in_force(people, title="Lending", body="Never write <script>alert('wheelchair')</script> anywhere.")

    page = sam.get("/", {"q": "wheelchair"}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#x27;wheelchair&#x27;)&lt;/script&gt;" in page


def test_a_card_found_by_its_title_has_no_passage(people, sam):
    in_force(people, title="Wheelchairs", body="Two stand at the door.")

    assert read(sam.get("/", {"q": "wheelchair"})).parts(".passage") == []
