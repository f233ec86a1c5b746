"""Reviews: the queue, one rule's review, rounds; what each leaves, and that a closed one never changes."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts.models import Membership, Role
from policyhub.accounts.views import BACKEND
from policyhub.evidence.guards import ChangeRefused
from policyhub.evidence.models import Event
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.reviews import actions
from policyhub.reviews.forms import months_later
from policyhub.reviews.models import Review, Round
from policyhub.reviews.queue import waiting_for
from policyhub.ui.pages import Stale
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.factories import RuleFactory, put_in_force
from tests.pages import read
from tests.people import gather

TODAY = timezone.localdate
AHEAD = {"next_day": TODAY() + timedelta(days=200)}


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


def in_force(people, title="Towels", late=None, **fields):
    """A rule in force; ``late``: by how many days its review is overdue."""
    rule = RuleFactory(by=people.ana, **{"team": people.desk, "title": title, **fields})
    put_in_force(rule, people.ana)
    if late is not None:
        Rule.objects.filter(pk=rule.pk).update(next_review=TODAY() - timedelta(days=late))
    return Rule.objects.get(pk=rule.pk)


def close(rule, by, outcome="keep", evidence="Nobody asked.", snapshot=None, **more):
    snapshot = snapshot or actions.ReviewSnapshot.of(rule)
    day = more.get("next_day", AHEAD["next_day"])
    return actions.close_review(rule, outcome, evidence, day, snapshot=snapshot, by=by, now=timezone.now())


def verbs(rule):
    return list(Event.objects.filter(chain__subject=rule.subject).order_by("pk").values_list("verb", flat=True))


def titles(response):
    """The rules in the queue, in order."""
    return [title.text for title in read(response).parts("ol.queue a.title")]


# The queue


def test_the_most_urgent_comes_first_and_what_is_not_due_does_not_come(people, ana):
    in_force(people, "Due today", late=0)
    in_force(people, "Very late", late=40)
    in_force(people, "Late", late=3)
    in_force(people, "Next month", late=-30)
    requested = in_force(people, "Asked for", late=-100)
    actions.open_review(requested, note="Two complaints", by=people.petra, now=timezone.now())
    RuleFactory(by=people.ana, title="Draft")
    page = ana.get("/reviews/")
    assert titles(page) == ["Very late", "Late", "Due today", "Asked for"]
    assert "Petra Novak: Two complaints" in read(page).names("listitem")[-1]
    assert read(page).link("4 due") == "?"
    assert titles(ana.get("/reviews/?overdue=1")) == ["Very late", "Late"]


def test_an_empty_queue_says_until_when(people, ana):
    assert "Nothing is due. Rules get a review date when they're published." in read(ana.get("/reviews/")).main.text
    rule = in_force(people, late=-20)
    day = rule.next_review
    assert f"Nothing is due until {day.day} {day:%B %Y}." in read(ana.get("/reviews/")).main.text


def test_my_turn_is_what_i_review_or_own(people, ana):
    in_force(people, "Mine", late=1)
    in_force(people, "Petras", late=1, owner=people.petra)
    requested = in_force(people, "Asked", late=-50, owner=people.petra)
    Round.objects.create(name="R", reviewer=people.ana, due=TODAY(), opened_by=people.ada, opened_at=timezone.now())
    actions.open_review(requested, by=people.ada, now=timezone.now(), in_round=Round.objects.get())
    assert sorted(titles(ana.get("/reviews/?mine=1"))) == ["Asked", "Mine"]
    assert [r.title for r in waiting_for(people.petra, timezone.now(), TODAY())] == ["Petras"]
    targets = [link["href"] for link in read(ana.get("/to-do/")).all("link")]
    assert "/rules/petras/review/" not in targets
    assert "/rules/asked/review/" in targets


def test_retired_and_unreadable_rules_stay_out(people, ana, sign_in):

    retired = in_force(people, "Gone", late=5)
    publishing.retire(retired, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    hidden = in_force(people, "Hidden", late=5)
    Rule.objects.filter(pk=hidden.pk).update(restricted=True)
    hidden.restricted_to.set([people.pool])
    assert titles(ana.get("/reviews/")) == []
    assert titles(sign_in(people.petra).get("/reviews/")) == ["Hidden"]


def test_the_queue_asks_as_often_with_3000_rules_as_with_three(people, ana):
    def count():
        ana.get("/reviews/")
        with CaptureQueriesContext(connection) as queries:
            assert ana.get("/reviews/").status_code == 200
        return len(queries)

    def add(numbers):
        now = timezone.now()
        fields = {"statement": "So.", "owner": people.ana, "saved_by": "x", "created_at": now, "saved_at": now}
        rules = [Rule(reference=f"R-{n}", slug=f"r-{n}", title=f"Rule {n}", **fields) for n in numbers]
        Rule.objects.bulk_create(rules)
        review_fields = {
            "why": "asked",
            "opened_by": people.ana,
            "opened_by_name": "x",
            "opened_at": now,
            "due": TODAY(),
        }
        Review.objects.bulk_create([Review(rule=rule, **review_fields) for rule in Rule.objects.filter(reviews=None)])

    in_force(people, "In force", late=400)
    add(range(1000, 1003))
    few = count()
    add(range(1003, 1003 + share(3000)))
    assert count() == few
    assert few <= 12


# One review


def test_a_due_rule_is_reviewed_in_one_go(people, ana):
    rule = in_force(people, late=9)
    page = read(ana.get("/rules/towels/review/"))
    assert page.has("listitem", "Never reviewed before.")
    data = {name: page.value(name) for name in ("day", "next_day")}
    assert data["day"] == rule.next_review.isoformat()
    assert page.value("review") in {"", None}, "none was opened"
    assert data["next_day"] == months_later(TODAY(), 12).isoformat()
    answer = ana.post("/rules/towels/review/", data | {"outcome": "keep", "evidence": "No complaint in a year."})
    assert (answer.status_code, answer.url) == (302, "/reviews/")
    review = Review.objects.get()
    assert (review.why, review.outcome, review.evidence) == ("due", "keep", "No complaint in a year.")
    rule.refresh_from_db()
    assert rule.next_review == date.fromisoformat(data["next_day"])
    assert verbs(rule)[-1] == "reviewed"
    assert titles(ana.get("/reviews/")) == []
    assert "No complaint in a year." in read(ana.get("/rules/towels/review/")).main.text


@pytest.mark.parametrize(
    ("outcome", "leads"),
    [("reword", "edit/"), ("more", "classify/"), ("less", "classify/"), ("retire", "retire/")],
)
def test_an_outcome_starts_the_work_it_asks_for(people, ana, outcome, leads):
    in_force(people)
    data = {"outcome": outcome, "evidence": "So.", **AHEAD, "day": Rule.objects.get().next_review}
    assert ana.post("/rules/towels/review/", data).url == f"/rules/towels/{leads}"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_saved(people, ana):
    in_force(people, late=1)
    data = {"day": Rule.objects.get().next_review, "next_day": TODAY() - timedelta(days=1), "evidence": "Typed."}
    answer = ana.post("/rules/towels/review/", data)
    assert answer.status_code == 422
    assert read(answer).value("evidence") == "Typed."
    answer = ana.post("/rules/towels/review/", data | {"outcome": "keep"})
    assert answer.status_code == 422
    assert "The next review must be in the future." in read(answer).errors
    assert not Review.objects.exists()


def test_a_second_outcome_of_the_same_review_is_stale_and_keeps_its_words(people, ana):
    rule = in_force(people, late=1)
    shown_day = {"day": rule.next_review}
    close(rule, people.petra)
    answer = ana.post("/rules/towels/review/", shown_day | {"outcome": "keep", "evidence": "My own words.", **AHEAD})
    assert answer.status_code == 409
    assert read(answer).has("heading", "Someone else changed this first")
    assert "My own words." in read(answer).main.text
    assert Review.objects.count() == 1


def test_review_now_opens_one_and_twice_is_the_same(people, ana):
    rule = in_force(people)
    for _ in range(2):
        assert ana.post("/rules/towels/review/now/", {"note": "Look at the price"}).status_code == 302
    review = Review.objects.get()
    assert (review.why, review.note, review.reviewer, review.opened_by_name) == (
        "asked",
        "Look at the price",
        people.ana,
        "Ana Ruiz",
    )
    assert verbs(rule).count("review opened") == 1
    close(rule, people.ana)
    assert Review.objects.get().closed_at is not None


def test_the_reviewer_may_without_being_a_manager_of_the_team(people, sign_in):
    rule = in_force(people)
    otto = people.mia
    made = Round.objects.create(name="R", reviewer=otto, due=TODAY(), opened_by=people.ada, opened_at=timezone.now())
    actions.open_review(rule, by=people.ada, now=timezone.now(), in_round=made)
    mia = sign_in(otto)
    data = {"outcome": "reword", "evidence": "Too long.", **AHEAD, "day": rule.next_review}
    data["review"] = Review.objects.get().pk
    assert mia.post("/rules/towels/review/", data).url == "/reviews/"
    assert sign_in(people.sam).get("/rules/towels/review/").status_code == 403


def test_the_day_is_set_by_hand(people, ana):
    rule = in_force(people)
    assert ana.post("/rules/towels/review/day/", {"day": TODAY()}).status_code == 422
    assert ana.post("/rules/towels/review/day/", {"day": AHEAD["next_day"]}).status_code == 302
    rule.refresh_from_db()
    assert rule.next_review == AHEAD["next_day"]
    assert verbs(rule)[-1] == "review day set"


def test_saving_a_rule_leaves_its_day_alone(people, ana):

    rule = in_force(people)
    text = writing.RuleInput({"title": "Robes"})
    writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    assert Rule.objects.get().next_review == rule.next_review


# What is closed stays


def test_a_closed_review_is_changed_and_deleted_by_nobody(people):
    review = close(in_force(people), people.ana)
    tries = [
        lambda: Review.objects.filter(pk=review.pk).update(evidence="Otherwise."),
        lambda: Review.objects.filter(pk=review.pk).update(closed_at=None, closed_by=None, outcome=""),
        lambda: connection.cursor().execute("UPDATE reviews_review SET outcome = 'retire'"),
        lambda: connection.cursor().execute("DELETE FROM reviews_review"),
        review.delete,
        Review.objects.all().delete,
    ]
    for attempt in tries:
        with pytest.raises((DatabaseError, ChangeRefused)), transaction.atomic():
            attempt()
    review.refresh_from_db()
    assert review.evidence == "Nobody asked."


def test_an_open_one_cannot_be_made_out_to_have_been_opened_otherwise(people):
    review = actions.open_review(in_force(people), by=people.ana, now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(opened_by_name="Somebody else")
    Review.objects.filter(pk=review.pk).update(reviewer=people.petra)


def test_the_database_holds_one_open_review_of_a_rule(people):
    rule = in_force(people)
    actions.open_review(rule, by=people.ana, now=timezone.now())
    again = {"rule": rule, "why": "asked", "due": TODAY(), "opened_by": people.ana, "opened_by_name": "x"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.create(**again, opened_at=timezone.now())


def race(people, how_many):
    """How many open reviews there are after two people asked for one at once, again and again."""
    counts = []
    for n in range(how_many):
        rule = in_force(people, f"Rule {n}")
        at_once(
            *[partial(actions.open_review, rule, by=who, now=timezone.now()) for who in (people.ana, people.petra)]
        )
        counts.append(Review.objects.open().filter(rule=rule).count())
    return counts


@pytest.mark.engine
def test_two_who_ask_at_once_get_one_review(transactional_db):
    assert set(race(gather(), share(50))) == {1}


@pytest.mark.engine
def test_two_outcomes_at_once_are_one(transactional_db):
    people = gather()
    for n in range(share(30)):
        rule = in_force(people, f"Rule {n}", late=1)
        clients = []
        for who in (people.ana, people.petra):
            client = Client()
            client.force_login(who, backend=BACKEND)
            data = {"outcome": "keep", "evidence": f"{who}", **AHEAD, "day": rule.next_review}
            clients.append(partial(client.post, f"/rules/{rule.slug}/review/", data))
        assert sorted(answer.status_code for answer in at_once(*clients)) == [302, 409]
        assert Review.objects.filter(rule=rule).count() == 1


def test_without_what_was_seen_two_outcomes_would_be_two(people):
    """The control: whoever sees the rule anew is not stale."""
    rule = in_force(people, late=1)
    snapshot = actions.ReviewSnapshot.of(rule)
    close(rule, people.ana, snapshot=snapshot)
    with pytest.raises(Stale):
        close(rule, people.petra, snapshot=snapshot)
    close(rule, people.petra, snapshot=actions.ReviewSnapshot.of(Rule.objects.get()))
    assert Review.objects.count() == 2


# Rounds


def begin(client, people, **more):
    data = {"name": "Spring", "reviewer": people.petra.pk, "due": TODAY() + timedelta(days=30)}
    return client.post("/rounds/new/", data | more)


def matches(response):
    """What the page says of the rules that a round would pick."""
    (sentence,) = (name for name in read(response).names("status") if " match" in name)
    return sentence


def test_a_round_picks_says_how_many_and_shows_its_progress(people, ana):
    black = [in_force(people, f"Black {n}", flexibility="black") for n in range(3)]
    in_force(people, "Grey", flexibility="grey")
    actions.open_review(black[2], by=people.ana, now=timezone.now())
    counted = begin(ana, people, flexibility="black", count="1")
    assert matches(counted).startswith("3 rules match.")
    assert not Round.objects.exists()

    made = begin(ana, people, flexibility="black")
    assert made.status_code == 302
    assert "0 of 2" in read(ana.get(made.url)).main.text
    batch = Event.objects.filter(batch__isnull=False)
    assert sorted(batch.values_list("verb", flat=True)) == ["review opened", "review opened", "round opened"]
    assert len(set(batch.values_list("batch", flat=True))) == 1

    close(black[0], people.petra)
    page = read(ana.get(made.url)).main.text
    assert "1 of 2" in page
    assert "Keep as it is: Nobody asked." in page
    assert read(ana.get("/reviews/")).link("Spring") == made.url
    assert ana.post(f"{made.url}close/").status_code == 302
    assert Round.objects.get().closed_by == people.ana
    assert Review.objects.open().filter(rule=black[1]).exists()


def test_a_round_about_nothing_does_not_begin(people, ana):
    in_force(people, flexibility="grey")
    answer = begin(ana, people, flexibility="black")
    assert answer.status_code == 422
    nothing = "There's nothing to review: no rule matches, or each has an open review already."
    assert nothing in read(answer).errors
    past = begin(ana, people, due=TODAY())
    assert "The date must be in the future." in read(past).errors
    assert not Round.objects.exists()


def test_a_round_takes_only_rules_that_its_maker_may_write(people, sign_in):
    in_force(people, "Desk")
    Membership.objects.filter(person=people.petra, team=people.desk).update(role=Role.STAFF)
    answer = begin(sign_in(people.petra), people, count="1")
    assert matches(answer) == "0 rules match."


def test_an_action_refuses_what_the_form_would(people):
    rule = in_force(people)
    for bad in ({"outcome": "perhaps"}, {"evidence": "  "}, {"next_day": TODAY()}):
        with pytest.raises(ValidationError):
            close(rule, people.ana, **bad)


def test_months_end_on_a_day_that_is_there():
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 24), 12) == date(2027, 11, 24)
    assert months_later(date(2026, 12, 31), 6) == date(2027, 6, 30)
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)


# In the admin


def test_the_admin_opens_and_closes_reviews_by_the_same_actions(people, sign_in):
    rule, other = in_force(people), in_force(people, "Robes")
    ada = sign_in(people.ada)
    address = "/admin/registry/rule/"
    chosen = {"action": "open_review", "_selected_action": [rule.pk, other.pk]}
    assert read(ada.post(address, chosen)).field("What should be reviewed?")
    assert ada.post(address, chosen | {"note": "Prices"}).status_code == 302
    assert Review.objects.open().count() == 2
    two = ada.post(address, chosen | {"action": "record_outcome"}, follow=True)
    assert "Choose one rule. Each is reviewed on its own" in read(two).text
    action = {"action": "record_outcome", "_selected_action": [rule.pk]}
    assert ada.post(address, action).status_code == 200
    form = {"outcome": "keep", "evidence": "Fine.", **AHEAD, "day": rule.next_review}
    form["review"] = Review.objects.get(rule=rule).pk
    assert ada.post(address, action | form | {"evidence": ""}).status_code == 422
    assert ada.post(address, action | form).status_code == 302
    assert ada.post(address, action | form).status_code == 422
    assert Review.objects.get(rule=rule).closed_by == people.ada
    assert verbs(rule)[-1] == "reviewed"


@pytest.mark.parametrize("months", [3, 12, 24])
def test_the_first_review_comes_in_the_second_half_of_the_rules_own_rhythm(months):
    today, rules = date(2026, 3, 2), [Rule(reference=f"R-{n:03}", review_months=months) for n in range(1, 60)]
    days = [(rule.first_review(today) - today).days for rule in rules]
    half = months * 365 // 24
    assert min(days) >= half
    assert max(days) <= 2 * half + 2, "a weekend may be skipped"
    assert len(set(days)) > 10, "not all on one day"
