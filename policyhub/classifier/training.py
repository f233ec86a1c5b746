"""How weights are learnt: softmax regression by AdaGrad, in plain Python. 3,000 clauses take some seconds.

The order of the examples is drawn with a fixed seed, so that the same examples give the same weights everywhere.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from pathlib import Path
from random import Random

from .features import features
from .model import LABELS, ClassifierModel, LinearModel, softmax

BASES = ("safety", "security", "privacy", "law", "integrity", "fixed")
SEEN_TWICE = 2  # what stands in one clause alone says nothing about others
ROUNDS = 8
STEP = 0.15
SHRINK = 6e-5  # of a weight, each time it is used
TAUGHT = Path(__file__).parent / "taught.csv"
TAUGHT_WEIGHT = 2.0  # beside 1.0, the mean of the others
NOTHING = (0.0,) * 8  # at least as many as there are labels


@dataclass(frozen=True)
class TrainingExample:
    """A clause that somebody labelled, seen as its features.

    ``start``: scores that it has before anything is learnt; ``length``: by what features are divided, where some of
    them are in the start already.
    """

    features: Sequence[str]
    label: str
    weight: float = 1.0
    start: Sequence[float] = NOTHING
    length: float = 0.0


@dataclass(frozen=True)
class LabelledClause:
    """A clause with its label and, for black, its basis."""

    text: str
    label: str
    basis: str = ""


def taught_clauses() -> list[LabelledClause]:
    """Clauses that we wrote to teach what texts show too rarely, in both languages."""
    with TAUGHT.open(encoding="utf-8", newline="") as lines:
        return [LabelledClause(row["text"], row["label"], row["basis"]) for row in csv.DictReader(lines)]


def digest(text: str) -> str:
    """The first 10 hex digits of a text's SHA-256: enough to recognise it among some thousands."""
    return sha256(text.strip().encode()).hexdigest()[:10]


def balancing_weights(labels: Sequence[str]) -> dict[str, float]:
    """Weights that make every label count alike, however rare it is."""
    counted = Counter(labels)
    return {label: len(labels) / len(counted) / n for label, n in counted.items()}


def fit(
    examples: Sequence[TrainingExample],
    labels: Sequence[str],
    *,
    rounds: int = ROUNDS,
    on_round: Callable[[int, int], None] = lambda finished, of: None,
) -> LinearModel:
    """Weights for ``labels`` from scratch. After each round ``on_round`` gets (rounds finished, all rounds)."""
    counted = Counter(name for example in examples for name in example.features)
    names = {name for name, n in counted.items() if n >= SEEN_TWICE}
    weights = {name: [0.0] * len(labels) for name in names}
    bias = [0.0] * len(labels)
    reduced = [TrainingExample([n for n in e.features if n in names], e.label, e.weight) for e in examples]
    descend(reduced, labels, weights, bias, rounds=rounds, on_round=on_round)
    rounded = {name: tuple(round(w, 3) for w in row) for name, row in weights.items()}
    nonzero = {name: row for name, row in rounded.items() if any(row)}
    return LinearModel(tuple(labels), tuple(round(b, 4) for b in bias), nonzero)


def descend(
    examples: Sequence[TrainingExample],
    labels: Sequence[str],
    weights: dict[str, list[float]],
    bias: list[float],
    *,
    rounds: int,
    step: float = STEP,
    shrink: float = SHRINK,
    on_round: Callable[[int, int], None] = lambda turn, of: None,
) -> None:
    """Change ``weights`` and ``bias`` in place, round by round. Every feature of the examples has a row."""
    slopes = {name: [1e-2] * len(labels) for name in weights}
    bias_slopes = [1e-2] * len(labels)
    dice, order, columns = Random(7), list(range(len(examples))), range(len(labels))
    for turn in range(rounds):
        dice.shuffle(order)
        for index in order:
            example = examples[index]
            rows = [weights[name] for name in example.features]
            length, start = example.length or sqrt(len(rows)) or 1.0, example.start
            scores = [start[k] + bias[k] + sum(row[k] for row in rows) / length for k in columns]
            wrong = softmax(scores)
            wrong[labels.index(example.label)] -= 1.0
            wrong = [w * example.weight for w in wrong]
            steep = [w / length for w in wrong]
            squares = [s * s for s in steep]
            for name, row in zip(example.features, rows, strict=True):
                slope = slopes[name]
                for k in columns:
                    slope[k] += squares[k]
                    row[k] -= step * (steep[k] / sqrt(slope[k]) + shrink * row[k])
            for k in columns:
                bias_slopes[k] += wrong[k] * wrong[k]
                bias[k] -= step * 0.1 * wrong[k] / sqrt(bias_slopes[k])
        on_round(turn + 1, rounds)


def examples_for_labels(clauses: Sequence[LabelledClause], *, without: tuple[str, ...] = ()) -> list[TrainingExample]:
    """``clauses`` and the taught ones as examples. ``without`` leaves features out whose names begin so."""
    label_weights = balancing_weights([clause.label for clause in clauses])
    weighted = [(clause, label_weights[clause.label]) for clause in clauses]
    weighted += [(clause, TAUGHT_WEIGHT) for clause in taught_clauses()]
    return [TrainingExample(feature_names(clause.text, without), clause.label, weight) for clause, weight in weighted]


def feature_names(text: str, without: tuple[str, ...] = ()) -> list[str]:
    names = features(text)
    return [name for name in names if not name.startswith(without)] if without else list(names)


def train(
    clauses: Iterable[LabelledClause], version: str, *, on_round: Callable[[int, int], None] = lambda done, of: None
) -> ClassifierModel:
    """A model from labelled clauses and from the taught ones."""
    labelled = [clause for clause in clauses if clause.label in LABELS]
    black = [(c, BASIS_NAMES.get(c.basis, c.basis)) for c in [*labelled, *taught_clauses()] if c.label == "black"]
    black = [(clause, basis) for clause, basis in black if basis in BASES]
    basis_weights = {
        basis: sqrt(weight) for basis, weight in balancing_weights([basis for _c, basis in black]).items()
    }
    stems = [
        TrainingExample([n for n in features(c.text) if n.startswith(("stem ", "cue "))], basis, basis_weights[basis])
        for c, basis in black
    ]
    digests = frozenset(digest(clause.text) for clause in labelled)
    label = fit(examples_for_labels(labelled), LABELS, on_round=on_round)
    return ClassifierModel(version, label, fit(stems, BASES, on_round=on_round), digests)


BASIS_NAMES: Mapping[str, str] = {"legal": "law"}
