"""Help me decide: questions, the suggestion, the decision that may differ, and the split."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from policyhub.classification import suggestions
from policyhub.classification.actions import splitting
from policyhub.classification.actions.splitting import GreyEdge, remove_spans
from policyhub.classification.models import Decision
from policyhub.classifier import suggest
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry.models import Rule, RuleLink
from policyhub.ui import pages
from tests.factories import BLACK_ROWS, RuleFactory
from tests.pages import read

FIRM = "Nobody may dive in the shallow end."
BODY = (
    "# Pool\n\nNobody may dive in the shallow end.\n\n- Children must wear a vest.\n- You may lend a guest a vest.\n"
)


def answer(**given):
    """Answers to all questions: no, but where said otherwise."""
    return "".join(given.get(question.name, "n") for question in suggestions.QUESTIONS)


@pytest.fixture
def rule(people):
    return RuleFactory(by=people.ana, team=people.desk, title="Diving", statement=FIRM, body=BODY)


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        (answer(safety="y"), "black"),
        (answer(law="y", bend="u"), "black"),
        (answer(safety="y", bend="y"), "split"),
        (answer(bend="y"), "grey"),
        (answer(bend="n"), "undecided"),
        (answer(law="u", bend="y"), "undecided"),
        (answer(bend="u"), "black"),  # the text decides what the answers leave open
    ],
)
def test_answers_are_weighed_before_the_text(rule, answers, label):
    judgement = suggestions.judge_rule(rule, answers)
    assert judgement.label == label
    assert bool(judgement.bases) == ("y" in answers[:-1])
    assert any("The text is strict" in reason for reason in judgement.for_black)


def test_one_question_a_page_and_then_the_suggestion(rule, people, sign_in):
    client, address = sign_in(people.ana), reverse("classification:classify", args=[rule.slug])
    answers = ""
    for number, question in enumerate(suggestions.QUESTIONS, 1):
        page = client.get(address, {"a": answers}).content.decode()
        assert read(page).has("heading", str(question.text))
        assert f"question {number} of {len(suggestions.QUESTIONS)}" in page
        assert page.count("<h1") == 1
        answers += "y" if question.name == "safety" else "n"
        assert f'value="{answers}"' in page
    page = client.get(address, {"a": answers}).content.decode()
    assert "This looks black: fixed." in page
    assert "Safety: you answered yes." in page
    assert "checked" not in page, "nothing is chosen beforehand"
    assert not Event.objects.filter(verb="decided").exists(), "a GET never writes"


def test_answers_that_are_none_are_taken_for_no_answers(rule, people, sign_in):
    client, address = sign_in(people.ana), reverse("classification:classify", args=[rule.slug])
    for odd in ("x", "yyyyyyyyyyyyyyyyyyyyyyyy", "<script>", "y\0"):
        page = client.get(address, {"a": odd})
        assert page.status_code == 200
        assert b"question 1 of" in page.content


def test_deciding_keeps_what_was_suggested_and_what_was_answered(rule, people, sign_in):
    answers = answer(safety="y")
    data = {"flexibility": "grey", "rationale": "We have a lifeguard.", "version": rule.version, "answers": answers}
    sign_in(people.ana).post(reverse("classification:classify", args=[rule.slug]), data)
    decision = Decision.objects.get(rule=rule)
    assert (decision.suggested, decision.chosen, decision.answers) == ("black", "grey", answers)
    assert decision.model_version == suggest("x").version
    assert json.loads(Event.objects.get(verb="decided").after)["answers"] == answers
    assert verify().altered == []


def test_a_rationale_that_is_missing_keeps_the_answers(rule, people, sign_in):
    data = {"flexibility": "black", "rationale": "", "version": rule.version, "answers": answer(safety="y")}
    page = sign_in(people.ana).post(reverse("classification:classify", args=[rule.slug]), data)
    assert page.status_code == 422
    assert answer(safety="y") in page.content.decode()


def test_splitting_makes_two_linked_decided_rules(rule, people, sign_in):
    ticked = read(sign_in(people.ana).get(reverse("classification:split", args=[rule.slug]))).value("clauses")
    clauses = suggestions.judge_rule(rule).prediction.clauses
    assert clauses[int(ticked)].text == "You may lend a guest a vest.", "it alone"
    data = {"clauses": ticked, "title": "Vests", "why_black": "Safety.", "why_grey": "Kind.", "version": rule.version}
    response = sign_in(people.ana).post(reverse("classification:split", args=[rule.slug]), data)
    core, edge = Rule.objects.get(pk=rule.pk), Rule.objects.get(title="Vests")
    assert response.url == reverse("authoring:write", args=[edge.slug])
    assert (core.flexibility, edge.flexibility) == ("black", "grey")
    assert edge.statement == "You may lend a guest a vest."
    assert "lend" not in core.body
    assert "vest.\n" not in core.body.removesuffix("vest.")
    assert "Children must wear a vest." in core.body
    assert RuleLink.objects.get().kind == RuleLink.Kind.SPLIT_FROM
    assert len({event.batch for event in Event.objects.filter(verb__in=["split", "decided"])}) == 1
    assert verify().altered == []


def test_what_may_bend_leaves_the_sentence_of_the_core_too(people, sign_in):
    mixed = "Children must wear a vest. Staff may lend one at their discretion."
    rule = RuleFactory(by=people.ana, team=people.desk, title="Vests", statement=mixed)
    page = reverse("classification:split", args=[rule.slug])
    data = {"clauses": ["1"], "title": "Lending vests", "why_black": "Safety.", "why_grey": "Nobody is hurt."}
    client = sign_in(people.ana)
    answer = client.post(page, data | {"version": rule.version})
    edge = Rule.objects.get(title="Lending vests")
    assert answer.url == reverse("authoring:write", args=[edge.slug])
    assert edge.statement == "Staff may lend one at their discretion."
    rule.refresh_from_db()
    assert rule.statement == "Children must wear a vest."
    assert "Lending vests" in client.get(reverse("authoring:links", args=[rule.slug])).content.decode()


def test_a_split_over_somebody_elses_save_is_stale_and_changes_nothing(rule, people):
    edge = GreyEdge("Vests", ("You may lend a guest a vest.",), ())
    common = {"why_black": "Safety.", "why_grey": "Kind.", "by": people.ana, "now": timezone.now()}
    with pytest.raises(pages.Stale):
        splitting.split(rule, edge, version=rule.version - 1, **common)
    with pytest.raises(ValidationError):
        splitting.split(rule, GreyEdge("Vests", (), ()), version=rule.version, **common)
    with pytest.raises(ValidationError):
        splitting.split(rule, edge, version=rule.version, **common | {"why_grey": " "})
    assert Rule.objects.count() == 1
    assert Rule.objects.get().flexibility == "undecided"


def test_what_is_cut_out_leaves_no_empty_lines_or_list_marks():
    text = "One. Two.\n\n- Three.\n- Four.\n"
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("Two.", "Three.")]
    assert remove_spans(text, spans) == "One. \n\n- Four."


def test_working_through_leads_from_rule_to_rule(people, sign_in):
    rules = [RuleFactory(by=people.ana, team=people.desk, title=title) for title in ("Apples", "Bananas", "Cherries")]
    RuleFactory(by=people.petra, team=people.pool, title="Anchors")  # not Ana's to decide
    client = sign_in(people.ana)
    first = client.get(reverse("classification:undecided"))
    assert first.url == f"/rules/{rules[0].slug}/classify/?through=1"
    page = client.get(first.url).content.decode()
    assert "1 of 3 unclassified" in page
    data = {"flexibility": "grey", "rationale": "It may.", "version": rules[0].version, "through": "1"}
    response = client.post(reverse("classification:classify", args=[rules[0].slug]), data)
    assert response.url == f"/rules/{rules[1].slug}/classify/?through=1"
    for rule in rules[1:]:
        data |= {"version": rule.version}
        response = client.post(reverse("classification:classify", args=[rule.slug]), data)
    assert response.url == "/rules/?stands=not-in-force"
    assert read(client.get(reverse("classification:undecided"))).has("heading", "Nothing left to classify")


def test_firm_without_a_reason_is_a_list_of_work(people, sign_in):
    blue = "Forms must be filled in with blue ink."
    firm = RuleFactory(by=people.ana, team=people.desk, title="Ink", statement=blue)
    RuleFactory(by=people.ana, title="Why", statement=blue, flexibility="black", rows=BLACK_ROWS)
    RuleFactory(by=people.ana, title="Bends", statement=blue, flexibility="grey")
    RuleFactory(by=people.ana, title="Free", statement="You may use any pen.")
    page = read(sign_in(people.ana).get(reverse("classification:strict")))
    assert blue in page.text
    assert page.link("Ink") == f"/rules/{firm.slug}/classify/?a="
    assert not {"Why", "Bends", "Free"} & set(page.names("link"))


def test_texts_are_read_again_when_they_or_the_model_change(people):
    rule = RuleFactory(by=people.ana, statement="You may use any pen.")
    assert rule.suggested.label == "grey"
    assert suggestions.refresh_suggestions(timezone.now()) == ""
    Rule.objects.filter(pk=rule.pk).update(statement=FIRM, version=rule.version + 1)
    assert suggestions.refresh_suggestions(timezone.now()) == "read 1 texts"
    assert Rule.objects.get(pk=rule.pk).suggested.label == "black"
