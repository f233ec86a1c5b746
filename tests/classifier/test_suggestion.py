"""Black or grey, suggested clause by clause. The clauses here are our own; none trained the weights."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from policyhub.classifier import model, suggest, suggestion
from policyhub.classifier.clauses import clauses
from policyhub.classifier.evaluation import figures, folds
from policyhub.classifier.features import features, language_of
from policyhub.classifier.training import digest

OURS = list(csv.DictReader((Path(__file__).parent / "clauses.csv").open(encoding="utf-8")))


def label(text):
    return suggest(text).clauses[0].label


@pytest.mark.parametrize(("language", "least"), [("en", 0.85), ("de", 0.85)])
def test_own_clauses_are_told_apart_in_both_languages(language, least):
    rows = [row for row in OURS if row["language"] == language]
    found = figures([row["label"] for row in rows], [label(row["text"]) for row in rows])
    assert found["macro_f1"] >= least
    assert found["confusion"]["black"]["grey"] == 0
    assert not any(digest(row["text"]) in model.shipped().trained_on for row in rows)
    assert all(language_of(row["text"]) == language for row in rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("You may leave early.", "grey"),
        ("You may not leave early.", "black"),
        ("Staff must exercise discretion about the fee.", "grey"),
        ("Staff must never waive the fee.", "black"),
        ("Sie dürfen das Becken nicht mit Schuhen betreten.", "black"),
    ],
)
def test_scope_decides_not_the_single_word(text, said):
    assert label(text) == said


def test_a_text_of_neutral_clauses_is_undecided():
    assert suggest("The pool was built in 1974. There are three kinds of membership.").label == "undecided"
    assert suggest("").label == suggest("\n \n1234\n").label == "undecided"


def test_terms_are_where_they_say():
    text = "# Diving\n\nWe are open.\n\n- Nobody may dive in the shallow end.\n- You may use the deep end."
    found = suggest(text)
    assert [c.label for c in found.clauses][-2:] == ["black", "grey"]
    assert found.mixed
    for clause in found.clauses:
        assert text[clause.start : clause.end] == clause.text
        for term in clause.terms:
            assert text[term.start : term.end] == term.text
            assert clause.start <= term.start < term.end <= clause.end
    assert any("Nobody" in term.text for term in found.spans)


def test_the_pieces_of_a_text_make_it_again():
    text = "Intro.\n\nKeep the door shut. You may ask Ana.\n\n| a | You must sign. |\n| - | - |\n"
    pieces = suggestion.chunks(text, suggest(text).clauses)
    assert "".join(piece for piece, _clause in pieces) == text


def test_list_items_keep_their_lead_in():
    text = "The following is prohibited:\n\n- glass bottles\n- ball games\n\nThank you for reading."
    found = clauses(text)
    assert [c.lead for c in found] == ["", "The following is prohibited:", "The following is prohibited:", ""]
    assert suggest(text).clauses[1].label == "black"
    assert suggest("glass bottles").clauses[0].label == "neutral"


def test_firm_without_a_reason_is_told():
    firm = suggest("Forms must be filled in with blue ink.").clauses[0]
    assert firm.firm_without_basis
    safe = suggest("Children must wear a swimming vest for their safety.").clauses[0]
    assert (safe.basis, safe.firm_without_basis) == ("safety", False)


def test_odd_text_breaks_nothing():
    for text in ("İSTANBUL must be İ.", "\0", "|" * 5000, "- " * 3000, "a" * 50_000, ":\n" * 500, "😀 must not 😀"):
        found = suggest(text)
        for clause in found.clauses:
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
