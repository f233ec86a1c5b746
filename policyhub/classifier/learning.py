"""Learning from an organisation's own decisions: what they change in the weights that are shipped.

Somebody decides a whole rule, but the weights judge clauses. A rule that is decided grey may hold firm clauses beside
the one that lets it bend, so its label is not the label of each. We take the view of multiple instances: a decision
speaks of those clauses that are most in favour of it (a third of them, five at most), chosen anew before every turn
with what was learnt so far. A word that means grey at this house draws its clauses to the front from turn to turn,
while firm clauses of a grey rule are left as they were. Together they weigh as much as one clause: a long rule is one
decision.

Only differences to the shipped weights are learnt, pulled towards none, in few rounds; clauses of our own are
rehearsed beside them. What comes of it is measured on decisions that were held out, and refused if it is not clearly
better, if it would call black grey, or if it forgets what no house may forget (``check.csv``).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from pathlib import Path
from typing import Any

from .clauses import clauses
from .evaluation import folds
from .features import features
from .model import LABELS, Linear, Model, chosen, softmax
from .suggestion import weighed
from .training import Clause, Example, balanced, descend, taught

FEWEST = 30  # decisions, below which nothing can be held out
FEWEST_OF_A_LABEL = 8
MOST = 1000  # decisions, the newest: some ten seconds
MOST_CLAUSES = 40  # of one text
SHORTEST = 3  # words of a text
CONTRADICTED = 0.2  # of all decisions, above which they teach nothing
CALLED_GREY = 0.05  # of black ones (or a single one), what learning may never raise it above
CLEARLY = 2.0  # standard deviations by which it must be better
SEEN_IN = 3  # texts, for a word to be learnt
WITNESSES = 5  # clauses of one text, at most
TURNS, ROUNDS, STEP, PULL = 3, 3, 0.1, 2e-3
REHEARSED = 0.5  # the weight of a clause of our own beside 1.0, that of a decision
LEAST = 0.01  # a change that is worth keeping
CHECK = Path(__file__).parent / "check.csv"

Changes = dict[str, list[float]]


@dataclass(frozen=True)
class Decided:
    """A decision: what was read, what was chosen, and of what (a later one of the same thing counts instead)."""

    text: str
    label: str
    of: str


@dataclass(frozen=True)
class Bag:
    """A decided text as its clauses' features."""

    clauses: tuple[tuple[str, ...], ...]
    label: str
    key: str


@dataclass(frozen=True)
class Lesson:
    """What came of learning. ``refused``: why it may not be used, by the names below; empty if it may."""

    changes: Changes
    used: int
    left_out: dict[str, int]
    refused: tuple[str, ...] = ()
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    check: dict[str, Any] = field(default_factory=dict)


# Why decisions are left out, and why a lesson is refused
AGAIN, UNDECIDED, SHORT, CONTRADICTORY, REPEATED = "decided again", "undecided", "short", "contradictory", "repeated"
OLD = "old"
TOO_FEW, ONE_LABEL, CONTRADICTIONS = "too few", "one label", "contradictions"
NO_BETTER, BLACK_CALLED_GREY, FORGETS = "no better", "black called grey", "forgets"


def learn(decisions: Iterable[Decided], base: Model) -> Lesson:
    """What ``decisions``, oldest first, change in ``base``. The same decisions give the same changes everywhere."""
    return learn_from(*sorted_out(decisions), base)


def learn_from(used: Sequence[Decided], left_out: dict[str, int], base: Model) -> Lesson:
    """The same, where they have been sorted out already."""
    if refused := _bad_data(used, left_out):
        return Lesson({}, len(used), left_out, refused)
    bags = [bag_of(decision) for decision in used]
    before = [said_of(bag, base.label) for bag in bags]
    after = _held_out(bags, base)
    changes = changes_from(bags, base.label)
    check = {"before": check_figures(base), "after": check_figures(base.with_changes("", changes))}
    true = [bag.label for bag in bags]
    refused = _bad_result(true, before, after, check)
    return Lesson(changes, len(used), left_out, refused, agreement(true, before), agreement(true, after), check)


# What is learnt from


