"""Complete before in force: with the switch on there is no way round it, whichever part is missing."""

import copy
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from policyhub.accounts.models import Organisation
from policyhub.publishing import actions as publishing
from policyhub.publishing import bulk
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, option, put_in_force
from tests.people import PASSWORD

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
COMPLETE: dict[str, dict[str, Any]] = {
    "black": {"say_it": "I see. Here you are.", "effect": "adds", "rows": BLACK_ROWS},
    "grey": {"rows": GREY_ROWS},
}
STEP = {"text": "Ask", "who": "", "firmness": "adapt", "basis": "", "warning": ""}
KINDS: dict[str, dict[str, Any]] = {
    "policy": {},
    "procedure": {"trigger": "Somebody asks", "rows": {"steps": [STEP]}},
    "standard": {"target": "Within a day"},
}
ONE_OPTION = [{"text": "there is a receipt", "options": [option()]}]
NO_LIMIT = [{"text": "there is a receipt", "options": [option(), option("Gift card", limit_words="")]}]
NOBODY = [{"text": "there is a receipt", "options": [option(), option("Gift card", grantor="named")]}]
# (black or grey, kind, what is not there, or what is there instead)
GAPS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "black without a reason": ("black", "policy", {"reasons": []}),
    "black without a benefit": ("black", "policy", {"benefits": []}),
    "black without words": ("black", "policy", {"say_it": ""}),
    "black never checked": ("black", "policy", {"effect": ""}),
    "grey without a line": ("grey", "policy", {"lines": []}),
    "grey without a situation": ("grey", "policy", {"situations": []}),
    "grey with one option": ("grey", "policy", {"situations": ONE_OPTION}),
    "grey without a limit": ("grey", "policy", {"situations": NO_LIMIT}),
    "grey that nobody may grant": ("grey", "policy", {"situations": NOBODY}),
    "a procedure that nothing starts": ("black", "procedure", {"trigger": ""}),
    "a procedure without steps": ("grey", "procedure", {"steps": []}),
    "a standard without a target": ("black", "standard", {"target": ""}),
}


def a_rule(people: Any, flexibility: str, kind: str, gap: dict[str, Any]) -> Rule:
    """Complete, but for the gap."""
    texts = copy.deepcopy(COMPLETE[flexibility] | {k: v for k, v in KINDS[kind].items() if k != "rows"})
    texts["rows"] = texts["rows"] | KINDS[kind].get("rows", {})
    for name, value in gap.items():
        (texts["rows"] if isinstance(value, list) else texts)[name] = value
    fields = {"by": people.ana, "team": people.desk, "flexibility": flexibility, "kind": kind, "title": "Towels"}
    return RuleFactory(**fields, **texts)


def by_form(rule: Rule, people: Any, client: Any) -> None:
    data = {"number": publishing.next_number(rule), "version": rule.version, "password": PASSWORD, "change": "meaning"}
    client.post(reverse("publishing:propose", args=[rule.slug]), data)


def by_list(rule: Rule, people: Any, client: Any) -> None:
    data = {"chosen": rule.reference, "seen": bulk.snapshots([rule])[rule.pk], "password": PASSWORD}
    client.post(reverse("publishing:publish_many"), data)


def by_verb(rule: Rule, people: Any, client: Any) -> None:
    with pytest.raises(ValidationError) if switched_on() else nullcontext():
        put_in_force(rule, people.ana, NOW)


def by_signature_under_an_older_proposal(rule: Rule, people: Any, client: Any) -> None:
    """The switch was turned on after somebody proposed it."""
    on = switched_on()
    Organisation.objects.update(complete_before_in_force=False)
    waiting = publishing.propose(rule, publishing.Proposal(), number=1, by=people.ana, now=NOW)
    Organisation.objects.update(complete_before_in_force=on)
    data = {"number": 1, "digest": waiting.digest, "meaning": "approve", "password": PASSWORD}
    client.post(reverse("publishing:sign", args=[rule.slug]), data)


