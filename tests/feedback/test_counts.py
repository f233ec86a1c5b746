"""What was told: to those who write the rules, to their leads, and to whoever told it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from policyhub.feedback.actions import taps as verbs
from policyhub.feedback.counts import FeedbackCounts, feedback_counts, friction_reasons
from policyhub.feedback.models import FeedbackEntry, OptionUse
from policyhub.feedback.my_feedback import friction_outcomes
from policyhub.feedback.option_stats import option_stats, use_counts
from policyhub.publishing import actions as publishing
from policyhub.registry.models import Rule
from policyhub.reviews import actions as reviews
from tests.factories import put_in_force
from tests.feedback.tapping import black, change, friction, grey, helped, keys, offer
from tests.lookup.test_pages import queries, text_of_page
from tests.pages import read

pytestmark = pytest.mark.engine  # counts are the engine's

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def rule(people):
    return grey(people, now=timezone.now() - timedelta(days=100))


def ago(days):
    return timezone.now() - timedelta(days=days)


def used(rule, by, option, content, times, start=1):
    """Offered so many times, an hour apart."""
    for n in range(times):
        use = offer(rule, by, ago(start) - n * HOUR, option=option)
        if content is not None:
            verbs.record_outcome(use, "content" if content else "not_content", by=by, now=timezone.now())


# Counted


def test_what_is_told_of_a_rule_since_a_day(rule, people):
    other = black(people)
    friction(rule, people.sam, ago(1))
    friction(rule, people.sam, ago(3))
    friction(rule, people.ravi, ago(2))
    friction(rule, people.ana, ago(40))
    helped(rule, people.sam, ago(2))
    verbs.undo(friction(rule, people.petra), by=people.petra, now=timezone.now())
    used(rule, people.sam, 0, True, 3)
    used(rule, people.sam, 1, False, 1)
    used(rule, people.ravi, 1, None, 1)
    assert feedback_counts([rule.pk], ago(30))[rule.pk] == FeedbackCounts(3, 2, 1, 5, 3, 1)
    assert feedback_counts([rule.pk, other.pk], ago(30))[other.pk] == FeedbackCounts()
    assert feedback_counts([rule.pk], LONG_AGO)[rule.pk].people == 3


def test_how_often_an_option_was_offered_ever(rule, people):
    used(rule, people.sam, 0, None, 3)
    verbs.undo(offer(rule, people.ravi), by=people.ravi, now=timezone.now())
    offered, other = keys(rule, 0)[1], keys(rule, 1)[1]
    assert use_counts([offered, other, uuid4()]) == {offered: 3}


def test_options_are_ranked_by_content_customers_not_by_one_lucky_one(rule, people):
    used(rule, people.sam, 0, True, 8)
    used(rule, people.ravi, 0, False, 1)
    used(rule, people.sam, 1, True, 1)
    first, second = option_stats([rule.pk], LONG_AGO)
    assert (first.option, first.share) == (keys(rule, 0)[1], "89%")
    assert (second.option, second.share) == (keys(rule, 1)[1], "100%")


def test_the_newest_sentences_of_each(rule, people):
    for n, who in enumerate((people.sam, people.ravi, people.ana, people.petra)):
        friction(rule, who, timezone.now() - n * HOUR, reason=f"Sentence {n}.")
    friction(rule, people.mia)
    assert friction_reasons([rule.pk], LONG_AGO, 3)[rule.pk] == ["Sentence 0.", "Sentence 1.", "Sentence 2."]


# Shown to those who write


def test_the_list_puts_what_is_in_most_peoples_way_first_and_names_nobody(rule, people, sign_in):
    other = black(people)
    quiet = black(people, title="Quiet hours")
    for who in (people.sam, people.ravi):
        friction(other, who, reason="It is too strict.")
    friction(rule, people.sam)
    used(rule, people.mia, 0, True, 2)
    page = sign_in(people.ana).get(reverse("feedback:entries")).text
    page_text = text_of_page(page)
    assert page_text.index("No diving") < page_text.index("Late refund")
    assert "2 people say it gets in the way." in page_text
    assert {part.text for part in read(page).parts("q")} == {"It is too strict."}
    assert "Exchange it When there is a receipt 2 2 of 2" in page_text
    assert quiet.title not in page_text
    for name in ("Sam", "Ravi", "Mia"):
        assert name not in page_text
    only = sign_in(people.ana).get(f"{reverse('feedback:entries')}?only=friction").text
    assert "No diving" in only
    assert "Nothing matches." in sign_in(people.ana).get(f"{reverse('feedback:entries')}?only=pulse").text


def test_the_list_says_when_it_is_empty(people, sign_in):
    assert "No feedback in the last 90 days." in sign_in(people.ana).get(reverse("feedback:entries")).text


def test_a_rule_of_another_team_is_not_on_the_list_where_it_is_restricted(rule, people, sign_in):
    friction(rule, people.sam)
    Rule.objects.update(restricted=True)
    Rule.objects.get().restricted_to.set([people.pool])
    managed = sign_in(people.ana).get(reverse("feedback:entries")).text
    assert "Late refund" not in managed


def test_on_the_page_of_the_rule_writers_and_its_leads_see_it(rule, people, sign_in):
    friction(rule, people.mia, reason="Nobody reads the sign.")
    used(rule, people.mia, 1, True, 1)
    for who, sees in [
        (people.ana, True),
        (people.ada, True),
        (people.ravi, True),
        (people.sam, False),
        (people.mia, False),
    ]:
        page = sign_in(who).get(rule.get_absolute_url()).text
        assert ("Nobody reads the sign." in page) == sees, who
        assert ("Happy customers" in page) == sees, who
    Rule.objects.update(team=people.pool)
    assert "Nobody reads the sign." not in sign_in(people.ravi).get(rule.get_absolute_url()).text, "not of his team"


def test_it_costs_the_same_with_many(rule, people, sign_in):
    ana, sam = sign_in(people.ana), sign_in(people.sam)

    def cost():
        pages = [
            (ana, reverse("feedback:entries")),
            (ana, rule.get_absolute_url()),
            (sam, "/my-taps/"),
            (sam, "/to-do/"),
        ]
        return [queries(client, address) for client, address in pages]

    def tap(rule):
        friction(rule, people.sam, reason="So.")
        offer(rule, people.sam)

    tap(rule)
    change(rule, people)
    few = cost()
    for n in range(8):
        more = grey(people, title=f"Rule {n}")
        tap(more)
        change(more, people)
    assert cost() == few


# The admin


def test_the_admin_shows_what_was_told_and_not_who(rule, people, sign_in):
    friction(rule, people.sam, reason="It is unclear.")
    offer(rule, people.sam)
    ada = sign_in(people.ada)
    for model in (FeedbackEntry, OptionUse):
        name = f"admin:feedback_{model._meta.model_name}"
        listed = ada.get(reverse(f"{name}_changelist"))
        opened = ada.get(reverse(f"{name}_change", args=[model.objects.get().pk]))
        assert listed.status_code == opened.status_code == 200
        assert "Sam Lee" not in listed.text + opened.text
        for query in (
            f"person={people.sam.pk}",
            f"person__id__exact={people.sam.pk}",
            "person__name=Sam",
            "client_key=1",
        ):
            answer = ada.get(f"{reverse(f'{name}_changelist')}?{query}")
            assert answer.status_code == 400, query


# Shown to whoever told it


def test_my_taps_are_mine_newest_first_with_what_became_of_them(rule, people, sign_in):
    friction(rule, people.sam, ago(20), reason="It is unclear.")
    offer(rule, people.sam)
    helped(rule, people.ravi)
    change(rule, people, ago(5), title="Late refunds")
    page_text = text_of_page(sign_in(people.sam).get("/my-taps/").text)
    day = timezone.localtime(Rule.objects.get().editions.get(number=2).starts)
    assert f"Changed on {day.day} {day:%B}, version 2." in page_text
    assert page_text.index("I offered this") < page_text.index("It gets in the way")
    assert "Late refund It is unclear." in page_text, "as the edition said it, then"
    assert "It helped" not in page_text
    assert page_text.count("Undo") == 1, "twenty days ago stands"


def test_an_open_review_is_told_until_the_rule_changes(rule, people, sign_in):
    friction(rule, people.sam)
    client, under_way = sign_in(people.sam), "A review is under way."
    assert under_way not in client.get("/my-taps/").text
    reviews.open_review(rule, note="Staff tell us.", by=people.ana, now=timezone.now())
    assert under_way in client.get("/my-taps/").text
    change(rule, people)
    assert under_way not in client.get("/my-taps/").text


def test_nobody_touches_the_taps_of_another(rule, people, sign_in):
    use, entry = offer(rule, people.sam), friction(rule, people.sam)
    mia = sign_in(people.mia)
    for name, tap in (("use_undo", use), ("use_outcome", use), ("entry_undo", entry), ("entry_explanation", entry)):
        form = {"words": "x", "outcome": "content"}
        assert mia.post(reverse(f"feedback:{name}", args=[tap.pk]), form).status_code == 404


def test_a_rule_they_may_not_read_any_more_has_no_link(rule, people, sign_in):
    friction(rule, people.mia)
    Rule.objects.update(restricted=True)
    Rule.objects.get().restricted_to.set([people.desk])
    page = sign_in(people.mia).get("/my-taps/").text
    assert "Late refund" in page
    assert rule.get_absolute_url() not in page


def test_pages_of_25(rule, people, sign_in):
    for n in range(30):
        helped(rule, people.sam, ago(0) - n * HOUR)
    client = sign_in(people.sam)
    for address, entries in (("/my-taps/", 25), ("/my-taps/?page=2", 5)):
        assert len(read(client.get(address)).parts("li[id^=signal-]")) == entries


def test_to_do_says_for_sixty_days_that_it_changed(rule, people, sign_in):
    friction(rule, people.sam, ago(80))
    change(rule, people, ago(61))
    assert friction_outcomes(people.sam, timezone.now()) == []
    assert [outcome.title for outcome in friction_outcomes(people.sam, timezone.now() - timedelta(days=2))] == [
        "Late refund"
    ]
    change(rule, people, ago(3))
    page = sign_in(people.sam).get("/to-do/").text
    heading = "Changes to rules that got in your way"
    assert heading in page
    assert "version 3" in page
    assert heading not in sign_in(people.ravi).get("/to-do/").text


def test_what_a_rule_says_now_is_not_told_to_those_who_may_not_read_it(rule, people, sign_in):
    friction(rule, people.mia, ago(20))
    change(rule, people, ago(3), title="Refunds of the club")
    assert "Refunds of the club" in sign_in(people.mia).get("/to-do/").text
    Rule.objects.update(restricted=True)
    Rule.objects.get().restricted_to.set([people.desk])
    mia = sign_in(people.mia)
    assert "Refunds of the club" not in mia.get("/to-do/").text + mia.get("/my-taps/").text


def test_a_retired_rule_is_told_as_retired(rule, people):
    friction(rule, people.sam, ago(20))
    now = timezone.now()
    edition = publishing.retire(Rule.objects.get(), why="Over.", successor=None, number=2, by=people.ana, now=now)
    if edition.state == "waiting":
        put_in_force(Rule.objects.get(), people.ana)
    later = timezone.now() + HOUR
    assert "Retired on" in friction_outcomes(people.sam, later)[0].change
