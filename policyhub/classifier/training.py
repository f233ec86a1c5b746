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
from .model import LABELS, Linear, Model, softmax

BASES = ("safety", "security", "privacy", "law", "integrity", "fixed")
SEEN_TWICE = 2  # what stands in one clause alone says nothing about others
ROUNDS = 8
STEP = 0.15
SHRINK = 6e-5  # of a weight, each time it is used
TAUGHT = Path(__file__).parent / "taught.csv"
TAUGHT_WEIGHT = 2.0  # beside 1.0, the mean of the others
NOTHING = (0.0,) * 8  # at least as many as there are labels


@dataclass(frozen=True)
class Example:
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
class Clause:
    """A clause with its label and, for black, its basis."""

    text: str
    label: str
    basis: str = ""


def taught() -> list[Clause]:
    """Clauses that we wrote to teach what texts show too rarely, in both languages."""
    with TAUGHT.open(encoding="utf-8", newline="") as lines:
        return [Clause(row["text"], row["label"], row["basis"]) for row in csv.DictReader(lines)]


def digest(text: str) -> str:
    """Enough of a text's hash to know it again among some thousands."""
    return sha256(text.strip().encode()).hexdigest()[:10]


def balanced(labels: Sequence[str]) -> dict[str, float]:
    """Weights that make every label count alike, however rare it is."""
    counted = Counter(labels)
    return {label: len(labels) / len(counted) / n for label, n in counted.items()}


def fit(
    examples: Sequence[Example],
    labels: Sequence[str],
    *,
    rounds: int = ROUNDS,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Linear:
    """Weights for ``labels`` from scratch. ``told`` hears how many rounds are done."""
    counted = Counter(name for example in examples for name in example.features)
    names = {name for name, n in counted.items() if n >= SEEN_TWICE}
    weights = {name: [0.0] * len(labels) for name in names}
    bias = [0.0] * len(labels)
    known = [Example([n for n in e.features if n in names], e.label, e.weight) for e in examples]
    descend(known, labels, weights, bias, rounds=rounds, told=told)
    rounded = {name: tuple(round(w, 3) for w in row) for name, row in weights.items()}
    kept = {name: row for name, row in rounded.items() if any(row)}
    return Linear(tuple(labels), tuple(round(b, 4) for b in bias), kept)


def descend(
    examples: Sequence[Example],
    labels: Sequence[str],
    weights: dict[str, list[float]],
    bias: list[float],
    *,
    rounds: int,
    step: float = STEP,
    shrink: float = SHRINK,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Change ``weights`` and ``bias`` in place, round by round. Every feature of the examples has a row."""
    slopes = {name: [1e-2] * len(labels) for name in weights}
    bias_slopes = [1e-2] * len(labels)
    dice, order, columns = Random(7), list(range(len(examples))), range(len(labels))
    for done in range(rounds):
        dice.shuffle(order)
        for at in order:
            example = examples[at]
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
        told(done + 1, rounds)


def examples_for_labels(clauses: Sequence[Clause], *, without: tuple[str, ...] = ()) -> list[Example]:
    """``clauses`` and the taught ones as examples. ``without`` leaves features out whose names begin so."""
    weigh = balanced([clause.label for clause in clauses])
    known = [(clause, weigh[clause.label]) for clause in clauses]
    known += [(clause, TAUGHT_WEIGHT) for clause in taught()]
    return [Example(named(clause.text, without), clause.label, weight) for clause, weight in known]


def named(text: str, without: tuple[str, ...] = ()) -> list[str]:
    names = features(text)
    return [name for name in names if not name.startswith(without)] if without else list(names)


def train(
    clauses: Iterable[Clause], version: str, *, told: Callable[[int, int], None] = lambda done, of: None
) -> Model:
    """A model from labelled clauses and from the taught ones."""
    read = [clause for clause in clauses if clause.label in LABELS]
    black = [(c, BASIS_NAMES.get(c.basis, c.basis)) for c in [*read, *taught()] if c.label == "black"]
    black = [(clause, basis) for clause, basis in black if basis in BASES]
    weigh = {basis: sqrt(weight) for basis, weight in balanced([basis for _c, basis in black]).items()}
    stems = [
        Example([n for n in features(c.text) if n.startswith(("stem ", "cue "))], basis, weigh[basis])
        for c, basis in black
    ]
    digests = frozenset(digest(clause.text) for clause in read)
    label = fit(examples_for_labels(read), LABELS, told=told)
    return Model(version, label, fit(stems, BASES, told=told), digests)


BASIS_NAMES: Mapping[str, str] = {"legal": "law"}