def by_signing_together(rule: Rule, people: Any, client: Any) -> None:
    on = switched_on()
    Organisation.objects.update(complete_before_in_force=False)
    waiting = publishing.propose(rule, publishing.Proposal(), number=1, by=people.ana, now=NOW)
    Organisation.objects.update(complete_before_in_force=on)
    client.post(reverse("publishing:sign_many"), {"seen": f"{rule.reference}:{waiting.digest}", "password": PASSWORD})


WAYS = {
    "the form": by_form,
    "the list": by_list,
    "the verb": by_verb,
    "a signature": by_signature_under_an_older_proposal,
    "signatures together": by_signing_together,
}


def switched_on() -> bool:
    return Organisation.current().complete_before_in_force


def in_force() -> int:
    return Edition.objects.filter(state=State.APPROVED).count()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("gap", GAPS)
def test_no_way_puts_an_incomplete_rule_in_force(people, sign_in, gap, way):
    Organisation.objects.update(complete_before_in_force=True)
    WAYS[way](a_rule(people, *GAPS[gap]), people, sign_in(people.ana))
    assert in_force() == 0


@pytest.mark.parametrize("way", WAYS)
def test_control_with_the_switch_off_each_way_is_open(people, sign_in, way):
    Organisation.objects.update(complete_before_in_force=False)
    WAYS[way](a_rule(people, *GAPS["black without a reason"]), people, sign_in(people.ana))
    assert in_force() == 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("flexibility", "kind"), [(f, k) for f in COMPLETE for k in KINDS])
def test_a_complete_rule_goes_every_way(people, sign_in, flexibility, kind, way):
    rule = a_rule(people, flexibility, kind, {})
    if way == "the verb":
        Organisation.objects.update(complete_before_in_force=True)
        put_in_force(rule, people.ana, NOW)
    else:
        Organisation.objects.update(complete_before_in_force=True)
        WAYS[way](rule, people, sign_in(people.ana))
    assert in_force() == 1


def test_a_rule_that_is_brought_back_must_be_complete_too(people, sign_in):
    rule = a_rule(people, *GAPS["grey without a line"])
    put_in_force(rule, people.ana, NOW)
    publishing.retire(rule, why="Over.", successor=None, number=2, by=people.ana, now=NOW)
    Organisation.objects.update(complete_before_in_force=True)
    data = {"why": "Missed.", "number": 3, "version": rule.version, "password": PASSWORD}
    answer = sign_in(people.ana).post(reverse("publishing:restore", args=[rule.slug]), data)
    assert answer.status_code == 422
    assert "Add an always or never" in answer.content.decode()


def test_the_admin_only_writes_and_decides(people, sign_in):
    """Nothing there puts in force: its pages save the working text."""
    Organisation.objects.update(complete_before_in_force=True)
    rule = a_rule(people, *GAPS["black without a reason"])
    page = sign_in(people.ada).get(f"/admin/policies/policy/{rule.pk}/change/")
    assert page.status_code == 200
    actions_there = (
        sign_in(people.ada).get("/admin/registry/rule/").context["cl"].model_admin.get_actions(page.wsgi_request)
    )
    for name in actions_there:
        data = {"action": name, "_selected_action": rule.pk, "rationale": "So.", f"version-{rule.pk}": rule.version}
        sign_in(people.ada).post("/admin/registry/rule/", data)
    assert in_force() == 0


@pytest.mark.parametrize("on", [True, False])
def test_the_command_takes_nothing_over_that_is_not_complete(people, tmp_path, capsys, on):
    Organisation.objects.update(complete_before_in_force=on)
    (tmp_path / "prices.csv").write_text("what,price\nTowel,2\n", encoding="utf-8")
    call_command("import_rules", tmp_path, adopt=True, by="ana")
    output = capsys.readouterr().out
    assert in_force() == (0 if on else 1)
    assert ("Add an owner" in output) == on
    assert Rule.objects.count() == in_force(), "nothing half-imported"
