"""The walk-through, one question a page, links, merge and drop: as somebody at a desk does them, without a script."""

import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.registry.models import Rule
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.models import Need, Touchpoint, touchpoints_of
from policyhub.ui import pages
from tests.factories import RuleFactory, put_in_force, touchpoint
from tests.pages import read

WALK = "/touchpoints/walk-through/"
DECIDED_BY_ANA = "Decided by Ana Ruiz on"


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


@pytest.fixture
def pay(people):
    return touchpoint("Pay", people.ana)


def names():
    return [listed.name for listed in Touchpoint.objects.live()]


def ticks(response, field):
    """Each checkbox of this field by its value, and whether it is ticked."""
    return {
        box["value"]: box.has_attr("checked") for box in read(response).all("checkbox") if box.get("name") == field
    }


# The walk-through


def test_ten_common_ways_are_there_to_tick_and_none_is_ticked(ana):
    ways = ticks(ana.get(WALK), "ways")
    assert len(ways) == 10
    assert not any(ways.values())


def test_what_is_ticked_and_written_is_on_the_list(ana):
    response = ana.post(
        WALK, {"ways": ["Pay", "Complain"], "own": "Hire a room\n\n  Look  for lost things "}, follow=True
    )

    assert names() == ["Pay", "Complain", "Hire a room", "Look for lost things"]
    assert "4 touchpoints added." in response.text


def test_ways_that_are_listed_are_not_offered_again(ana, pay):
    assert len(ticks(ana.get(WALK), "ways")) == 9


def test_a_double_click_adds_once(ana):
    answers = [ana.post(WALK, {"ways": ["Pay"], "own": "Hire a room"}, follow=True) for _n in range(2)]

    assert names() == ["Pay", "Hire a room"]
    assert "They were all on the list already." in answers[1].text


def test_nothing_ticked_is_said_kindly(ana):
    response = ana.post(WALK, {"own": "  \n "})
    assert response.status_code == 422
    assert "Tick one or add one." in response.text


def test_a_line_that_is_too_long_is_named(ana):
    response = ana.post(WALK, {"own": "x" * 121})
    assert response.status_code == 422
    assert "is too long" in response.text
    assert ana.post(WALK, {"own": "\n".join(map(str, range(201)))}).status_code == 422


def doubts(response):
    """Each near-duplicate that is pointed out, and whether it is ticked as different."""
    boxes = read(response).part("#doubts")
    return {label: box.has_attr("checked") for box in boxes.all("checkbox") for label in boxes.labels(box)}


def test_near_duplicates_are_pointed_out_before_anything_is_saved(people, ana):
    touchpoint("Refunds", people.ana)
    response = ana.post(WALK, {"ways": ["Ask for a refund"], "own": "Hire a room\nHire rooms\nPay"})

    assert names() == ["Refunds"]
    assert doubts(response) == {
        "“Ask for a refund” is different from “Refunds”": False,
        "“Hire rooms” is different from “Hire a room”": False,
    }
    assert "Hire a room\nHire rooms\nPay" in response.text, "what was typed is still there"


def test_what_is_the_same_is_left_out_and_what_is_not_is_kept(people, ana):
    touchpoint("Refunds", people.ana)
    typed = {"ways": ["Ask for a refund"], "own": "Hire a room\nHire rooms"}
    ana.post(WALK, typed)
    ana.post(WALK, typed | {"asked": ["Ask for a refund", "Hire rooms"], "keep": ["Hire rooms"]})

    assert names() == ["Refunds", "Hire a room", "Hire rooms"]


def test_a_doubt_that_came_later_is_asked_about_too_and_answers_stay(people, ana):
    touchpoint("Refunds", people.ana)
    answers = {"asked": ["Refund"], "keep": ["Refund"]}
    response = ana.post(WALK, answers | {"own": "Refund\nHire a room\nHire rooms"})

    assert names() == ["Refunds"]
    assert doubts(response) == {
        "“Refund” is different from “Refunds”": True,
        "“Hire rooms” is different from “Hire a room”": False,
    }


# One question a page


