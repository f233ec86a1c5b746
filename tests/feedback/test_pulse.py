"""How staff feel about a black rule: told in figures out of which nobody's answer can be worked."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from policyhub.accounts.models import Membership
from policyhub.dashboard.admin import LEFT_OUT
from policyhub.evidence.models import Event
from policyhub.feedback import pulse
from policyhub.feedback.models import Pulse
from tests.feedback.tapping import black, feel
from tests.pages import read
from tests.people import person

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def rule(people):
    return black(people, now=MONDAY - WEEK)


@pytest.fixture
def crowd(people):
    members = [person(f"p{n}", f"Person {n}") for n in range(12)]
    Membership.objects.bulk_create([Membership(person=who, team=people.desk) for who in members])
    return members


def week(n):
    return MONDAY + n * WEEK


def figure(rule):
    return pulse.figures([rule.pk]).get(rule.pk)


def answers(rule, people, votes, now):
    """``told``: a letter for each person, y or n."""
    for who, fine in zip(people, votes, strict=False):
        feel(rule, who, fine == "y", now)


def test_four_people_show_nothing(rule, crowd, people, sign_in):
    answers(rule, crowd, "nnnn", week(0))
    pulse.count(week(1))
    assert figure(rule) is None
    ana = sign_in(people.ana)
    assert "enforcing it" not in ana.get(reverse("feedback:entries")).text
    assert "enforcing it" not in ana.get(rule.get_absolute_url()).text


def test_five_show_from_the_next_week_on(rule, crowd):
    answers(rule, crowd, "yynnn", week(0) + timedelta(days=3))
    pulse.count(week(0) + timedelta(days=4))
    assert figure(rule) is None, "not in the week in which they answered"
    assert pulse.count(week(1)) == "answers about 1 rules"
    assert figure(rule).step == "low"
    assert pulse.count(week(1)) == ""


@pytest.mark.parametrize(
    ("votes", "step", "answered"),
    [
        ("nnnnn", "low", 5),
        ("yynnn", "low", 5),
        ("yyynn", "mixed", 5),
        ("yyyyn", "high", 5),
        ("yyyyy", "high", 5),
        ("yyyyynnnnn", "mixed", 10),
        ("yyyynnnnnn", "low", 10),
        ("yyyyyyynnn", "mixed", 10),
        ("yyyyyyyynn", "high", 10),
        ("yyyyyyyyyyyy", "high", 10),
    ],
)
def test_it_is_told_in_three_steps_and_round_numbers(rule, crowd, votes, step, answered):
    answers(rule, crowd, votes, week(0))
    pulse.count(week(1))
    assert (figure(rule).step, figure(rule).answered) == (step, answered)


def test_the_sixth_answer_shows_only_together_with_four_more(rule, crowd):
    """Whoever knows the figure of five, and that Person 5 answered since, learns nothing of Person 5."""
    for sixth in ("y", "n"):
        Pulse.objects.all().delete()
        answers(rule, crowd, "yyynn", week(0))
        pulse.count(week(1))
        before = counted(rule)
        answers(rule, crowd[5:], sixth + "nnn", week(1))
        pulse.count(week(2))
        assert counted(rule) == before, "nine answered, and five are counted"
        answers(rule, crowd[9:], "n", week(2))
        pulse.count(week(3))
        assert sum(counted(rule)) == 10


def counted(rule):
    """(not fine, fine) in the figure that is shown."""
    rows = list(Pulse.objects.filter(rule=rule, counted__isnull=False).values_list("counted", flat=True))
    return rows.count(False), rows.count(True)


def differences(rule, crowd, weeks, monkeypatch=None):
    """How many people's answers each new figure takes over, through weeks in which people answer as they like."""
    chance, changes = random.Random(7), []
    for n in range(weeks):
        for who in chance.sample(crowd, chance.randint(0, 3)):
            feel(rule, who, chance.random() < 0.5, week(n) + timedelta(hours=chance.randint(1, 100)))
        before = dict(Pulse.objects.values_list("person", "counted"))
        pulse.count(week(n + 1))
        after = dict(Pulse.objects.values_list("person", "counted"))
        changes.append(sum(before[who] != after[who] for who in after))
    return [n for n in changes if n]


def test_two_figures_never_differ_by_fewer_than_five_people(rule, crowd):
    changes = differences(rule, crowd, 40)
    assert len(changes) > 3, "figures changed"
    assert min(changes) >= 5


def test_control_taken_over_one_by_one_the_sixth_can_be_read_off(rule, crowd, monkeypatch):
    answers(rule, crowd, "yyynn", week(0))
    pulse.count(week(1))
    monkeypatch.setattr(pulse, "MIN_ANSWERS", 1)
    assert min(differences(rule, crowd, 20)) < 5


def test_whoever_changes_their_mind_back_is_not_counted_as_new(rule, crowd):
    answers(rule, crowd, "yyynn", week(0))
    pulse.count(week(1))
    answers(rule, crowd, "nnnnn", week(1))
    answers(rule, crowd, "yyynn", week(1) + timedelta(hours=1))
    assert pulse.count(week(2)) == ""


def test_it_leaves_no_event_and_is_not_in_the_admin(rule, people):
    before = Event.objects.count()
    feel(rule, people.sam, False)
    assert Event.objects.count() == before
    assert Pulse not in admin.site._registry
    assert LEFT_OUT[Pulse]


def test_the_admin_has_no_way_round_to_whoever_answered(rule, people, sign_in):
    """By an address that filters people or rules by their answers."""
    feel(rule, people.sam, False)
    ada = sign_in(people.ada)
    for model in ("accounts_user", "registry_rule"):
        address = reverse(f"admin:{model}_changelist")
        for query in ("pulse__fine=0", "pulse__isnull=0", f"pulse={Pulse.objects.get().pk}", "%2B__fine=0"):
            answer = ada.get(f"{address}?{query}")
            assert answer.status_code == 400 or "e=1" in answer.get("Location", ""), query


def test_a_low_one_leads_writers_to_the_discussion_and_leads_see_none(rule, crowd, people, sign_in):
    answers(rule, crowd, "yynnn", week(0))
    pulse.count(week(1))
    for client, sees in ((sign_in(people.ana), True), (sign_in(people.ravi), False), (sign_in(people.sam), False)):
        page = read(client.get(rule.get_absolute_url()))
        assert ("Most people who answered aren't comfortable enforcing it." in page.text) == sees
        assert page.has("link", "Explain the reason, or find better words") == sees
    page = sign_in(people.ana).get(f"{reverse('feedback:entries')}?only=pulse").text
    assert "No diving" in page
    assert "at least 5 answers" in page
    assert "Person" not in page
