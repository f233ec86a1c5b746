"""What somebody types is kept, whatever happens to the requests on their way, and never crosses into another form."""

import random
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyhub.authoring.actions import drafts
from policyhub.authoring.actions.drafts import SubmittedDraft, forget_closed, keep
from policyhub.authoring.models import Draft
from policyhub.evidence.models import Event
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.conftest import share
from tests.factories import RuleFactory, touchpoint
from tests.pages import flat, read

UNSAVED = "Unsaved changes"


@pytest.fixture
def rule(people):
    return RuleFactory(by=people.ana, team=people.desk, title="Towels")


@pytest.fixture
def address(rule):
    return reverse("authoring:section", args=[rule.slug, "say"])


def typing(rule, text, *, draft, sequence, **more):
    return {"say_it": text, "version": rule.version, "draft": draft, "sequence": sequence, "keep": "1", **more}


def test_what_is_typed_is_there_in_another_browser(rule, people, sign_in, address):
    key = uuid4()
    response = sign_in(people.ana).post(address, typing(rule, "I see why you ask.", draft=key, sequence=1))
    assert response.status_code == 200
    assert "The rule itself hasn't changed." in response.content.decode()
    assert "I see why you ask." in response.content.decode(), "the card follows what is typed"
    assert Rule.objects.get(pk=rule.pk).say_it == "", "nothing is saved"
    other = sign_in(people.ana)
    assert f"?draft={key}" in other.get(address).content.decode()
    assert "I see why you ask." in other.get(address, {"draft": key}).content.decode()
    assert "I see why you ask." not in sign_in(people.petra).get(address, {"draft": key}).content.decode()
    assert f"{address}?draft={key}" in other.get(reverse("dashboard:to_do")).content.decode()


def test_a_saved_form_leaves_no_draft_and_a_late_request_brings_none_back(rule, people, sign_in, address):
    client, key = sign_in(people.ana), uuid4()
    client.post(address, typing(rule, "I se", draft=key, sequence=1))
    late = typing(rule, "I see", draft=key, sequence=2)
    saved = {**late, "sequence": 3}
    del saved["keep"]
    assert client.post(address, saved).status_code == 302
    assert client.post(address, late).status_code == 410
    assert not Draft.objects.open().exists()
    assert Draft.objects.get().data == ""


def test_the_save_may_even_be_quicker_than_the_first_draft(rule, people, sign_in, address):
    client, key = sign_in(people.ana), uuid4()
    client.post(address, {"say_it": "I see", "version": rule.version, "draft": key, "sequence": 1})
    assert client.post(address, typing(rule, "I s", draft=key, sequence=1)).status_code == 410
    assert not Draft.objects.open().exists()


def test_throwing_away_is_asked_for_by_name_and_leaves_others(rule, people, sign_in, address):
    client, discarded, other = sign_in(people.ana), uuid4(), uuid4()
    for key in (discarded, other):
        client.post(address, typing(rule, "I see", draft=key, sequence=1))
    client.post(address, {"discard": discarded})
    assert list(Draft.objects.open().values_list("pk", flat=True)) == [other]
    sign_in(people.petra).post(address, {"discard": other})
    assert Draft.objects.open().filter(pk=other).exists(), "nobody throws away what is another's"


def test_going_on_with_a_draft_takes_its_place_unless_it_went_on_elsewhere(rule, people, sign_in, address):
    client, old, new = sign_in(people.ana), uuid4(), uuid4()
    client.post(address, typing(rule, "First", draft=old, sequence=4))
    goes_on = {"follows": old, "follows_sequence": 4}
    client.post(address, typing(rule, "First, and more", draft=new, sequence=1, **goes_on))
    assert [draft.typed["say_it"] for draft in Draft.objects.open()] == ["First, and more"]

    left_open, third = new, uuid4()
    client.post(address, typing(rule, "Typed on in the window left open", draft=left_open, sequence=2))
    client.post(address, typing(rule, "Third", draft=third, sequence=1, follows=left_open, follows_sequence=1))
    texts = {draft.typed["say_it"] for draft in Draft.objects.open()}
    assert texts == {"Typed on in the window left open", "Third"}, "no words of either window are lost"


def test_a_draft_of_an_older_version_leads_to_both_texts(rule, people, sign_in, address):
    client, key = sign_in(people.ana), uuid4()
    client.post(address, typing(rule, "Ana's words", draft=key, sequence=1))
    text = writing.RuleInput({"say_it": "Petra's words"})
    writing.write(rule, text, version=rule.version, by=people.petra, now=timezone.now())
    response = client.post(address, typing(rule, "Ana's words!", draft=key, sequence=2)).content.decode()
    assert "Petra Novak has saved this rule since." in response
    page = client.get(address, {"draft": key}).content.decode()
    assert f'name="version" value="{rule.version}"' in flat(page)
    answer = client.post(address, {"say_it": "Ana's words!", "version": rule.version, "draft": uuid4()})
    assert answer.status_code == 409
    both = read(answer).text
    assert "Petra's words" in both
    assert "Ana's words!" in both


def test_a_rule_that_is_renamed_keeps_its_drafts(rule, people, sign_in, address):
    client, key = sign_in(people.ana), uuid4()
    client.post(address, typing(rule, "I see", draft=key, sequence=1))
    text = writing.RuleInput({"title": "Bath robes"})
    rule = writing.write(rule, text, version=rule.version, by=people.petra, now=timezone.now())
    stored_draft = Draft.objects.get()
    assert stored_draft.address == f"/rules/bath-robes/write/say/?draft={key}"
    assert "I see" in client.get(stored_draft.address).content.decode()
    assert stored_draft.address.split("?")[1] in client.get(address, follow=True).content.decode(), (
        "the old address too"
    )


