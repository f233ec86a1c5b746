"""Several people put the same touchpoint on the list at the same moment."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.models import Touchpoint
from tests.authoring.test_two_savers import at_once
from tests.conftest import share

pytestmark = pytest.mark.engine  # races

verbs = touchpoints


def outcome(call: Callable[[], Any]) -> str:
    try:
        call()
    except ValidationError:
        return "there already"
    return "added"


def all_add(people: Any, name: str) -> list[str]:
    now, crowd = timezone.now(), (people.ana, people.petra, people.ada, people.ana)
    return sorted(at_once(*(partial(outcome, partial(verbs.add, name, by=who, now=now)) for who in crowd)))


def added(name: str) -> int:
    return Event.objects.filter(verb="added", after__contains=f'"{name}"').count()


@pytest.fixture
def crowd(transactional_db, people):
    return people


def test_it_is_listed_once_and_the_others_are_told(crowd):
    for n in range(share(30)):
        assert all_add(crowd, f"Pay {n}") == ["added", *["there already"] * 3]
        assert Touchpoint.objects.filter(name=f"Pay {n}").count() == added(f"Pay {n}") == 1
    assert verify().altered == []


def test_control_without_a_look_at_the_list_everybody_adds_it(crowd, monkeypatch):
    monkeypatch.setattr(verbs, "_check_free", lambda name, but=None: None)
    assert all_add(crowd, "Pay") == ["added"] * 4
    assert added("Pay") == 4


def test_a_double_click_in_the_walk_through_adds_once(crowd, sign_in):
    clients = [sign_in(crowd.ana) for _n in range(4)]
    form = {"ways": ["Pay"], "own": "Hire a room"}
    answers = at_once(*(partial(client.post, "/touchpoints/walk-through/", form) for client in clients))

    assert [answer.status_code for answer in answers] == [302] * 4
    assert [listed.name for listed in Touchpoint.objects.live()] == ["Pay", "Hire a room"]
    assert added("Pay") == added("Hire a room") == 1
