"""Black core, grey edge: whatever is chosen, each word of the rule stands in the core or in the edge afterwards."""

import re
from collections import Counter

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policyhub.classification import suggestions
from policyhub.classification.actions.splitting import _statement_and_body, remove_spans
from policyhub.classifier.clauses import ITEM, QUOTE, clauses
from policyhub.registry.models import Rule
from tests.factories import RuleFactory
from tests.pages import read

LONG = "You may lend a guest a vest " + "and another one " * 60 + "if they ask."
LIST = "Nobody may dive.\n\nStaff may:\n\n- offer a drink\n- lend a towel\n"


def split(client, rule, chosen, **fields):
    """Choose the clauses whose text is ``chosen``, as the form does."""
    clauses = suggestions.judge_rule(rule).prediction.clauses
    ticked = [at for at, clause in enumerate(clauses) if clause.text in chosen]
    fields = {"title": "The edge", "why_black": "Safety.", "why_grey": "Kind.", "version": rule.version} | fields
    return client.post(reverse("classification:split", args=[rule.slug]), {"clauses": ticked, **fields})


def edge():
    return Rule.objects.get(title="The edge")


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


def test_a_clause_too_long_for_a_sentence_is_kept_whole_in_the_text(people, ana):
    rule = RuleFactory(by=people.ana, team=people.desk, body=f"Nobody may dive. {LONG}")
    assert split(ana, rule, [LONG]).status_code == 302
    assert (edge().statement, edge().body) == ("", LONG)


def test_what_leads_to_a_list_is_no_sentence(people, ana):
    rule = RuleFactory(by=people.ana, team=people.desk, body=LIST)
    split(ana, rule, ["Staff may:", "offer a drink", "lend a towel"])
    assert (edge().statement, edge().body) == ("", "Staff may:\n\noffer a drink\n\nlend a towel")
    assert Rule.objects.get(pk=rule.pk).body == "Nobody may dive."


def test_a_rule_of_which_nothing_would_be_left_is_not_split(people, ana):
    rule = RuleFactory(by=people.ana, team=people.desk, statement="", body=f"# Pool\n\n{LIST}")
    clauses = [clause.text for clause in suggestions.judge_rule(rule).prediction.clauses]
    page = split(ana, rule, clauses)
    assert page.status_code == 422
    message = "Nothing would be left in the black rule. Leave out what must stay black."
    assert read(page).link(re.compile(message)).startswith("#id_clauses")
    assert Rule.objects.get().flexibility == "undecided"
    assert split(ana, rule, clauses[1:]).status_code == 302


def test_clauses_that_are_sent_twice_and_in_disorder_are_taken_once_in_theirs(people, ana):
    rule = RuleFactory(by=people.ana, team=people.desk, body=LIST)
    split(ana, rule, [], clauses=["4", "3", "4"])
    assert (edge().statement, edge().body) == ("offer a drink", "lend a towel")


def test_both_rules_are_read_for_the_lists_at_once(people, ana):
    rule = RuleFactory(by=people.ana, team=people.desk, statement="", body="Nobody may dive. You may lend a vest.")
    split(ana, rule, ["You may lend a vest."])
    core = Rule.objects.get(pk=rule.pk)
    assert [(rule.suggested.version, rule.suggested.label) for rule in (core, edge())] == [
        (core.version, "black"),
        (edge().version, "grey"),
    ]


# No word is lost

word = st.one_of(
    st.sampled_from("must may never 30 towel Staff Gäste größer 7 e.g. 1. not: a) * **always** _may_".split()),
    st.text("abcäß19", min_size=1, max_size=4),
)
sentence = st.builds(
    lambda parts, end: " ".join(parts).capitalize() + end,
    st.lists(word, min_size=1, max_size=9),
    st.sampled_from(".:!?"),
)
long = st.just("You may lend " + "one more " * 70 + "to all.")
line = st.builds(
    lambda mark, sentences: mark + " ".join(sentences),
    st.sampled_from(["", "", "- ", "  - ", "12. ", "a) ", "> ", "> - ", "# ", "| "]),
    st.lists(st.one_of(*[sentence] * 6, long), max_size=4),
)
markdown = st.builds(
    lambda lines: "".join(text + end for text, end in lines),
    st.lists(st.tuples(line, st.sampled_from(["\n", "\n\n", "\r\n", "\n```\n"])), max_size=8),
)


def count_words(text):
    return Counter(re.findall(r"\w+", text))


def without_marks(text):
    return "\n".join(ITEM.sub("", QUOTE.sub("", line)) for line in text.split("\n"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(markdown, st.data())
@example("You may wait. 30.", None)
@example("Pay within\n30) days. You may wait.", None)
def test_no_word_is_lost_whatever_is_chosen(text, data):
    pieces = clauses(text)
    marks = (
        data.draw(st.lists(st.booleans(), min_size=len(pieces), max_size=len(pieces)))
        if data
        else [True] * len(pieces)
    )
    chosen = [clause for clause, mark in zip(pieces, marks, strict=True) if mark]
    if not chosen:
        return
    statement, body = _statement_and_body(tuple(clause.text for clause in chosen))
    core = remove_spans(text, [(clause.start, clause.end) for clause in chosen])
    core_words, edge_words = count_words(core), count_words(f"{statement}\n{body}")
    assert len(statement) <= 600
    assert not statement.endswith(":")
    for clause in chosen:
        assert not count_words(clause.text) - edge_words
    assert not count_words(without_marks(text)) - core_words - edge_words
