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
from .model import LABELS, ClassifierModel, LinearModel, choose_label, softmax
from .suggestion import overall_label
from .training import LabelledClause, TrainingExample, balancing_weights, descend, taught_clauses

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
class DecisionExample:
    """A decision: what was read, the label that was chosen, and its subject: a later decision on the same
    subject counts instead."""

    text: str
    label: str
    subject: str


@dataclass(frozen=True)
class DecidedText:
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


def learn(decisions: Iterable[DecisionExample], base: ClassifierModel) -> Lesson:
    """What ``decisions``, oldest first, change in ``base``. The same decisions give the same changes everywhere."""
    return learn_from(*usable_decisions(decisions), base)


def learn_from(used: Sequence[DecisionExample], left_out: dict[str, int], base: ClassifierModel) -> Lesson:
    """Like ``learn``, for decisions that ``usable_decisions`` has sorted already."""
    if refused := _bad_data(used, left_out):
        return Lesson({}, len(used), left_out, refused)
    texts = [decided_text(decision) for decision in used]
    before = [suggested_label(text, base.label) for text in texts]
    after = _held_out(texts, base)
    changes = learn_changes(texts, base.label)
    check = {"before": check_figures(base), "after": check_figures(base.with_changes("", changes))}
    true = [text.label for text in texts]
    refused = _bad_result(true, before, after, check)
    return Lesson(changes, len(used), left_out, refused, agreement(true, before), agreement(true, after), check)


# What is learnt from


def usable_decisions(decisions: Iterable[DecisionExample]) -> tuple[list[DecisionExample], dict[str, int]]:
    """The decisions to learn from, and a count of those left out by reason."""
    left_out: Counter[str] = Counter()
    last: dict[str, DecisionExample] = {}
    for decision in decisions:
        if last.pop(decision.subject, None):
            left_out[AGAIN] += 1
        last[decision.subject] = decision  # popped before, so that the newest stand last
    by_text: dict[str, list[DecisionExample]] = {}
    for decision in last.values():
        if decision.label not in ("black", "grey"):
            left_out[UNDECIDED] += 1
        elif sum(any(c.isalpha() for c in word) for word in decision.text.split()) < SHORTEST:
            left_out[SHORT] += 1
        else:
            by_text.setdefault(text_key(decision.text), []).append(decision)
    used = []
    for alike in by_text.values():
        if len({decision.label for decision in alike}) > 1:
            left_out[CONTRADICTORY] += len(alike)
        else:
            left_out[REPEATED] += len(alike) - 1
            used.append(alike[-1])
    left_out[OLD] = max(0, len(used) - MOST)
    return used[-MOST:], {why: n for why, n in left_out.items() if n}


def text_key(text: str) -> str:
    return " ".join(text.lower().split())


def decided_text(decision: DecisionExample) -> DecidedText:
    text_clauses = clauses(decision.text)[:MOST_CLAUSES]
    clause_features = tuple(tuple(features(clause.whole)) for clause in text_clauses)
    return DecidedText(clause_features, decision.label, text_key(decision.text))


def _bad_data(used: Sequence[DecisionExample], left_out: Mapping[str, int]) -> tuple[str, ...]:
    contradictory = left_out.get(CONTRADICTORY, 0)
    if contradictory > CONTRADICTED * (len(used) + contradictory):
        return (CONTRADICTIONS,)
    if len(used) < FEWEST:
        return (TOO_FEW,)
    counted = Counter(decision.label for decision in used)
    return (ONE_LABEL,) if min(counted["black"], counted["grey"]) < FEWEST_OF_A_LABEL else ()


# Learning


@dataclass(frozen=True)
class LearningClause:
    """A clause as learning sees it: what may be learnt of it, what it scored before, and its length."""

    names: tuple[str, ...]
    start: tuple[float, ...]
    length: float