def test_a_rule_that_was_restricted_is_not_named_by_a_draft(rule, people, sign_in, address):
    client = sign_in(people.ana)
    client.post(address, typing(rule, "I see", draft=uuid4(), sequence=1))
    assert f"{UNSAVED} Towels" in read(client.get(reverse("dashboard:to_do"))).text
    Rule.objects.filter(pk=rule.pk).update(restricted=True, title="Secret plan")
    rule.restricted_to.set([people.pool])
    page = read(client.get(reverse("dashboard:to_do"))).text
    assert "Secret plan" not in page
    assert UNSAVED not in page


def test_a_new_rule_remembers_the_touchpoint_it_is_written_for(people, sign_in):
    ask, key = touchpoint("Ask for a towel", people.ana), uuid4()
    client, page = sign_in(people.ana), reverse("authoring:create")
    opened = client.get(page, {"touchpoint": ask.pk}).content.decode()
    assert f'name="touchpoint" value="{ask.pk}"' in flat(opened)
    typed = {"title": "Towels", "statement": "We lend one.", "touchpoint": ask.pk, "draft": key, "sequence": 1}
    client.post(page, typed | {"keep": "1"})
    again = client.get(Draft.objects.get().address).content.decode()
    assert f'name="touchpoint" value="{ask.pk}"' in flat(again)
    client.post(page, typed | {"draft": uuid4(), "follows": key, "follows_sequence": 1})
    assert [rule.title for rule in ask.rules.all()] == ["Towels"]


def test_drafts_leave_no_event_and_opening_a_page_writes_nothing(rule, people, sign_in, address):
    client, before = sign_in(people.ana), Event.objects.count()
    client.post(address, typing(rule, "I see", draft=uuid4(), sequence=1))
    assert Event.objects.count() == before
    drafts = list(Draft.objects.values())
    client.get(address)
    client.get(address, {"draft": Draft.objects.get().pk})
    assert list(Draft.objects.values()) == drafts


@pytest.mark.parametrize("odd", ["", "no key", "0" * 400, "\0"])
def test_odd_keys_are_nobodys_draft(rule, people, sign_in, address, odd):
    client = sign_in(people.ana)
    assert client.post(address, typing(rule, "I see", draft=odd, sequence=odd)).status_code == 410
    assert client.get(address, {"draft": odd}).status_code == 200
    assert not Draft.objects.exists()


def test_closed_drafts_are_forgotten_after_a_while_and_open_ones_never(rule, people):
    now = timezone.now()
    open_draft = SubmittedDraft(uuid4(), "rule_story", 1, "title=Robes")
    keep(open_draft, by=people.ana, now=now)
    closed = SubmittedDraft(uuid4(), "rule_story", 1)
    drafts.close(closed, by=people.ana, now=now)
    assert forget_closed(now + timedelta(days=29)) == ""
    assert forget_closed(now + timedelta(days=400)) == "forgot 1 closed drafts"
    assert Draft.objects.get().pk == open_draft.key


# --- A bad network: any request may be lost, doubled or late ---


def deliver(sent, rng):
    """What arrives of ``sent``, in some order: each once, twice or never; the last one comes at some time."""
    arrives = [request for request in sent[:-1] for _copy in range(rng.choice([0, 1, 1, 2]))]
    arrives += [sent[-1]] * rng.choice([1, 2])
    rng.shuffle(arrives)
    return arrives


def two_windows_over(network, rule, people, keeps):
    """Two windows type at the same place; what is kept of each at the end."""
    rng, now = random.Random(network), timezone.now()
    keys = [uuid4(), uuid4()]
    sent = {key: [f"window {n}, {'word ' * k}" for k in range(1, 9)] for n, key in enumerate(keys)}
    numbered = {key: list(enumerate(text, 1)) for key, text in sent.items()}
    arrives = [(key, request) for key in keys for request in deliver(numbered[key], rng)]
    order = sorted(range(len(arrives)), key=lambda at: rng.random())
    for at in order:
        key, (sequence, text) = arrives[at]
        data = urlencode({"say_it": text})
        keeps(SubmittedDraft(key, "rule_part say", sequence, data, rule=rule, version=1), by=people.ana, now=now)
    stored = {draft.pk: draft.typed["say_it"] for draft in Draft.objects.open()}
    return stored == {key: text[-1] for key, text in sent.items()}


@settings(
    max_examples=share(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(network=st.integers(0, 10**9))
def test_no_word_is_lost_and_no_draft_crossed_however_requests_arrive(rule, people, network):
    Draft.objects.all().delete()
    assert two_windows_over(network, rule, people, keep)


def test_control_a_store_that_takes_whatever_comes_last_loses_words(rule, people):
    def takes_all(typed, *, by, now):
        values = {"sequence": typed.sequence, "data": typed.data, "saved_at": now, "person": by, "place": typed.place}
        Draft.objects.update_or_create(pk=typed.key, defaults=values)

    lost = 0
    for network in range(20):
        Draft.objects.all().delete()
        lost += not two_windows_over(network, rule, people, takes_all)
    assert lost > 10