def sorted_out(decisions: Iterable[Decided]) -> tuple[list[Decided], dict[str, int]]:
    """The decisions that teach something, and how many do not, by why."""
    left_out: Counter[str] = Counter()
    last: dict[str, Decided] = {}
    for decision in decisions:
        if last.pop(decision.of, None):
            left_out[AGAIN] += 1
        last[decision.of] = decision  # popped before, so that the newest stand last
    by_text: dict[str, list[Decided]] = {}
    for decision in last.values():
        if decision.label not in ("black", "grey"):
            left_out[UNDECIDED] += 1
        elif sum(any(c.isalpha() for c in word) for word in decision.text.split()) < SHORTEST:
            left_out[SHORT] += 1
        else:
            by_text.setdefault(key_of(decision.text), []).append(decision)
    used = []
    for same in by_text.values():
        if len({decision.label for decision in same}) > 1:
            left_out[CONTRADICTORY] += len(same)
        else:
            left_out[REPEATED] += len(same) - 1
            used.append(same[-1])
    left_out[OLD] = max(0, len(used) - MOST)
    return used[-MOST:], {why: n for why, n in left_out.items() if n}


def key_of(text: str) -> str:
    return " ".join(text.lower().split())


def bag_of(decision: Decided) -> Bag:
    found = clauses(decision.text)[:MOST_CLAUSES]
    seen = tuple(tuple(features(clause.whole)) for clause in found)
    return Bag(seen, decision.label, key_of(decision.text))


def _bad_data(used: Sequence[Decided], left_out: Mapping[str, int]) -> tuple[str, ...]:
    contradictory = left_out.get(CONTRADICTORY, 0)
    if contradictory > CONTRADICTED * (len(used) + contradictory):
        return (CONTRADICTIONS,)
    if len(used) < FEWEST:
        return (TOO_FEW,)
    counted = Counter(decision.label for decision in used)
    return (ONE_LABEL,) if min(counted["black"], counted["grey"]) < FEWEST_OF_A_LABEL else ()


# Learning


@dataclass(frozen=True)
class Seen:
    """A clause as learning sees it: what may be learnt of it, what it scored before, and its length."""

    names: tuple[str, ...]
    start: tuple[float, ...]
    length: float


def changes_from(bags: Sequence[Bag], base: Linear) -> Changes:
    """What ``bags`` change in the weights of ``base``; the bias stands under the name ""."""
    counted = Counter(name for bag in bags for name in {name for clause in bag.clauses for name in clause})
    learnable = {name for name, n in counted.items() if n >= SEEN_IN}
    seen = [[_seen(clause, base, learnable) for clause in bag.clauses] for bag in bags]
    rehearsed = [(_seen(tuple(features(c.text)), base, learnable), c.label) for c in taught()]
    known = sorted(name for name in learnable if name)
    weights, bias = {name: [0.0] * len(LABELS) for name in known}, [0.0] * len(LABELS)
    weigh = balanced([bag.label for bag in bags])
    for _turn in range(TURNS):
        examples = [_example(one, label, REHEARSED) for one, label in rehearsed]
        for bag, of_bag in zip(bags, seen, strict=True):
            witnesses = _witnesses(of_bag, bag.label, weights, bias)
            examples += [_example(one, bag.label, weigh[bag.label] / len(witnesses)) for one in witnesses]
        descend(examples, LABELS, weights, bias, rounds=ROUNDS, step=STEP, shrink=PULL)
    changes = {"": bias, **weights}
    rounded = {name: [round(w, 3) for w in row] for name, row in changes.items()}
    return {name: row for name, row in rounded.items() if max(map(abs, row)) >= LEAST}


def _seen(clause: tuple[str, ...], base: Linear, learnable: set[str]) -> Seen:
    known = [name for name in clause if name in base.weights or name in learnable]
    rows = [row for name in known if (row := base.weights.get(name))]
    length = sqrt(len(known)) or 1.0
    start = tuple(bias + sum(row[k] for row in rows) / length for k, bias in enumerate(base.bias))
    return Seen(tuple(name for name in known if name in learnable), start, length)


