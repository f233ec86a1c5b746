"""Somebody who was first is told as such; a fault of ours is a fault, and logged."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from policyhub.accounts.models import Team, User
from policyhub.accounts.views import BACKEND
from policyhub.classification.actions import classify
from policyhub.ui.pages import Stale
from policyhub.ui.races import is_unique_violation, stale_if_somebody_was_first
from tests.factories import RuleFactory

pytestmark = pytest.mark.engine  # each engine says in its own way what it refused


def same_name_again():
    Team.objects.create(name="Desk")


def without_a_name():
    User.objects.filter(username="ana").update(name=None)


@pytest.mark.parametrize(("refused", "taken"), [(same_name_again, True), (without_a_name, False)])
def test_a_unique_constraint_means_that_somebody_was_first(people, refused, taken):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        refused()
    assert is_unique_violation(error.value) == taken
    with pytest.raises(Stale if taken else IntegrityError), transaction.atomic(), stale_if_somebody_was_first():
        refused()


@pytest.mark.parametrize(("refused", "status"), [(same_name_again, 409), (without_a_name, 500)])
def test_a_page_says_somebody_was_first_only_where_that_is_so(people, monkeypatch, caplog, refused, status):
    rule = RuleFactory(by=people.ana, team=people.desk)
    client = Client(raise_request_exception=False)
    client.force_login(people.ana, backend=BACKEND)

    def decide(*args, **kwargs):
        with transaction.atomic():
            refused()

    monkeypatch.setattr(classify, "decide", decide)
    form = {"flexibility": "black", "rationale": "So it is.", "version": rule.version, "answers": ""}

    assert client.post(f"{rule.get_absolute_url()}classify/", form).status_code == status
    levels = {record.levelname for record in caplog.records if record.name in {"django.request", "policyhub.ui.races"}}
    assert ("ERROR" in levels) == (status == 500)
