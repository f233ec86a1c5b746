"""Nothing that somebody typed is glued into a sentence that it breaks."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from policyhub.feedback.actions import cases, promote
from policyhub.feedback.actions.cases import CaseReport
from policyhub.registry.models import Basis, Rule
from policyhub.registry.templatetags.look import STRICT, strict_because
from tests.factories import GREY_ROWS, RuleFactory, put_in_force
from tests.pages import flat


@pytest.fixture
def rule(people):
    made = RuleFactory(by=people.ana, team=people.desk, title="Late entry", flexibility="grey", rows=GREY_ROWS)
    put_in_force(made, people.ana)
    return Rule.objects.get(pk=made.pk)


@pytest.fixture
def case(people, rule):
    now = timezone.now()
    report = CaseReport("ask", "Lost locker key", "Open it", "they know the number", False, rule, 1)
    open_case = cases.open_case(report, client_key=None, by=people.sam, now=now)
    return cases.answer(open_case, "agree", "", by=people.ravi, now=now)


def situations(rule):
    return list(rule.situations.live().values_list("text", flat=True))


def test_the_writer_completes_the_sentence_that_a_new_situation_begins(people, sign_in, rule, case):
    client = sign_in(people.ana)
    page = client.get(case.get_absolute_url()).text
    assert "New situation: when …" in page
    assert 'value="lost locker key"' in page, "the question is where it starts from"

    sent = {"situation": "new", "text": "Open the locker", "when": "someone has lost their locker key"}
    assert client.post(reverse("feedback:case_option", args=[case.pk]), sent).status_code == 302
    assert situations(rule)[-1] == "someone has lost their locker key"


def test_a_situation_alone_is_completed_too(people, sign_in, rule, case):
    sent = {"when": "someone has lost their locker key"}
    assert sign_in(people.ana).post(reverse("feedback:case_situation", args=[case.pk]), sent).status_code == 302
    assert situations(rule)[-1] == "someone has lost their locker key"


def test_left_blank_it_reads_as_the_question_does(people, rule, case):
    promote.make_situation(case, when="  ", by=people.ana, now=timezone.now())
    assert situations(rule)[-1] == "lost locker key"


def test_a_new_situation_names_no_customer(people, sign_in, rule, case):
    sent = {"situation": "new", "text": "Open it", "when": "John Smith has lost a key"}
    for name in ("feedback:case_option", "feedback:case_situation"):
        answer = sign_in(people.ana).post(reverse(name, args=[case.pk]), sent)
        assert answer.status_code == 422
        assert "John Smith" in answer.text
    assert len(situations(rule)) == 1


def test_a_strict_step_is_one_sentence_with_its_reason():
    assert set(STRICT) == set(Basis) - {Basis.OTHER}
    assert strict_because({"basis": "security"}) == "Exactly as written, for security"
    assert strict_because({"basis": "law"}) == "Exactly as written, by law"
    assert strict_because({"basis": "other"}) == "Exactly as written"


def test_a_card_says_how_strict_a_step_is_in_one_sentence(people, sign_in):
    step = {"text": "Call 999", "who": "", "warning": "", "firmness": "must", "basis": "safety"}
    made = RuleFactory(by=people.ana, title="Fire", kind="procedure", rows={"steps": [step]})
    put_in_force(made, people.ana)
    page = " ".join(re.sub(r"<[^>]*>", " ", sign_in(people.sam).get("/rules/fire/").text).split())
    assert "Call 999 Exactly as written, for safety" in page


def test_where_nobody_can_be_asked_the_page_says_so_in_whole_sentences(people, sign_in):
    people.ravi.is_active = people.ana.is_active = people.petra.is_active = people.ada.is_active = False
    for person in (people.ravi, people.ana, people.petra, people.ada):
        person.save()
    page = sign_in(people.sam).get(reverse("feedback:ask")).text.replace("&#x27;", "'")
    sentence = "There's no lead or owner to ask yet. Log what you did, and someone will look at it later."
    assert f"<p>{sentence}</p>" in flat(page)