def test_one_question_follows_the_other(people, ana, pay):
    page = read(ana.get(f"/touchpoints/{pay.pk}/decide/policy/"))
    assert page.has("heading", "Policy: does “Pay” need one?")
    assert "A choice we made among alternatives" in page.text
    assert page.value("needed") is None, "nothing is chosen beforehand"

    for kind, data in [
        ("policy", {"needed": "yes"}),
        ("procedure", {"needed": "no", "why": "The till shows it."}),
        ("standard", {"needed": "unsure"}),
    ]:
        response = ana.post(f"/touchpoints/{pay.pk}/decide/{kind}/", data)
        places = {"policy": "decide/procedure/", "procedure": "decide/standard/", "standard": ""}
        assert response.url == f"/touchpoints/{pay.pk}/{places[kind]}"

    assert {n.kind: n.needed for n in pay.needs.all()} == {"policy": True, "procedure": False}
    page = read(ana.get(pay.get_absolute_url()))
    assert f"The till shows it. {DECIDED_BY_ANA}" in page.part("#procedure").text
    assert "Undecided" in page.part("#standard").text


def test_no_without_a_reason_comes_back_as_typed(ana, pay):
    response = ana.post(f"/touchpoints/{pay.pk}/decide/policy/", {"needed": "no"})
    assert response.status_code == 422
    assert "Say in one line why none is needed." in response.text
    assert not Need.objects.exists()


def test_a_decision_that_stands_is_shown_when_it_is_asked_again(people, ana):
    pay = touchpoint("Pay", people.ana, policy="Everybody knows.")
    page = read(ana.get(f"/touchpoints/{pay.pk}/decide/policy/"))
    assert page.value("needed") == "no"
    assert page.value("why") == "Everybody knows."
    assert DECIDED_BY_ANA in page.text


def test_none_of_them_because(ana, pay):
    response = ana.post(f"/touchpoints/{pay.pk}/none/", {"why": "It is a machine."})
    assert response.url == pay.get_absolute_url()
    assert set(pay.needs.values_list("needed", "why")) == {(False, "It is a machine.")}
    assert ana.post(f"/touchpoints/{pay.pk}/none/", {}).status_code == 422


def test_after_the_last_question_the_next_touchpoint_waits(people, ana, pay):
    join = touchpoint("Join", people.ana)
    ana.post(f"/touchpoints/{pay.pk}/none/", {"why": "It is a machine."})
    assert f'href="/touchpoints/{join.pk}/decide/policy/"' in ana.get(pay.get_absolute_url()).text


def test_there_are_no_other_kinds(ana, pay):
    assert ana.get(f"/touchpoints/{pay.pk}/decide/guideline/").status_code == 404


# Rules


def test_rules_are_found_ticked_and_taken_away(people, ana, pay):
    till, other = RuleFactory(by=people.ana, title="Till"), RuleFactory(by=people.ana, title="Other")
    page = ana.get(f"/touchpoints/{pay.pk}/rules/", {"q": "till"}).text
    assert f'value="{till.reference}"' in page
    assert other.reference not in page

    ana.post(f"/touchpoints/{pay.pk}/rules/?q=till", {"rules": [till.reference]})
    assert list(pay.rules.all()) == [till]
    page = ana.get(f"/touchpoints/{pay.pk}/rules/").text
    assert f'value="{till.reference}"' not in page, "it is linked already"

    ana.post(f"/touchpoints/{pay.pk}/rules/{till.reference}/remove/")
    assert not pay.rules.exists()


def test_rules_with_a_word_of_the_name_are_suggested(people, ana):
    refund = touchpoint("Ask for a refund", people.ana)
    RuleFactory(by=people.ana, title="Refunds after thirty days")
    page = read(ana.get(f"/touchpoints/{refund.pk}/rules/"))
    assert "Refunds after thirty days" in page.within("group", re.compile("^Suggested")).text


def test_a_rule_that_nobody_may_see_cannot_be_linked_and_stays_where_it_is_linked(people, ana, pay):
    secret = RuleFactory(by=people.ana, title="Secret", restricted=True, restricted_to=[people.pool])
    page = ana.post(f"/touchpoints/{pay.pk}/rules/", {"rules": [secret.reference]})
    assert page.status_code == 422
    assert "Secret" not in page.text

    till = RuleFactory(by=people.ana, title="Till")
    touchpoints.link_rules(pay, add=[secret, till], by=people.petra, now=timezone.now())
    assert ana.post(f"/touchpoints/{pay.pk}/rules/{secret.reference}/remove/").status_code == 404
    ana.post(f"/touchpoints/{pay.pk}/rules/{till.reference}/remove/")
    assert list(pay.rules.all()) == [secret]
    assert "Secret" not in ana.get(pay.get_absolute_url()).text


