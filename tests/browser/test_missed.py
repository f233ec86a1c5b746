"""What people look for in vain, before a screen: it is counted by itself, and a manager makes work of it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.search import actions
from policyhub.search.models import FailedSearch, OpenedAfterSearch
from tests.browser.looking import in_views, looker
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
    return dict(FailedSearch.objects.values_list("text", "times"))


def ask(question, *who):
    for person in who:
        failed_search = actions.failed_searches.count(question, none_fits=True, by=person, now=timezone.now())
    return failed_search


def test_two_seconds_after_the_typing_rests_it_is_counted_and_then_what_is_opened(everybody, late, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/")
    box = page.locator("#q")
    box.press_sequentially("zzz", delay=20)
    expect(page.get_by_text("No rule found for “zzz”.")).to_be_visible()
    page.wait_for_timeout(800)
    box.press_sequentially("eppelin", delay=20)
    expect(page.get_by_text("No rule found for “zzzeppelin”.")).to_be_visible()
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
    then = OpenedAfterSearch.objects.get()
    assert (then.missed.text, then.rule, then.times) == ("zzzeppelin", late, 1)
    page.goto(late.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert OpenedAfterSearch.objects.get().times == 1


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
    assert not OpenedAfterSearch.objects.exists()


def test_none_of_these_fits_and_the_focus_stays_with_what_is_said(everybody, late, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/?q=late")
    page.get_by_role("button", name="None of these fit").click()
    expect(page.locator(".missing p")).to_be_focused()
    assert missed() == {"late": 1}


@in_views
def test_the_pages_can_be_read_and_used_by_everybody(everybody, late, open_page, views):
    long = ask("Handtuchausgabeschalterregelung" * 5, everybody.sam)
    actions.failed_searches.count_opened(long.text, late.slug, by=everybody.sam, now=timezone.now())
    resolved = ask("sauna", everybody.sam)
    actions.failed_searches.needs_no_rule(resolved, "We have none. " * 10, by=everybody.ana, now=timezone.now())
    actions.synonyms.add(
        ", ".join(f"Handtuchausgabeschalter{n}" * 2 for n in range(9)), "de", by=everybody.ana, now=timezone.now()
    )
    page = open_page(person=everybody.ana)
    look, wrong = looker(page, views), []
    for address in ("/missed/", "/missed/?show=settled", "/synonyms/", "/synonyms/new/", "/?q=sauna", "/?q=late"):
        page.goto(address)
        wrong += look()
    page.goto("/missed/")
    for summary in page.locator(".missed summary").all():
        summary.click()
    wrong += look()
    page.goto("/synonyms/new/")
    page.get_by_label("Synonyms").fill("Handtuchausgabeschalter1Handtuchausgabeschalter1, towel")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".summary")).to_be_focused()
    wrong += look()
    page.get_by_role("button", name="Merge groups").click()
    assert wrong == []
    expect(page.locator(".notice")).to_contain_text("Saved.")
