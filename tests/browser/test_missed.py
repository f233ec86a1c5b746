"""What people look for in vain, before a screen: it is counted by itself, and a manager makes work of it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.lookup import actions
from policyhub.lookup.models import Missed, MissedThen
from policyhub.registry.models import Rule
from tests.browser.test_axe import looker
from tests.factories import RuleFactory, put_in_force

pytestmark = pytest.mark.browser


@pytest.fixture
def late(everybody):
    everybody.organisation.second_person = False
    everybody.organisation.save()
    rule = RuleFactory(by=everybody.ana, team=everybody.desk, title="Late refund")
    put_in_force(rule, everybody.ana)
    return rule


def missed():
    return dict(Missed.objects.values_list("text", "times"))


def ask(question, *who):
    for person in who:
        found = actions.missed.count(question, none_fits=True, by=person, now=timezone.now())
    return found


def test_two_seconds_after_the_typing_rests_it_is_counted_and_then_what_is_opened(everybody, late, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/")
    box = page.locator("#q")
    box.press_sequentially("zzz", delay=20)
    expect(page.get_by_text("Nothing written for “zzz”.")).to_be_visible()
    page.wait_for_timeout(800)
    box.press_sequentially("eppelin", delay=20)
    expect(page.get_by_text("Nothing written for “zzzeppelin”.")).to_be_visible()
    assert missed() == {}
    height = page.evaluate("document.documentElement.scrollHeight")
    with page.expect_response("**/missed/"):
        pass
    assert missed() == {"zzzeppelin": 1}
    expect(page.locator("div.missing")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == height, "nothing moves under a finger"
    expect(box).to_be_focused()
    expect(box).to_have_value("zzzeppelin")

    box.fill("late ref")
    with page.expect_response("**/missed/then/"):
        page.get_by_role("link", name="Late refund").first.click()
    then = MissedThen.objects.get()
    assert (then.missed.text, then.rule, then.times) == ("zzzeppelin", late, 1)
    page.goto(late.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert MissedThen.objects.get().times == 1


def test_what_is_opened_after_three_minutes_has_nothing_to_do_with_it(everybody, late, open_page):
    page = open_page("desk", everybody.sam)
    with page.expect_response("**/missed/"):
        page.goto("/?q=zeppelin")
    page.evaluate(
        """() => { const asked = JSON.parse(sessionStorage.missed); asked.at -= 180000;
        sessionStorage.missed = JSON.stringify(asked) }"""
    )
    page.goto(late.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert missed() == {"zeppelin": 1}
    assert not MissedThen.objects.exists()


def test_without_script_a_press_says_so(everybody, late, open_page):
    page = open_page("phone", everybody.sam, script=False)
    page.goto("/?q=zeppelin")
    page.get_by_role("button", name="Say that this is missing").click()
    expect(page.get_by_role("status").first).to_contain_text("counted, without your name")
    assert missed() == {"zeppelin": 1}


def test_none_of_these_fits_and_the_focus_stays_with_what_is_said(everybody, late, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/?q=late")
    page.get_by_role("button", name="None of these fits").click()
    expect(page.locator(".missing p")).to_be_focused()
    assert missed() == {"late": 1}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_manager_settles_three_questions_each_in_its_way(everybody, late, open_page, script):
    for question, who in (("parrot", 3), ("money returned", 2), ("sauna", 1)):
        ask(question, *[everybody.sam, everybody.mia, everybody.ravi][:who])
    actions.missed.count_then("money returned", late.slug, by=everybody.sam, now=timezone.now())
    page = open_page("phone", everybody.ana, script=script)
    page.goto("/to-do/")
    page.get_by_role("link", name="Resolve them").click()
    line = page.locator(".missed > li")
    line.filter(has_text="parrot").get_by_role("button", name="A rule is needed").click()
    expect(page.locator(".notice")).to_contain_text("“Parrot” is noted down.")
    line.filter(has_text="money returned").locator("summary", has_text="It means").click()
    expect(page.get_by_label("the rule “Late refund”")).not_to_be_checked()
    page.get_by_label("the rule “Late refund”").check()
    page.get_by_role("button", name="This is what it means").first.click()
    expect(page.locator(".notice")).to_contain_text("“Money returned” now finds the rule “Late refund”.")
    line.filter(has_text="sauna").locator("summary", has_text="No rule needed").click()
    page.get_by_label("Why not?").fill("We have none.")
    page.get_by_role("button", name="No rule needed", exact=True).click()
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    assert Rule.objects.get(pk=late.pk).search_words == "money returned"
    assert sorted(Missed.objects.values_list("state", flat=True)) == ["none", "rule", "synonym"]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_pages_can_be_read_and_used_by_everybody(everybody, late, open_page, size):
    long = ask("Handtuchausgabeschalterregelung" * 5, everybody.sam)
    actions.missed.count_then(long.text, late.slug, by=everybody.sam, now=timezone.now())
    settled = ask("sauna", everybody.sam)
    actions.missed.needs_none(settled, "We have none. " * 10, by=everybody.ana, now=timezone.now())
    actions.synonyms.add(
        ", ".join(f"Handtuchausgabeschalter{n}" * 2 for n in range(9)), "de", by=everybody.ana, now=timezone.now()
    )
    wrong = []
    for scheme in ("light", "dark"):
        page = open_page(size, everybody.ana, scheme=scheme)
        look = looker(page, size)
        for address in ("/missed/", "/missed/?show=settled", "/synonyms/", "/synonyms/new/", "/?q=sauna", "/?q=late"):
            page.goto(address)
            wrong += look()
        page.goto("/missed/")
        for summary in page.locator(".missed summary").all():
            summary.click()
        wrong += look()
        page.goto("/synonyms/new/")
        page.get_by_label("Terms that mean the same").fill("Handtuchausgabeschalter1Handtuchausgabeschalter1, towel")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".summary")).to_be_focused()
        wrong += look()
        page.get_by_role("button", name="Join them").click() if scheme == "dark" else None
    assert wrong == []
    expect(page.locator(".notice")).to_contain_text("Saved.")