@pytest.mark.parametrize("typed", ["", "\0", "%", "x" * 500])
def test_whatever_is_looked_for_is_answered(ana, pay, typed):
    assert ana.get(f"/touchpoints/{pay.pk}/rules/", {"q": typed}).status_code == 200


@pytest.mark.parametrize("odd", ["\0", "9" * 40, "R-999", "\ud7ff\uffff", "' OR 1=1"])
def test_odd_values_are_refused_and_break_nothing(people, ana, pay, odd):
    assert ana.post(f"/touchpoints/{pay.pk}/rules/", {"rules": [odd]}).status_code == 422
    assert ana.post(f"/touchpoints/{pay.pk}/merge/", {"other": odd}).status_code == 422
    assert ana.post(f"/touchpoints/{pay.pk}/decide/policy/", {"needed": odd}).status_code == 422
    assert ana.post(WALK, {"ways": odd}).status_code == 422
    assert ana.post(f"/touchpoints/{pay.pk}/rules/{quote(odd)}/remove/").status_code == 404
    assert ana.get(f"/touchpoints/{pay.pk}/decide/{quote(odd)}/").status_code == 404
    assert ana.get("/touchpoints/", {"show": odd, "page": odd}).status_code == 200
    assert names() == ["Pay"]


def test_nothing_ticked_links_nothing(ana, pay):
    response = ana.post(f"/touchpoints/{pay.pk}/rules/", {})
    assert response.status_code == 422
    assert "Select a rule." in response.text


def test_one_is_written_for_a_touchpoint_and_covers_it(people, ana, pay):
    page = ana.get(pay.get_absolute_url()).text
    address = f"/policies/new/?touchpoint={pay.pk}"
    assert f'href="{address}"' in page
    assert 'value="Pay"' in ana.get(address).text

    data = {"title": "How to pay", "language": "en", "review_months": "12", "owner": people.ana.pk}
    response = ana.post(address, data, follow=True)

    rule = Rule.objects.get(title="How to pay")
    assert response.status_code == 200
    assert list(touchpoints_of(rule)) == [pay]


@pytest.mark.parametrize("key", ["999", "x", "", "9" * 40])
def test_a_rule_is_written_for_no_touchpoint_too(people, ana, key):
    address = f"/policies/new/?touchpoint={key}"
    assert ana.get(address).status_code == 200
    ana.post(address, {"title": "How to pay", "language": "en", "review_months": "12", "owner": people.ana.pk})
    assert not touchpoints_of(Rule.objects.get()).exists()


# Other words, merge, drop


def test_other_words_that_are_taken_offer_to_merge(people, ana, pay):
    join = touchpoint("Join", people.ana)
    response = ana.post(f"/touchpoints/{join.pk}/rename/", {"name": "PAY"})

    assert response.status_code == 422
    assert f'href="/touchpoints/{pay.pk}/merge/?other={join.pk}"' in response.text
    assert names() == ["Pay", "Join"]
    ana.post(f"/touchpoints/{join.pk}/rename/", {"name": "Sign up", "note": "Online too."})
    assert names() == ["Pay", "Sign up"]


def test_one_sees_what_merging_does_before_it_does_it(people, ana, pay):
    rule = RuleFactory(by=people.ana, title="Till")
    paying = touchpoint("Paying", people.ana, rule, policy=True)
    page = read(ana.get(f"/touchpoints/{pay.pk}/merge/", {"other": paying.pk})).text
    assert "“Paying” is removed. “Pay” stays, with the rules of both." in page
    assert "“Till” moves here." in page
    assert names() == ["Pay", "Paying"]

    ana.post(f"/touchpoints/{pay.pk}/merge/", {"other": paying.pk})

    assert names() == ["Pay"]
    assert ana.get(paying.get_absolute_url()).url == pay.get_absolute_url()
    assert ana.get(f"/touchpoints/{paying.pk}/drop/").url == pay.get_absolute_url()


@pytest.mark.parametrize("other", ["", "0", "x", "9" * 40])
def test_merging_with_nothing_is_refused(ana, pay, other):
    assert ana.post(f"/touchpoints/{pay.pk}/merge/", {"other": other}).status_code == 422
    assert ana.get(f"/touchpoints/{pay.pk}/merge/", {"other": other}).status_code == 200


def test_one_sees_what_hangs_on_it_before_it_goes(people, ana):
    pay = touchpoint("Pay", people.ana, RuleFactory(by=people.ana, title="Till"))
    assert "“Till” stays a rule" in read(ana.get(f"/touchpoints/{pay.pk}/drop/")).text

    page = ana.post(f"/touchpoints/{pay.pk}/drop/", follow=True)

    assert names() == []
    assert "Add it again, and it comes back as it was." in page.text
    assert ana.get(pay.get_absolute_url()).status_code == 404


