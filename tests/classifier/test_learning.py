"""Learning from decisions: what helps is taken, what does not is refused, and the same data gives the same weights."""

import json
import random
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from policyhub.classifier import learning, model, suggest
from policyhub.classifier.learning import DecisionExample, learn
from policyhub.classifier.training import taught_clauses

ROOT = Path(__file__).parents[2]
THINGS = "towel locker lane table bike ticket room parcel key card seat boat helmet coat bag form receipt".split()
DONE = "returned paid cleaned collected signed booked cancelled checked weighed stored renewed".split()
FIRM = (
    "The {thing} must be {done} within {n} days.",
    "Each {thing} must be {done} before {n} o'clock.",
    "A {thing} may not be {done} after {n} minutes.",
    "Guests must have their {thing} {done} at desk {n}.",
)
HOUSE_WORD = (", as a house courtesy.", " under the house courtesy rule.", ": house courtesy applies.")
BESIDE = (
    "",
    "\n\nWe opened in 1974. The desk is on the left.",
    "\n\n- Ask for the number.\n- Write it in the book.\n",
)


def house(n, *, seed=1, label=lambda grey, dice: "grey" if grey else "black"):
    """Decisions of a house at which the word courtesy means grey, whatever else the text says."""
    dice = random.Random(seed)
    decisions = []
    for at in range(n):
        grey = at % 2 == 0
        text = dice.choice(FIRM).format(thing=dice.choice(THINGS), done=dice.choice(DONE), n=dice.randint(2, 60))
        text = text[:-1] + dice.choice(HOUSE_WORD) if grey else text
        decisions.append(DecisionExample(text + dice.choice(BESIDE), label(grey, dice), str(at)))
    return decisions


def test_a_house_style_is_learnt_and_measured_on_what_was_held_out():
    lesson = learn(house(200), model.shipped_model())
    assert lesson.refused == ()
    assert lesson.used == 200 - sum(lesson.left_out.values()) > 190
    assert lesson.before["agreement"] <= 0.55, "it says black of all of them"
    assert lesson.after["agreement"] >= 0.95
    assert lesson.after["black_called_grey"] == 0
    learnt = model.shipped_model().with_changes("own", lesson.changes)
    new = "The sledge must be waxed within 3 days"
    assert suggest(f"{new}.", learnt).label == suggest(f"{new}.").label == "black"
    assert suggest(f"{new}, as a house courtesy.").label == "black"
    assert suggest(f"{new}, as a house courtesy.", learnt).label == "grey"
    assert "courtesy" in " ".join(term.text for term in suggest(f"{new}, as a house courtesy.", learnt).spans)


def test_it_forgets_nothing_that_every_house_must_keep():
    lesson = learn(house(200), model.shipped_model())
    assert lesson.check["after"]["black_called_grey"] <= 0.05
    assert lesson.check["after"]["agreement"] >= lesson.check["before"]["agreement"] - 0.05
    learnt = model.shipped_model().with_changes("own", lesson.changes)
    assert suggest("Nobody may dive in the shallow end.", learnt).label == "black"


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_labels_are_refused(seed):
    decisions = house(200, seed=seed, label=lambda grey, dice: dice.choice(["black", "grey"]))
    assert learning.NO_BETTER in learn(decisions, model.shipped_model()).refused


@pytest.mark.parametrize(("called", "refused"), [(0, False), (1, False), (2, True)])
def test_two_of_26_black_ones_called_grey_are_too_many_however_much_is_gained(called, refused):
    true = ["black"] * 26 + ["grey"] * 29
    after = ["grey"] * called + ["black"] * (26 - called) + ["grey"] * 29
    check = {at: {"black_called_grey": 0.0} for at in ("before", "after")}
    why = learning._bad_result(true, ["black"] * 55, after, check)
    assert why == ((learning.BLACK_CALLED_GREY,) if refused else ())


