"""Black or grey, suggested clause by clause. The clauses here are our own; none trained the weights."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from policyhub.classifier import measure, model, suggest
from policyhub.classifier.clauses import clauses
from policyhub.classifier.evaluation import figures, folds
from policyhub.classifier.features import features, language_of
from policyhub.classifier.learning import check_clauses
from policyhub.classifier.training import digest, taught_clauses

HERE = Path(__file__).parent
OURS = list(csv.DictReader((HERE / "clauses.csv").open(encoding="utf-8")))
GERMAN = list(csv.DictReader((HERE / "german.csv").open(encoding="utf-8")))


def label(text):
    return suggest(text).clauses[0].label


@pytest.mark.parametrize(("language", "least"), [("en", 0.85), ("de", 0.85)])
def test_own_clauses_are_told_apart_in_both_languages(language, least):
    rows = [row for row in OURS if row["language"] == language]
    measured = figures([row["label"] for row in rows], [label(row["text"]) for row in rows])
    assert measured["macro_f1"] >= least
    assert measured["confusion"]["black"]["grey"] == 0
    assert not any(digest(row["text"]) in model.shipped_model().trained_on for row in rows)
    assert all(language_of(row["text"]) == language for row in rows)


def test_german_clauses_are_told_apart_by_their_own_turns():
    """ist abzuschließen, keinesfalls, in der Regel, Härtefälle, lässt sich, ist nicht nötig: rare in any list."""
    labels = [label(row["text"]) for row in GERMAN]
    measured = figures([row["label"] for row in GERMAN], labels)
    assert len(GERMAN) >= 30
    assert sum(row["label"] == label for row, label in zip(GERMAN, labels, strict=True)) >= 26
    assert measured["confusion"]["black"]["grey"] == 0
    assert all(language_of(row["text"]) == "de" for row in GERMAN)
    assert not {row["text"] for row in GERMAN} & {clause.text for clause in [*taught_clauses(), *check_clauses()]}


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Die Türen sind freizuhalten.", "duty"),
        ("Die Absage hat schriftlich zu erfolgen.", "duty"),
        ("Der Schlüssel muss zurück.", "strong"),
        ("Hunde dürfen nicht in den Saal.", "plain ban"),
        ("Das geben wir keinesfalls heraus.", "ban"),
        ("Die Schicht kann nach Ermessen verzichten.", "discretion"),
        ("Ausnahmen sind möglich.", "discretion"),
        ("In der Regel antworten wir am selben Tag.", "hedged"),
        ("Generally we answer the same day.", "hedged"),
        ("Der Termin lässt sich verschieben.", "permission"),
        ("Es steht Ihnen frei zu gehen.", "permission"),
        ("Ein Beleg ist nicht nötig.", "lifted"),
        ("Es ist keine Anmeldung nötig.", "lifted"),
        ("Wir sind für Verluste nicht verantwortlich für Taschen.", "liability"),
        ("Der Saal wurde renoviert.", "past"),
    ],
)
def test_cues_are_seen_in_both_languages(text, cue):
    assert f"cue {cue}" in features(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You may leave early.", "grey"),
        ("You may not leave early.", "black"),
        ("Staff must exercise discretion about the fee.", "grey"),
        ("Staff must never waive the fee.", "black"),
        ("Sie dürfen das Becken nicht mit Schuhen betreten.", "black"),
    ],
)
def test_scope_decides_not_the_single_word(text, expected):
    assert label(text) == expected


def test_a_text_of_neutral_clauses_is_undecided():
    assert suggest("The pool was built in 1974. There are three kinds of membership.").label == "undecided"
    assert suggest("").label == suggest("\n \n1234\n").label == "undecided"


def test_terms_are_where_they_say():
    text = "# Diving\n\nWe are open.\n\n- Nobody may dive in the shallow end.\n- You may use the deep end."
    prediction = suggest(text)
    assert [c.label for c in prediction.clauses][-2:] == ["black", "grey"]
    assert prediction.mixed
    for clause in prediction.clauses:
        assert text[clause.start : clause.end] == clause.text
        for term in clause.terms:
            assert text[term.start : term.end] == term.text
            assert clause.start <= term.start < term.end <= clause.end
    assert any("Nobody" in term.text for term in prediction.spans)


def test_list_items_keep_their_lead_in():
    text = "The following is prohibited:\n\n- glass bottles\n- ball games\n\nThank you for reading."
    pieces = clauses(text)
    assert [c.lead for c in pieces] == ["", "The following is prohibited:", "The following is prohibited:", ""]
    assert suggest(text).clauses[1].label == "black"
    assert suggest("glass bottles").clauses[0].label == "neutral"


def test_firm_without_a_reason_is_told():
    firm = suggest("Forms must be filled in with blue ink.").clauses[0]
    assert firm.firm_without_basis
    safe = suggest("Children must wear a swimming vest for their safety.").clauses[0]
    assert (safe.basis, safe.firm_without_basis) == ("safety", False)


def test_odd_text_breaks_nothing():
    for text in ("İSTANBUL must be İ.", "\0", "|" * 5000, "- " * 3000, "a" * 50_000, ":\n" * 500, "😀 must not 😀"):
        prediction = suggest(text)
        for clause in prediction.clauses:
            assert text[clause.start : clause.end] == clause.text


def test_time_grows_with_the_text_and_not_faster():
    """Twice the text may not cost much more than twice: patterns that backtrack would."""
    from time import process_time

    def cost(text):
        begin = process_time()
        suggest(text)
        return process_time() - begin

    short = "x, " * 2_000 + "must not. "
    cost(short)
    assert cost(short * 8) < 8 * 6 * max(cost(short), 0.002)


def test_a_page_costs_a_few_times_what_counting_costs():
    """Against a yardstick in the same process: how fast the machine is, or how busy, does not matter."""
    from time import process_time

    def cost(work):
        spent = []
        for _again in range(5):
            begin = process_time()
            work()
            spent.append(process_time() - begin)
        return min(spent)

    def counting():
        counts = {}
        for at in range(40_000):
            counts[at % 977] = counts.get(at % 977, 0) + at

    text = measure.page()
    suggest(text)
    assert cost(lambda: suggest(text)) < 12 * cost(counting)


def test_what_a_page_costs_is_told_by_a_fresh_process():
    command = [sys.executable, "-m", "policyhub.classifier.measure"]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True)
    costs = json.loads(done.stdout)
    assert costs["characters"] == measure.PAGE
    assert costs["mb"] <= 20
    assert 0 < costs["ms"] < costs["first_ms"]


def test_it_needs_neither_django_nor_numpy():
    """In a process of its own, so that nobody else has imported them."""
    code = (
        "import sys; from policyhub.classifier import suggest; suggest('You must not run.');"
        "print([m for m in ('django', 'numpy', 'sklearn') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_groups_are_never_torn():
    groups = ["a"] * 5 + ["b"] * 3 + ["c"] * 3 + ["d"]
    parts = folds(groups, 3)
    assert sorted(at for part in parts for at in part) == list(range(len(groups)))
    for group in "abcd":
        assert sum(any(groups[at] == group for at in part) for part in parts) == 1


def test_the_weights_hold_no_sentences():
    """Weights are shipped; the texts they were learnt from are not."""
    shipped = json.loads(model.SHIPPED.read_text(encoding="utf-8"))
    longest = max(shipped["label"]["weights"], key=lambda name: len(name.split()))
    assert len(longest.split()) <= 14, longest
    assert all(len(mark) == 10 for mark in shipped["trained_on"])
    assert features("You must not run.").keys() & shipped["label"]["weights"].keys()
