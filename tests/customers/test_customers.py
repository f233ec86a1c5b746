"""Customers read the rules that are opened to them: which words, at which address, and from when to when."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Organisation
from policyhub.customers import actions as customers
from policyhub.customers.models import CustomerAddress, CustomerPage
from policyhub.customers.pages import address_for, customer_text_of
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.authoring.test_odd_forms import HOSTILE, ODD
from tests.factories import BLACK_ROWS, RuleFactory, put_in_force, touchpoint
from tests.pages import Page, flat, read

SHOW = "Show on customer pages"
WRITE = "Write the customer text"
NO_TEXT = "The version in force has no customer text"
TEXT = "# Where you can dive\n\nThe deep end is *made* for it."


@pytest.fixture
def open_house(people):
    Organisation.objects.update(customers_pages=True)
    return people


def written(people, **fields):
    values = {
        "title": "No diving",
        "customer_text": TEXT,
        "instead": "A lesson on Saturday.",
        "next_time": "Blue signs.",
    }
    return RuleFactory(by=people.ana, **{**values, "flexibility": "black", "rows": BLACK_ROWS, **fields})


def opened(people, now=None, **fields):
    """In force, and open to customers."""
    rule = written(people, now=now, **fields)
    put_in_force(rule, people.ana, now)
    return customers.show_to_customers(rule, by=people.ana, now=now or timezone.now())


def save(rule, by, **values):
    rule = Rule.objects.get(pk=rule.pk)
    text = writing.RuleInput(values, restricted_to=values.pop("restricted_to", None))
    return writing.write(rule, text, version=rule.version, by=by, now=timezone.now())


def get(address="where-you-can-dive", part="", client=None, **headers):
    return (client or Client()).get(f"/customers/{address}/{part}", headers=headers)


def main_text(answer):
    return read(answer).part("main").text


def titles(answer):
    page = answer if isinstance(answer, Page) else read(answer)
    return [part.text for part in page.parts("li[lang] > a")]


# What they read


def test_a_page_tells_how_we_do_it_why_and_what_we_can_do(open_house):
    opened(open_house)

    page = get()

    assert page.status_code == 200
    assert read(page).part("h1").text == "Where you can dive"
    assert "<p>The deep end is <em>made</em> for it.</p>" in page.text
    text = main_text(page)
    for part in ("How we do this, and why", "How it helps you Everybody goes home well.", "Next time Blue signs."):
        assert part in text
    assert "What we can do for you A lesson on Saturday." in text
    assert "This has applied since" in text
    for hidden in ("No diving", "The water is shallow", "Ana Ruiz", "Black", "We do it like this", "R-001"):
        assert hidden not in page.text, hidden


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# Where you can dive\n\nDeep.", "Where you can dive", "Deep."),
        ("\n#  Where you can dive #\nDeep.", "Where you can dive", "Deep."),
        ("Deep.\n\n# Not first", "No diving", "Deep.\n\n# Not first"),
        ("## A smaller one\n\nDeep.", "No diving", "## A smaller one\n\nDeep."),
        ("#nodiving", "No diving", "#nodiving"),
        ("# Alone", "Alone", ""),
        ("", "No diving", ""),
    ],
)
def test_a_text_may_begin_with_a_title_of_its_own(text, title, rest):
    content = {
        "title": "No diving",
        "customer_text": text,
        "benefits": [],
        "instead": "",
        "next_time": "",
        "language": "en",
    }
    parsed = customer_text_of(content)
    assert (parsed.title, parsed.text, parsed.has_text) == (title, rest, bool(rest))


def test_how_a_text_begins_is_told_without_its_marks(open_house):
    opened(open_house, customer_text="Take **thirty** days, see [our shop](https://shop.example/).\n\n- one\n- `two`")
    assert CustomerPage.objects.get().lead == "Take thirty days, see our shop. - one - two"


def test_a_page_speaks_the_language_of_its_rule(open_house):
    opened(open_house, language="de", customer_text="# Wo man springen kann\n\nAm tiefen Ende.")
    page = get("wo-man-springen-kann")
    assert '<html lang="de">' in page.text
    assert page.headers["Content-Language"] == "de"
    assert '<h2 lang="en">How we do this, and why</h2>' in flat(page.text), (
        "words of ours that are not translated say so"
    )


# Which rules, and until when


def test_only_rules_that_are_opened_are_there(open_house):
    rule = written(open_house)
    put_in_force(rule, open_house.ana)
    assert [get(slug).status_code for slug in ("where-you-can-dive", "no-diving", "nowhere")] == [404] * 3
    assert CustomerPage.objects.count() == 0

    customers.show_to_customers(rule, by=open_house.ana, now=timezone.now())

    assert [get(slug).status_code for slug in ("where-you-can-dive", "no-diving", "nowhere")] == [200, 404, 404]


def test_nothing_is_there_unless_the_organisation_wants_it(people):
    opened(people)
    for address in ("/customers/", "/customers/where-you-can-dive/", "/customers/sitemap.xml", "/customers/nowhere/"):
        assert Client().get(address).status_code == 404, address
    robots = Client().get("/robots.txt").text
    assert robots == "User-agent: *\nDisallow: /\n"

    Organisation.objects.update(customers_pages=True)

    assert get().status_code == 200
    robots = Client().get("/robots.txt").text
    assert "Allow: /customers/\n" in robots
    assert robots.endswith("Disallow: /\n\nSitemap: http://testserver/customers/sitemap.xml\n")


def test_a_restricted_rule_is_never_there(open_house):
    rule = opened(open_house)
    save(rule, open_house.ana, restricted=True, restricted_to=[open_house.desk])
    assert get().status_code == 410

    with pytest.raises(ValidationError):
        customers.show_to_customers(rule, by=open_house.ana, now=timezone.now())
    save(rule, open_house.ana, restricted=False, restricted_to=[])
    assert get().status_code == 200


@pytest.mark.parametrize("change", [{"restricted": True}, {"on_customer_page": False}])
def test_the_switches_count_even_where_rows_have_been_left(open_house, change):
    """Past the verbs, so that the rows of the page are still there."""
    rule = opened(open_house)
    Rule.objects.filter(pk=rule.pk).update(**change)
    assert CustomerPage.objects.count() == 1
    assert get().status_code == get(part="fragment/").status_code == 410
    assert titles(Client().get("/customers/")) == titles(Client().get("/customers/", {"q": "deep"})) == []
    assert "dive" not in Client().get("/customers/sitemap.xml").text


def test_customers_read_what_is_in_force_and_never_what_is_being_written(open_house):
    rule = opened(open_house)
    save(rule, open_house.ana, title="Secret plan", customer_text="# Another title\n\nDraft words.", instead="Draft.")
    assert "Draft" not in get().text
    assert [get(slug).status_code for slug in ("another-title", "secret-plan")] == [404, 404]

    put_in_force(Rule.objects.get(pk=rule.pk), open_house.ana)

    assert "Draft words." in get("another-title").text
    for part in ("", "fragment/"):
        moved = get(part=part)
        assert (moved.status_code, moved.url) == (301, f"/customers/another-title/{part}")


def test_what_was_there_once_says_that_it_is_gone(open_house):
    rule = opened(open_house)
    now = timezone.now()
    customers.hide_from_customers(rule, by=open_house.ana, now=now)
    gone = get()
    assert gone.status_code == get(part="fragment/").status_code == 410
    assert "This page has been removed" in main_text(gone)
    assert "/customers/" in read(gone).links.values()
    customers.show_to_customers(rule, by=open_house.ana, now=now)
    assert get().status_code == 200

    publishing.retire(rule, why="Over.", successor=None, number=2, by=open_house.ana, now=now)

    assert get().status_code == 410
    assert "Page not found" in main_text(get("nowhere"))


def test_a_planned_edition_takes_over_without_anybody_doing_anything(open_house):
    then = timezone.now() - timedelta(days=9)
    rule = opened(open_house, now=then)
    rule = save(rule, open_house.ana, customer_text="# Where you can dive now\n\nEverywhere.")
    put_in_force(rule, open_house.ana, then, planned=then + timedelta(days=5))

    def read_after(days):
        return [page.title for page in CustomerPage.objects.public(then + timedelta(days=days))]

    assert [read_after(days) for days in (-1, 1, 6)] == [[], ["Where you can dive"], ["Where you can dive now"]]
    assert get().status_code == 301


def test_an_address_nobody_could_read_yet_is_no_address(open_house):
    rule = written(open_house)
    put_in_force(rule, open_house.ana, planned=timezone.now() + timedelta(days=5))
    rule = customers.show_to_customers(rule, by=open_house.ana, now=timezone.now())
    assert get().status_code == 404
    customers.hide_from_customers(rule, by=open_house.ana, now=timezone.now())
    assert CustomerAddress.objects.count() == 0


def test_two_rules_of_one_title_have_two_addresses_and_neither_inherits_one(open_house):
    first, other = opened(open_house), opened(open_house, customer_text="# Where you can dive\n\nThe lake.")
    second = f"where-you-can-dive-{other.reference.lower()}"
    assert "made" in get().text
    assert "The lake." in get(second).text

    customers.hide_from_customers(first, by=open_house.ana, now=timezone.now())
    put_in_force(save(other, open_house.ana, customer_text=TEXT), open_house.ana)

    assert (get().status_code, get(second).status_code) == (410, 200)


def test_two_rules_that_take_one_title_at_once_have_two_addresses(open_house, monkeypatch):
    """The other one takes it between the look whether it is free and the taking."""
    first, other = opened(open_house), written(open_house, title="Diving")
    monkeypatch.setattr(QuerySet, "exists", lambda rows: False)
    second = address_for(other, "Where you can dive", timezone.now(), CustomerAddress)
    assert (second.rule_id, second.slug) == (other.pk, f"where-you-can-dive-{other.reference.lower()}")
    assert address_for(first, "Where you can dive", timezone.now(), CustomerAddress).slug == "where-you-can-dive"
    taken = f"where-you-can-dive-{first.reference.lower()}"
    CustomerAddress.objects.create(slug=taken, rule=other, since=timezone.now())
    CustomerAddress.objects.filter(slug="where-you-can-dive").update(rule=other)
    third = address_for(first, "Where you can dive", timezone.now(), CustomerAddress)
    assert (third.rule_id, third.slug) == (first.pk, f"{taken}-2")


def test_a_title_without_letters_of_the_alphabet_has_an_address_too(open_house):
    rule = opened(open_house, customer_text="# 何処で\n\nDeep.")
    assert get(rule.reference.lower()).status_code == 200


def test_without_a_text_for_customers_there_is_no_page(open_house, sign_in):
    rule = opened(open_house, customer_text="")
    assert CustomerPage.objects.count() == 0
    assert titles(Client().get("/customers/")) == []
    client = sign_in(open_house.ana)
    page = main_text(client.get(reverse("customers:preview", args=[rule.slug])))
    assert f"This rule is shown to customers, but they can't read it yet: {NO_TEXT}." in page
    left = client.get("/rules/left/customers-text/")
    assert f"/rules/{rule.slug}/write/customers/#id_customer_text" in read(left).links.values()


# The verbs, and the page with the switch


def test_each_way_leaves_one_event_and_the_second_click_none(people):
    rule, before = written(people), Event.objects.count()
    for verb in (customers.show_to_customers, customers.hide_from_customers):
        for _click in range(2):
            rule = verb(rule, by=people.ana, now=timezone.now())
    events = list(Event.objects.order_by("pk")[before:])
    assert [event.verb for event in events] == ["opened to customers", "closed to customers"]
    assert [json.loads(event.after) for event in events] == [{"on_customer_page": True}, {"on_customer_page": False}]
    assert verify().altered == []


def test_a_writer_sees_the_page_and_opens_it(open_house, sign_in):
    rule = written(open_house)
    put_in_force(rule, open_house.ana)
    client, address = sign_in(open_house.ana), reverse("customers:preview", args=[rule.slug])
    before = main_text(client.get(address))
    assert "Customers can't read this rule yet. Check the preview" in before
    assert "Where you can dive How we do this, and why The deep end is made for it." in before

    after = client.post(address, {"on": "on"}, follow=True)

    assert "Customers can read it now." in main_text(after)
    assert "http://testserver/customers/where-you-can-dive/" in read(after).links.values()
    assert get().status_code == 200
    shut = client.post(address, {"on": "off"}, follow=True)
    assert "Removed from customer pages. Cached copies are gone within a minute." in main_text(shut)
    assert get().status_code == 410
    assert client.post(address, {"on": "perhaps"}).status_code == 422


def test_what_nobody_has_written_is_not_opened(open_house, sign_in):
    """Text put in force later would be theirs without another look."""
    rule = written(open_house, customer_text="")
    client, address = sign_in(open_house.ana), reverse("customers:preview", args=[rule.slug])
    for in_force in (False, True):
        if in_force:
            put_in_force(rule, open_house.ana)
        page = client.get(address)
        assert read(page).link(WRITE) == f"/rules/{rule.slug}/write/customers/"
        assert "button" in read(page).get("link", WRITE)["class"], "what there is to do first"
        assert "Write the customer text and publish it first." in main_text(page)
        assert not read(page).has("button", SHOW)
        refused = client.post(address, {"on": "on"})
        assert refused.status_code == 422
        assert f"{NO_TEXT} yet. Write it and publish it first." in main_text(refused)
    save(rule, open_house.ana, customer_text=TEXT)
    assert client.post(address, {"on": "on"}).status_code == 422, "written, and not in force"
    put_in_force(Rule.objects.get(pk=rule.pk), open_house.ana)
    page = read(client.get(address))
    assert page.has("button", SHOW)
    assert "class" not in page.get("link", WRITE).attrs
    assert client.post(address, {"on": "on"}).status_code == 302
    assert get().status_code == 200


def test_the_page_shows_what_comes_beside_what_is_in_force(open_house, sign_in):
    rule = opened(open_house)
    save(rule, open_house.ana, customer_text="Ask Ana Ruiz. That is our policy.", instead="", next_time="")
    page = main_text(sign_in(open_house.ana).get(reverse("customers:preview", args=[rule.slug])))
    now, coming = page.split("After you publish the draft")
    assert "made for it" in now
    assert "Check this again" in coming
    assert "Check this again" not in now
    for warning in ("It names Ana Ruiz.", "“That is our policy”", "“policy”", "It doesn't say yet what you can do"):
        assert warning in coming


def test_what_keeps_customers_from_it_is_told(people, sign_in):
    rule = written(people, restricted=True, restricted_to=[people.desk], customer_text="")
    page = sign_in(people.ada).get(reverse("customers:preview", args=[rule.slug]))
    text = main_text(page)
    for reason in (
        "It's restricted to certain teams.",
        "It's not in force.",
        "Customer pages are turned off in Settings.",
    ):
        assert reason in text
    assert not read(page).has("button", SHOW)


def test_saving_a_rule_leaves_the_switch_as_it_stands(open_house, sign_in):
    """Somebody had the form open while another took the page down."""
    rule = opened(open_house)
    client = sign_in(open_house.ana)
    form = client.get(reverse("authoring:section", args=[rule.slug, "customers"])).text
    assert "on_customer_page" not in form
    assert reverse("customers:preview", args=[rule.slug]) in form
    customers.hide_from_customers(rule, by=open_house.petra, now=timezone.now())
    typed = {"customer_text": "New words.", "meets_customers": "on", "version": rule.version}
    assert client.post(reverse("authoring:section", args=[rule.slug, "customers"]), typed).status_code == 302
    assert not Rule.objects.get(pk=rule.pk).on_customer_page


def test_the_organisations_switch_is_under_settings(people, sign_in):
    typed = {"name": "Lakeside", "time_zone": "Europe/London", "language": "en", "customers_pages": "on"}
    assert sign_in(people.ada).post("/settings/", typed).status_code == 302
    assert Client().get("/customers/").status_code == 200
    assert "Lakeside" in Client().get("/customers/").text


# The list and the search


def test_customers_find_a_page_by_its_own_words_alone(open_house):
    rule = opened(open_house, search_words="somersault", say_it="Kindly", body="Whistle")
    opened(
        open_house,
        title="Dogs",
        customer_text="# If you come with a dog\n\nThere is shade.",
        rows={},
        instead="",
        next_time="",
    )
    client = Client()

    def titles_for(question):
        return titles(read(client.get("/customers/", {"q": question})).part("section[aria-labelledby=found]"))

    for question in ("dive", "where can I dive?", "DIVING", "deep end", "saturday lesson", "blue sig"):
        assert titles_for(question) == ["Where you can dive"], question
    assert titles_for("dog shade") == ["If you come with a dog"]
    assert titles_for("my pet") == ["If you come with a dog"], "by our list of what means the same"
    assert titles_for("is there a guide dog rule") == ["If you come with a dog"]
    for hidden in ("somersault", "kindly", "whistle", "shallow", rule.reference, "no", "ana"):
        assert titles_for(hidden) == [], hidden


def test_odd_questions_are_questions(open_house):
    opened(open_house)
    client = Client()
    odd = ["\0", "%", "_", "'", '"; --', "💥" * 90, "a" * 5000, " ".join("word" for _n in range(500))]
    for question in [*odd, *ODD.values(), *HOSTILE]:
        assert client.get("/customers/", {"q": question}).status_code == 200, question
    for number in ("0", "-1", "x", "9" * 30, "²"):
        assert client.get("/customers/", {"page": number, "about": number}).status_code == 200


def test_touchpoints_are_named_where_an_open_rule_has_them(open_house):
    rule = opened(open_house)
    touchpoint("Dive", open_house.ana, rule)
    touchpoint("Hire staff", open_house.ana, written(open_house))
    opened(open_house, customer_text="# Dogs\n\nShade.")
    page = Client().get("/customers/")
    assert "Hire staff" not in page.text
    about, key = read(page).link("Dive").split("=")
    assert about == "?about"
    assert titles(Client().get("/customers/", {"about": key})) == ["Where you can dive"]


def test_the_site_map_names_each_page_and_since_when(open_house):
    opened(open_house)
    tree = ElementTree.fromstring(Client().get("/customers/sitemap.xml").content)
    addresses = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert addresses == ["http://testserver/customers/", "http://testserver/customers/where-you-can-dive/"]
    assert len(list(tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"))) == 1
