"""Two clicks in one moment on what may happen once: a training, a search for better words."""

import threading
import time
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from policyhub.classification.actions import training
from policyhub.classification.models import TrainingRun
from policyhub.classifier import learning as lessons
from policyhub.discussion import actions as discussion
from policyhub.discussion.models import Comment
from policyhub.evidence.models import Event
from tests.authoring.test_two_savers import at_once
from tests.classification.test_learning import decide
from tests.classifier.test_learning import house
from tests.discussion.talk import does
from tests.factories import BLACK_ROWS, RuleFactory

pytestmark = pytest.mark.engine  # races


@pytest.fixture
def two_learn(transactional_db, people, monkeypatch):
    """Both have looked for an earlier training, and found none, before either keeps its own."""
    decide(people, house(60))
    both, learn_from = threading.Barrier(2), lessons.learn_from

    def together(*args):
        both.wait(timeout=60)
        return learn_from(*args)

    monkeypatch.setattr(lessons, "learn_from", together)
    return lambda: at_once(*[partial(training.learn, by=people.ada, now=timezone.now())] * 2)


def test_two_clicks_on_learn_make_one_training(two_learn):
    first, second = sorted(two_learn(), key=lambda report: report.refused)
    assert (first.is_accepted, second.refused) == (True, ("nothing new",))
    assert (second.version, second.figures) == (first.version, first.figures)
    assert TrainingRun.objects.count() == Event.objects.filter(verb="suggestions learnt").count() == 1


def test_control_without_a_second_look_each_click_makes_a_training(two_learn, monkeypatch):
    monkeypatch.setattr(training, "_existing_report", lambda mark: None)
    two_learn()
    assert TrainingRun.objects.count() == 2


def test_a_former_search_for_better_words_is_reopened_while_somebody_begins_another(
    transactional_db, people, monkeypatch
):
    felt = {"effect": "barrier", "cause": "wording"}
    rule = RuleFactory(by=people.ana, flexibility="black", rows=BLACK_ROWS, **felt)
    former = discussion.find_better_words(rule, by=people.ana, now=timezone.now())
    does(discussion.resolve, former, people.ana)
    looked, needs = threading.Event(), discussion.needs_better_words

    def slowly(rule):
        looked.set()
        time.sleep(0.5)  # in which the other one may look as well
        return needs(rule)

    def reopen():
        looked.wait(timeout=30)
        try:
            return does(discussion.reopen, former, people.petra)
        except ValidationError as problem:
            return problem.messages

    monkeypatch.setattr(discussion, "needs_better_words", slowly)
    thread, refused = at_once(partial(discussion.find_better_words, rule, by=people.ana, now=timezone.now()), reopen)
    assert thread == Comment.objects.open().get()
    assert refused == ["There's a newer open thread about this. Continue there."]
