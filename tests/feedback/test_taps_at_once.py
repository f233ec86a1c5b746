"""Taps that come twice in one moment, from a queue that was sent again."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from policyhub.feedback.actions import taps as verbs
from policyhub.feedback.models import OptionUse, Pulse
from tests.authoring.test_two_savers import at_once
from tests.feedback.tapping import black, feel, grey, offer

pytestmark = pytest.mark.engine  # races

TAPS = 50


@pytest.fixture
def queue(transactional_db, people):
    """Fifty taps, of five people at different times, each sent twice."""
    rule, now = grey(people, now=timezone.now() - timedelta(days=2)), timezone.now()
    who = [people.sam, people.ravi, people.mia, people.ana, people.petra]
    calls = [
        partial(offer, rule, who[n % 5], now, client_key=uuid4(), at=now - timedelta(minutes=n)) for n in range(TAPS)
    ]

    def send():
        for n in range(0, TAPS, 5):
            at_once(*[call for call in calls[n : n + 5] for _twice in range(2)])
        return OptionUse.objects.count()

    return send


def test_fifty_taps_sent_twice_are_fifty(queue):
    assert queue() == TAPS
    assert queue() == TAPS, "and sent a third time"


def test_control_without_the_key_and_the_look_for_a_double_tap_they_are_more(queue, monkeypatch):
    monkeypatch.setattr(verbs.DeviceStamp, "key", lambda self, what, by: uuid4())
    monkeypatch.setattr(verbs, "DOUBLE_TAP_WITHIN", timedelta(0))
    assert queue() == 2 * TAPS


def test_two_taps_in_one_moment_with_keys_of_their_own_are_one(transactional_db, people):
    rule, now = grey(people), timezone.now()
    at_once(*[partial(offer, rule, people.sam, now, client_key=uuid4()) for _n in range(4)])
    assert OptionUse.objects.count() == 1


def test_two_answers_in_one_moment_are_one_answer(transactional_db, people):
    rule = black(people)
    at_once(*[partial(feel, rule, people.sam, fine) for fine in (True, False, True, False)])
    assert Pulse.objects.count() == 1
