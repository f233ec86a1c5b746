"""Writing help: beside a form and on a page, findings waved off and taken up again, and nothing ever blocked."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from policyhub.authoring.actions import advice
from policyhub.authoring.actions.advice import MOST_DISMISSED
from policyhub.authoring.advice import ADVICE, MOST_TEXT, AdviceContext, dismissed_findings, writing_advice
from policyhub.authoring.texts import texts_of, texts_posted
from policyhub.classifier.advice import KINDS
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry import writing
from policyhub.registry.content import draft
from policyhub.registry.kinds import section_address
from policyhub.registry.models import Rule
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.pages import read

SAY = "Unfortunately that is our policy: glass is not allowed."
FULL = {
    "statement": "Glass must not be taken to the pool.",
    "say_it": SAY,
    "body": "In order to swim, it is NOT uncommon to pay. You failed to ask!!!",
}
KEY = "passive-0123456789"


@pytest.fixture
def rule(people):
    return RuleFactory(by=people.ana, team=people.desk, title="Glass", flexibility="black", rows=BLACK_ROWS, **FULL)


@pytest.fixture
def page_of(rule):
    return reverse("authoring:advice", args=[rule.slug])


def keys_in(html):
    """The findings that can be dismissed."""
    return [button["value"] for button in read(html).all("button") if button.get("name") == "wave"]


def found_in(rule):
    """(label, finding) of all that could be said better in the working text."""
    places = writing_advice(texts_of(draft(rule)), AdviceContext(rule.language, rule.instead)).open
    return [(p.label, stretch.finding) for p in places for group in p.groups for stretch in group.stretches]


def advice_events():
    return list(Event.objects.filter(verb__startswith="advice").order_by("pk").values_list("verb", flat=True))


# Beside a form


def post(client, **fields):
    return client.post(reverse("authoring:advice_list"), fields, headers={"HX-Request": "true"})


def test_what_is_typed_is_read_and_nothing_is_kept(people, sign_in):
    before = Event.objects.count()
    response = post(sign_in(people.ana), say_it=SAY, language="en")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    for marked in ("Unfortunately", "that is our policy", "not allowed"):
        assert f"<mark>{marked}</mark>" in html
    for kind in ("policy", "refusal"):
        assert str(ADVICE[kind].says) in read(html).text
        assert str(ADVICE[kind].offers) in read(html).text
    assert Event.objects.count() == before
    assert not Rule.objects.exists()


def test_rows_are_read_under_their_own_names(people, sign_in):
    fields = {
        "situations-0-options-1-say_it": "I cannot do that.",
        "reasons-0-text": "It is written so.",
        "steps-2-text": "The list is checked.",
        "principle": "Guests are helped.",
        "reasons-0-basis": "is paid",
        "situations-0-options-1-grantor_name": "is paid",
        "nowhere-0-text": "is paid",
        "reasons-x-text": "is paid",
        "situations-0-options-0-nothing-1-text": "is paid",
        "password": "is paid",
    }
    html = post(sign_in(people.ana), **fields, language="en").content.decode()
    assert [place.text for place in read(html).parts("h3")] == [
        "Situation 1, option 2: What to say",
        "Reason 1: Reason",
        "Step 3: What to do",
        "Principle",
    ]
    assert "is paid" not in html


def test_what_is_offered_instead_is_read_beside_it(people, sign_in):
    client = sign_in(people.ana)
    refusal = str(ADVICE["refusal"].says)
    assert refusal in post(client, say_it="We can't give a refund.").content.decode()
    assert refusal not in post(client, say_it="We can't give a refund.", instead="A gift card.").content.decode()


def test_german_is_read_as_german(people, sign_in):
    html = post(sign_in(people.ana), body="Der Beleg wird geprüft. " * 10, language="de").content.decode()
    assert "<mark>wird geprüft</mark>" in html
    assert "10 times" in html, "the same words are shown once"
    assert "Amstad" in html


def test_a_calm_word_where_all_is_well(people, sign_in):
    client = sign_in(people.ana)
    assert "Reads well." in post(client, say_it="Let me see what we can do.").content.decode()
    assert "Nothing is written here yet." in post(client, title="Glass").content.decode()


def test_the_scale_has_a_number_a_word_and_its_source(people, sign_in):
    html = post(sign_in(people.ana), body="The pool is warm today. " * 8).content.decode()
    assert "Reading ease <b>100</b> of 100: <b>easy</b>" in html
    assert "<title" in html
    assert "Flesch, 1948" in html
    assert (
        "Reading ease is measured from thirty words."
        in post(sign_in(people.ana), body="The pool is warm.").content.decode()
    )


def test_a_key_waved_off_stays_away_before_there_is_a_rule(people, sign_in):
    client = sign_in(people.ana)
    key = keys_in(post(client, remedy="It is paid.").content.decode())[0]
    html = post(client, remedy="It is paid.", wave=key).content.decode()
    assert f'<input type="hidden" name="waved" value="{key}">' in html
    assert "Reads well." in html
    html = post(client, remedy="It is paid. It is sent.", waved=[key, "no-key", key]).content.decode()
    assert len(keys_in(html)) == 1
    assert html.count('name="waved"') == 1
    assert "no-key" not in html


def test_a_reason_being_typed_is_not_lost_when_the_advice_comes_anew(people, sign_in):
    client = sign_in(people.ana)
    key = keys_in(post(client, remedy="It is paid.").content.decode())[0]
    html = post(client, remedy="It is paid. Yes.", **{f"why-{key}": "The law <says> so"}).content.decode()
    assert 'value="The law &lt;says&gt; so"' in html
    assert '<details class="wave" open>' in html


def test_what_was_waved_off_on_the_rule_stays_away_beside_its_form(rule, people, sign_in):
    client = sign_in(people.ana)
    html = post(client, say_it=SAY, rule=rule.reference).content.decode()
    key = next(key for key in keys_in(html) if key.startswith("refusal"))
    assert reverse("authoring:advice", args=[rule.slug]) in html
    advice.dismiss(rule, key, "Said so by law.", by=people.petra, now=timezone.now())
    html = post(client, say_it=SAY, rule=rule.reference).content.decode()
    assert key not in keys_in(html)
    assert "Said so by law." in html
    assert key in keys_in(post(client, say_it=SAY).content.decode()), "another rule has not heard of it"


def test_somebody_elses_rule_is_as_if_there_were_none(people, sign_in):
    theirs = RuleFactory(by=people.petra, team=people.pool, title="Chlorine", **FULL)
    html = post(sign_in(people.ana), say_it=SAY, rule=theirs.reference).content.decode()
    assert theirs.slug not in html
    assert keys_in(html)


def test_staff_are_refused(rule, page_of, people, sign_in):
    for person in (people.sam, people.ravi):
        assert post(sign_in(person), say_it=SAY).status_code == 403
        assert sign_in(person).get(page_of).status_code in {403, 404}
        assert sign_in(person).post(page_of, {"wave": KEY}).status_code in {403, 404}
    assert advice_events() == []


def test_odd_posts_are_answered(people, sign_in):
    client = sign_in(people.ana)
    for fields in (
        {"body": "\0 is paid 😀", "language": "xx", "rule": "\0"},
        {"language": "<script>", "body": "<script>is paid</script> is paid"},
        {"waved": "x" * 5000, "rule": "R" * 5000},
        {"situations-999999999999-text": "is paid", "-": "x", "--": "x", "-0-": "x"},
    ):
        response = post(client, **fields)
        assert response.status_code == 200
        assert b"<script>" not in response.content


def test_a_very_long_text_is_read_at_its_beginning_and_says_so(people, sign_in):
    text = "Fine words. " * (MOST_TEXT // 12 + 1)
    html = post(sign_in(people.ana), body=text + "It is paid.").content.decode()
    assert "only its beginning was read" in html
    assert "<mark>" not in html


# The whole rule


def test_the_page_shows_all_texts_of_the_draft(rule, page_of, people, sign_in):
    html = sign_in(people.ana).get(page_of).content.decode()
    assert html.count("<h1") == 1
    for marked in ("be taken", "that is our policy", "In order to", "NOT", "You failed to", "!!!"):
        assert f"<mark>{marked}</mark>" in html
    assert "Simpler:" in html
    assert section_address(rule, "say") in html, "it leads to where the text is written"


def test_the_card_leads_writers_to_it_and_nobody_else(rule, page_of, people, sign_in):
    put_in_force_alone(rule, people)
    card = rule.get_absolute_url()
    assert page_of in sign_in(people.ana).get(card).content.decode()
    assert page_of not in sign_in(people.sam).get(card).content.decode()


def test_many_of_one_kind_are_folded(people, sign_in):
    body = " ".join(f"Towel {n} is given to guest {n}, and it is {verb} back." for n, verb in enumerate(VERBS))
    rule = RuleFactory(by=people.ana, team=people.desk, body=body)
    html = sign_in(people.ana).get(reverse("authoring:advice", args=[rule.slug])).content.decode()
    assert f"({len(VERBS) + 1})" in html
    assert f"{len(VERBS) - 4} more like these" in html
    assert f"{len(VERBS)} times" in html


VERBS = ("sent", "brought", "carried", "taken", "thrown", "handed", "posted", "mailed")


# Waved off, and taken up again


def test_waved_off_with_a_word_and_taken_up_again(rule, page_of, people, sign_in):
    client, version = sign_in(people.ana), rule.version
    key = keys_in(client.get(page_of).content.decode())[0]
    response = client.post(page_of, {"wave": key, f"why-{key}": "We mean it."}, follow=True)
    html = response.content.decode()
    assert key not in keys_in(html)
    assert "We mean it." in html
    assert f'name="take_up" value="{key}"' in html
    dismissed = dismissed_findings(Rule.objects.get(pk=rule.pk))
    assert {name: dismissed[key][name] for name in ("why", "by")} == {"why": "We mean it.", "by": "Ana Ruiz"}
    event = Event.objects.get(verb="advice waved off")
    assert json.loads(event.after) == {"kind": key.partition("-")[0], "key": key}
    assert "We mean it" not in event.after + event.before

    html = client.post(page_of, {"take_up": key}, follow=True).content.decode()
    assert key in keys_in(html)
    assert dismissed_findings(Rule.objects.get(pk=rule.pk)) == {}
    assert advice_events() == ["advice waved off", "advice taken up"]
    assert Rule.objects.get(pk=rule.pk).version == version
    assert verify().altered == []


def test_doing_it_twice_leaves_one_event(rule, people):
    at = {"by": people.ana, "now": timezone.now()}
    advice.dismiss(rule, KEY, "One.", **at)
    advice.dismiss(rule, KEY, "Two.", **at)
    assert dismissed_findings(Rule.objects.get(pk=rule.pk))[KEY]["why"] == "One."
    advice.restore(rule, KEY, **at)
    advice.restore(rule, KEY, **at)
    assert advice_events() == ["advice waved off", "advice taken up"]


def test_a_finding_comes_back_once_its_words_change(rule, people, sign_in, page_of):
    client = sign_in(people.ana)
    key = next(finding.key for label, finding in found_in(rule) if label.startswith("The rule in one"))
    advice.dismiss(rule, key, "", by=people.ana, now=timezone.now())
    assert key not in keys_in(client.get(page_of).content.decode())
    for statement, away in ((f"Please note. {FULL['statement']}", True), ("Glass must not be brought here.", False)):
        Rule.objects.filter(pk=rule.pk).update(statement=statement)
        html = client.get(page_of).content.decode()
        assert ("<mark>be " not in html.partition('class="off"')[0]) == away


def test_what_is_no_key_of_ours_is_refused(rule, page_of, people, sign_in):
    client = sign_in(people.ana)
    for data in ({}, {"wave": "x"}, {"wave": "passive-XYZ"}, {"take_up": "../"}, {"wave": "\0"}):
        assert client.post(page_of, data).status_code == 422
    assert client.post(page_of, {"wave": KEY, f"why-{KEY}": "x" * 201}).status_code == 422
    with pytest.raises(ValidationError):
        advice.dismiss(rule, "nothing-0123456789", by=people.ana, now=timezone.now())
    assert advice_events() == []


def test_from_beside_a_form_the_advice_on_what_is_typed_comes_back(rule, page_of, people, sign_in):
    client = sign_in(people.ana)
    typed = {"remedy": "It is typed. It is not saved.", "rule": rule.reference}
    key = keys_in(post(client, **typed).content.decode())[0]
    response = client.post(page_of, typed | {"wave": key}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "<mark>is typed</mark>" in html.partition('class="off"')[2]
    assert Rule.objects.get(pk=rule.pk).remedy == ""
    assert key in dismissed_findings(Rule.objects.get(pk=rule.pk))
    response = client.post(page_of, typed | {"wave": "x"}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_beyond_the_most_the_oldest_come_back(rule, people):
    Rule.objects.filter(pk=rule.pk).update(
        dismissed_advice=json.dumps(
            {
                f"long-{n:010x}": {"why": "", "by": "Ana", "at": "2026-01-01T00:00:00+00:00"}
                for n in range(MOST_DISMISSED)
            }
        )
    )
    advice.dismiss(rule, KEY, by=people.ana, now=timezone.now())
    dismissed = dismissed_findings(Rule.objects.get(pk=rule.pk))
    assert len(dismissed) == MOST_DISMISSED
    assert KEY in dismissed
    assert "long-0000000000" not in dismissed


# Advice only


def put_in_force_alone(rule, people):
    people.organisation.second_person = False
    people.organisation.save()
    return put_in_force(rule, people.ana)


def test_a_rule_full_of_findings_is_saved_and_put_in_force(rule, people):
    assert {finding.kind for _label, finding in found_in(rule)} >= {"policy", "passive", "official"}
    text = writing.RuleInput({"body": FULL["body"] * 3, "say_it": SAY * 3})
    saved = writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    edition = put_in_force_alone(saved, people)
    assert edition.content_data["say_it"] == SAY * 3
    assert not {"waved", "dismissed_advice"} & edition.content_data.keys()


def test_what_is_waved_off_is_no_change_of_the_text(rule, people, sign_in):
    edition = put_in_force_alone(rule, people)
    advice.dismiss(rule, KEY, by=people.ana, now=timezone.now())
    assert json.loads(edition.content) | {"edition": 0, "retired": 0} == draft(Rule.objects.get(pk=rule.pk)) | {
        "edition": 0,
        "retired": 0,
    }


# For others to call


def test_every_kind_has_its_words():
    assert tuple(ADVICE) == KINDS
    assert all(str(text) for advice in ADVICE.values() for text in (advice.name, advice.says, advice.offers))


def test_a_text_has_the_same_name_in_the_draft_and_in_the_form(people):
    rule = RuleFactory(by=people.ana, kind="procedure", rows=BLACK_ROWS | GREY_ROWS, **FULL)
    texts = list(texts_of(draft(rule)))
    assert [text.label for text in texts] == [text.label for text in texts_posted({text.name: "x" for text in texts})]
    assert {"trigger", "reasons-0-text", "situations-0-options-1-say_it"} <= {text.name for text in texts}


def test_what_waves_off_is_named_for_the_words_it_is_about(rule, people, sign_in, page_of):
    page = read(sign_in(people.ana).get(page_of))
    labels = [label for field in page.root.select("input") for label in page.labels(field)]

    def about(names, begin):
        """What follows ``begin`` in each name that begins so."""
        return [name.removeprefix(begin).replace(" ,", ",").strip(" :") for name in names if name.startswith(begin)]

    findings = about(page.names("summary"), "Dismiss…")
    assert len(findings) > 1
    assert len(set(findings)) == len(findings)
    assert about(page.names("button"), "Dismiss") == findings
    assert about(labels, "Reason (optional)") == findings