def _example(seen: Seen, label: str, weight: float) -> Example:
    return Example(seen.names, label, weight, seen.start, seen.length)


def _witnesses(
    seen: Sequence[Seen], label: str, weights: Mapping[str, Sequence[float]], bias: Sequence[float]
) -> list[Seen]:
    """The clauses most in favour of ``label``: a third of them, as the weights are now."""
    at, columns = LABELS.index(label), range(len(LABELS))

    def favour(one: Seen) -> float:
        rows = [weights[name] for name in one.names]
        scores = [one.start[k] + bias[k] + sum(row[k] for row in rows) / one.length for k in columns]
        return softmax(scores)[at]

    most = min(WITNESSES, ceil(len(seen) / 3))
    return sorted(seen, key=favour, reverse=True)[:most]


# Measuring


def said_of(bag: Bag, linear: Linear) -> str:
    """What is suggested for a whole text."""
    likely = [linear.probabilities(clause) for clause in bag.clauses]
    return weighed([(label, of[label]) for of in likely for label in [chosen(of)]])[0]


def _held_out(bags: Sequence[Bag], base: Model) -> list[str]:
    """What is suggested for each text after learning from others alone, a fifth at a time."""
    said = [""] * len(bags)
    for part in folds([bag.key for bag in bags]):
        held = set(part)
        changes = changes_from([bag for at, bag in enumerate(bags) if at not in held], base.label)
        learnt = base.with_changes("", changes).label
        for at in part:
            said[at] = said_of(bags[at], learnt)
    return said


def agreement(true: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """``{"n", "agreement", "black", "grey", "black_called_grey", "confusion": {chosen: {suggested: n}}}``; shares from
    0 to 1, "black" and "grey" of the decisions for either."""
    pairs = Counter(zip(true, said, strict=True))
    confusion = {one: {other: pairs[one, other] for other in ("black", "grey", "undecided")} for one in LABELS[:2]}
    total = {label: sum(row.values()) for label, row in confusion.items()}
    share = {label: round(confusion[label][label] / n, 4) if n else 0.0 for label, n in total.items()}
    right = sum(confusion[label][label] for label in total)
    return {
        "n": len(true),
        "agreement": round(right / len(true), 4) if true else 0.0,
        **share,
        "black_called_grey": round(confusion["black"]["grey"] / total["black"], 4) if total["black"] else 0.0,
        "confusion": confusion,
    }


def check_clauses() -> list[Clause]:
    """Clauses of our own that nothing is learnt from: what no house's decisions may make it forget."""
    with CHECK.open(encoding="utf-8", newline="") as lines:
        return [Clause(row["text"], row["label"]) for row in csv.DictReader(lines)]


def check_figures(model: Model) -> dict[str, Any]:
    found = check_clauses()
    return agreement([c.label for c in found], [_as_decision(model.judge(features(c.text))[0]) for c in found])


def _as_decision(label: str) -> str:
    return "undecided" if label == "neutral" else label


def _bad_result(
    true: Sequence[str], before: Sequence[str], after: Sequence[str], check: Mapping[str, Any]
) -> tuple[str, ...]:
    was, became = agreement(true, before), agreement(true, after)
    refused = []
    if became["agreement"] <= was["agreement"] or not _clearly_better(true, before, after):
        refused.append(NO_BETTER)
    called, black = became["confusion"]["black"]["grey"], true.count("black")
    if called > max(was["confusion"]["black"]["grey"], CALLED_GREY * black, 1):
        refused.append(BLACK_CALLED_GREY)
    if check["after"]["black_called_grey"] > max(check["before"]["black_called_grey"], CALLED_GREY):
        refused.append(FORGETS)
    return tuple(refused)


def _clearly_better(true: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether more was mended than broken, by more than chance would. Both labels count alike, however rare: else
    saying always the commoner one would be learning."""
    weigh = balanced(true)
    moved = [
        (weigh[label], 1 if now == label else -1)
        for label, was, now in zip(true, before, after, strict=True)
        if (was == label) != (now == label)
    ]
    mended = sum(weight * sign for weight, sign in moved)
    return mended > CLEARLY * sqrt(sum(weight * weight for weight, _sign in moved))
