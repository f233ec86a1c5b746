"""A key that is too long for any database is no key: the form says so, on each page that takes several."""

import pytest
from django.urls import reverse

from policyhub.authoring.forms.editor import rule_form
from policyhub.touchpoints.forms import CoversForm
from tests.discussion.talk import in_force, page_of

ODD = ("9" * 18, "9" * 19, "9" * 400, "-" + "9" * 30, "0x1", "1\0")


@pytest.mark.parametrize("key", ODD)
def test_nobody_has_such_a_key(people, sign_in, key):
    rule = in_force(people, title="Towels")
    answered = sign_in(people.sam).post(page_of(rule), {"text": "Look", "people": [people.mia.pk, key]})
    assert answered.status_code == 422
    assert not rule.comments.exists()


@pytest.mark.parametrize("key", ODD)
def test_no_touchpoint_and_no_team_has_such_a_key(people, sign_in, key):
    rule = in_force(people, title="Towels")
    address = reverse("authoring:touchpoints", args=[rule.slug])
    assert sign_in(people.ana).post(address, {"touchpoints": [key]}).status_code == 422
    assert "touchpoints" in CoversForm({"touchpoints": [key]}).errors
    form = rule_form(None, ["restricted", "restricted_to"])({"restricted": "on", "restricted_to": [key]})
    assert "restricted_to" in form.errors


@pytest.mark.parametrize("key", ODD)
def test_a_page_that_takes_one_key_bears_it_too(people, sign_in, key):
    rule, ana = in_force(people, title="Towels"), sign_in(people.ana)
    for name, data in (
        ("authoring:links", {"kind": "measured_by", "to_rule": key}),
        ("publishing:retire", {"successor": key}),
    ):
        assert ana.post(reverse(name, args=[rule.slug]), data).status_code == 422
    for field in ("team", "owner", "touchpoint"):
        assert ana.get(reverse("registry:list"), {field: key}).status_code == 200