def learn_changes(texts: Sequence[DecidedText], base: LinearModel) -> Changes:
    """What ``texts`` change in the weights of ``base``; the bias stands under the name ""."""
    counted = Counter(name for text in texts for name in {name for clause in text.clauses for name in clause})
    learnable = {name for name, n in counted.items() if n >= SEEN_IN}
    learning_clauses = [[_learning_clause(clause, base, learnable) for clause in text.clauses] for text in texts]
    rehearsed = [(_learning_clause(tuple(features(c.text)), base, learnable), c.label) for c in taught_clauses()]
    names = sorted(name for name in learnable if name)
    weights, bias = {name: [0.0] * len(LABELS) for name in names}, [0.0] * len(LABELS)
    label_weights = balancing_weights([text.label for text in texts])
    for _turn in range(TURNS):
        examples = [_example(clause, label, REHEARSED) for clause, label in rehearsed]
        for text, text_clauses in zip(texts, learning_clauses, strict=True):
            witnesses = _witnesses(text_clauses, text.label, weights, bias)
            examples += [
                _example(clause, text.label, label_weights[text.label] / len(witnesses)) for clause in witnesses
            ]
        descend(examples, LABELS, weights, bias, rounds=ROUNDS, step=STEP, shrink=PULL)
    changes = {"": bias, **weights}
    rounded = {name: [round(w, 3) for w in row] for name, row in changes.items()}
    return {name: row for name, row in rounded.items() if max(map(abs, row)) >= LEAST}


def _learning_clause(clause: tuple[str, ...], base: LinearModel, learnable: set[str]) -> LearningClause:
    known_names = [name for name in clause if name in base.weights or name in learnable]
    rows = [row for name in known_names if (row := base.weights.get(name))]
    length = sqrt(len(known_names)) or 1.0
    start = tuple(bias + sum(row[k] for row in rows) / length for k, bias in enumerate(base.bias))
    return LearningClause(tuple(name for name in known_names if name in learnable), start, length)


def _example(clause: LearningClause, label: str, weight: float) -> TrainingExample:
    return TrainingExample(clause.names, label, weight, clause.start, clause.length)


def _witnesses(
    candidates: Sequence[LearningClause], label: str, weights: Mapping[str, Sequence[float]], bias: Sequence[float]
) -> list[LearningClause]:
    """The clauses most in favour of ``label``: a third of them, as the weights are now."""
    label_index, columns = LABELS.index(label), range(len(LABELS))

    def favour(clause: LearningClause) -> float:
        rows = [weights[name] for name in clause.names]
        scores = [clause.start[k] + bias[k] + sum(row[k] for row in rows) / clause.length for k in columns]
        return softmax(scores)[label_index]

    most = min(WITNESSES, ceil(len(candidates) / 3))
    return sorted(candidates, key=favour, reverse=True)[:most]


# Measuring


def suggested_label(text: DecidedText, linear: LinearModel) -> str:
    """What is suggested for a whole text."""
    per_clause = [linear.probabilities(clause) for clause in text.clauses]
    return overall_label([(label, likely[label]) for likely in per_clause for label in [choose_label(likely)]])[0]


def _held_out(texts: Sequence[DecidedText], base: ClassifierModel) -> list[str]:
    """What is suggested for each text after learning from others alone, a fifth at a time."""
    labels = [""] * len(texts)
    for part in folds([text.key for text in texts]):
        held = set(part)
        changes = learn_changes([text for index, text in enumerate(texts) if index not in held], base.label)
        learnt = base.with_changes("", changes).label
        for index in part:
            labels[index] = suggested_label(texts[index], learnt)
    return labels


def agreement(true: Sequence[str], suggested: Sequence[str]) -> dict[str, Any]:
    """``{"n", "agreement", "black", "grey", "black_called_grey", "confusion": {chosen: {suggested: n}}}``; shares from
    0 to 1, "black" and "grey" of the decisions for either."""
    pairs = Counter(zip(true, suggested, strict=True))
    confusion = {
        actual: {guess: pairs[actual, guess] for guess in ("black", "grey", "undecided")} for actual in LABELS[:2]
    }
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


def check_clauses() -> list[LabelledClause]:
    """Clauses of our own that nothing is learnt from: what no house's decisions may make it forget."""
    with CHECK.open(encoding="utf-8", newline="") as lines:
        return [LabelledClause(row["text"], row["label"]) for row in csv.DictReader(lines)]


def check_figures(model: ClassifierModel) -> dict[str, Any]:
    labelled = check_clauses()
    return agreement([c.label for c in labelled], [_as_decision(model.judge(features(c.text))[0]) for c in labelled])


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
    weigh = balancing_weights(true)
    changes = [
        (weigh[label], 1 if label_after == label else -1)
        for label, label_before, label_after in zip(true, before, after, strict=True)
        if (label_before == label) != (label_after == label)
    ]
    mended = sum(weight * sign for weight, sign in changes)
    return mended > CLEARLY * sqrt(sum(weight * weight for weight, _sign in changes))