def test_who_comes_too_late_keeps_what_was_typed(people, ana, pay, monkeypatch):
    def gone(*args, **kwargs):
        raise pages.Stale

    monkeypatch.setattr(touchpoints, "decide", gone)
    response = ana.post(f"/touchpoints/{pay.pk}/decide/policy/", {"needed": "no", "why": "Long thought about."})

    assert response.status_code == 409
    assert "Long thought about." in response.text


LONG_THOUGHT = {
    "decide/policy/": {"needed": "no", "why": "Long thought about."},
    "none/": {"why": "Long thought about."},
    "rename/": {"name": "Settle up", "note": "Long thought about."},
}


@pytest.mark.parametrize("page", LONG_THOUGHT)
def test_what_was_typed_for_a_touchpoint_that_left_the_list_comes_back(people, ana, pay, page):
    touchpoints.drop(pay, by=people.sam, now=timezone.now())
    before = Event.objects.count()

    response = ana.post(f"/touchpoints/{pay.pk}/{page}", LONG_THOUGHT[page])

    assert response.status_code == 409
    assert "“Pay” was removed while this page was open. Nothing was saved." in read(response).text
    assert "Long thought about." in response.text
    assert Event.objects.count() == before


@pytest.mark.parametrize("page", LONG_THOUGHT)
def test_what_was_typed_for_one_that_was_merged_comes_back_with_the_way_to_the_other(people, ana, pay, page):
    paying = touchpoint("Paying", people.ana)
    touchpoints.merge(pay, paying, by=people.sam, now=timezone.now())

    response = ana.post(f"/touchpoints/{paying.pk}/{page}", LONG_THOUGHT[page])

    assert response.status_code == 409
    assert "“Paying” was merged into “Pay” while this page was open. Nothing was saved." in read(response).text
    assert "Long thought about." in response.text
    assert read(response).link("Go to “Pay”") == pay.get_absolute_url()
    assert not pay.needs.exists()


def test_a_double_click_drops_once(people, ana, pay):
    for _click in range(2):
        assert ana.post(f"/touchpoints/{pay.pk}/drop/").url == "/touchpoints/"
    assert Event.objects.filter(chain__subject=pay.subject, verb="dropped").count() == 1


def test_a_double_click_merges_once(people, ana, pay):
    paying = touchpoint("Paying", people.ana)
    for _click in range(2):
        assert ana.post(f"/touchpoints/{pay.pk}/merge/", {"other": paying.pk}).url == pay.get_absolute_url()
    assert Event.objects.filter(chain__subject=pay.subject, verb="merged").count() == 1


def test_of_two_merges_at_once_the_later_one_shows_how_it_stands(people, ana, pay, monkeypatch):
    paying, merge = touchpoint("Paying", people.ana), touchpoints.merge

    def late(remaining, other, *, by, now):
        merge(remaining, other, by=people.sam, now=now)
        return merge(remaining, other, by=by, now=now)

    monkeypatch.setattr(touchpoints, "merge", late)
    assert ana.post(f"/touchpoints/{pay.pk}/merge/", {"other": paying.pk}).url == pay.get_absolute_url()
    assert names() == ["Pay"]


def test_a_rule_is_taken_away_too_late(people, ana, pay, monkeypatch):
    rule, link = RuleFactory(by=people.ana, title="Till"), touchpoints.link_rules

    def late(listed, **links):
        touchpoints.drop(listed, by=people.sam, now=timezone.now())
        link(listed, **links)

    monkeypatch.setattr(touchpoints, "link_rules", late)
    response = ana.post(f"/touchpoints/{pay.pk}/rules/{rule.reference}/remove/", follow=True)

    assert response.status_code == 404  # calmly: it is not there any more
    assert names() == []


def test_looking_writes_nothing(people, ana):
    rule = RuleFactory(by=people.ana, title="Till")
    put_in_force(rule, people.ana)
    pay, paying = touchpoint("Pay", people.ana, rule), touchpoint("Paying", people.ana)
    before = Event.objects.count()
    for page in ("", "decide/policy/", "none/", "rename/", "rules/", "merge/", f"merge/?other={paying.pk}", "drop/"):
        assert ana.get(f"/touchpoints/{pay.pk}/{page}").status_code == 200
    assert Event.objects.count() == before