def test_saying_the_commoner_label_always_is_not_learning():
    often_black = house(200, label=lambda grey, dice: dice.choices(["black", "grey"], [1, 4])[0])
    assert learn(often_black, model.shipped_model()).refused


def test_a_house_that_bends_what_no_house_may_bend_is_refused():
    """Its decisions are consistent: all bans are grey, all that is free is black."""
    bans = [c.text for c in taught_clauses() if c.label == "black"]
    free = [c.text for c in taught_clauses() if c.label == "grey"]
    upside_down = [DecisionExample(text, "grey", text) for text in bans] + [
        DecisionExample(text, "black", text) for text in free
    ]
    lesson = learn(upside_down, model.shipped_model())
    assert learning.FORGETS in lesson.refused or learning.NO_BETTER in lesson.refused
    without = learning._bad_result(
        ["black"], ["grey"], ["black"], lesson.check | {"after": {"black_called_grey": 0.2}}
    )
    assert learning.FORGETS in without


@pytest.mark.parametrize(
    ("decisions", "why"),
    [
        (house(10), learning.TOO_FEW),
        (house(100, label=lambda grey, dice: "black"), learning.ONE_LABEL),
        (
            house(60) + [DecisionExample(d.text, "grey", f"again {d.subject}") for d in house(60)],
            learning.CONTRADICTIONS,
        ),
        ([], learning.TOO_FEW),
    ],
)
def test_bad_data_is_refused_before_anything_is_measured(decisions, why):
    lesson = learn(decisions, model.shipped_model())
    assert (lesson.refused, lesson.changes, lesson.after) == ((why,), {}, {})


def test_what_teaches_nothing_is_left_out_and_counted():
    text = "The towel must be returned within 3 days."
    used, left_out = learning.usable_decisions(
        [
            DecisionExample(text, "grey", "1"),
            DecisionExample(text, "black", "1"),  # somebody thought again
            DecisionExample(f"  {text.upper()}\n", "black", "2"),
            DecisionExample("Towels.", "black", "3"),
            DecisionExample("Ask the desk first.", "black", "4"),
            DecisionExample("ask the  desk first.", "grey", "5"),
            DecisionExample("The bike must be locked.", "undecided", "6"),
        ]
    )
    assert [(d.label, d.subject) for d in used] == [("black", "2")]
    assert left_out == {"decided again": 1, "repeated": 1, "short": 1, "contradictory": 2, "undecided": 1}


def test_the_same_decisions_give_the_same_weights_in_every_process():
    code = (
        "import json, sys; sys.path.insert(0, '.');"
        "from tests.classifier.test_learning import house; from policyhub.classifier import learning, model;"
        "texts = [learning.decided_text(d) for d in house(40)];"
        "print(json.dumps(learning.learn_changes(texts, model.shipped_model().label)))"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(json.loads(printed[0])) > 50


def test_odd_texts_break_nothing():
    odd = ["\0 \0 \0", "|" * 500, "- a b c\n" * 300, "İ must be İ.", "", "1 2 3", "# Only a heading here"]
    lesson = learn(
        house(40) + [DecisionExample(text, "grey", f"odd {text[:9]}") for text in odd], model.shipped_model()
    )
    assert lesson.used >= 40


def test_time_grows_with_the_decisions_and_not_faster():
    def cost(n):
        begin = process_time()
        learn(house(n), model.shipped_model())
        return process_time() - begin

    cost(40)
    assert cost(160) < 4 * 3 * max(cost(40), 0.05)


def test_check_clauses_are_not_those_it_learns_from():
    check, rehearsed = learning.check_clauses(), {c.text for c in taught_clauses()}
    assert not [c.text for c in check if c.text in rehearsed]
    assert sum(c.label == "black" for c in check) >= 40
    figures = learning.check_figures(model.shipped_model())
    assert figures["black_called_grey"] == 0
    assert figures["agreement"] >= 0.9
