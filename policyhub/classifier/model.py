"""A linear model over the features of a clause: what each is worth, read from JSON.

Probabilities are softmax(bias + sum of the weights of the features seen / square root of their number): each clause
has length 1, however long it is. No numpy: a page takes a few milliseconds.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import exp, sqrt
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "weights.json"
LABELS = ("black", "grey", "neutral")
# Calling black grey is the costly error: grey is said only where it is this much likelier than black
GREY_OVER_BLACK = 3.0

Row = tuple[float, ...]


@dataclass(frozen=True)
class LinearModel:
    """Weights of features for each of some labels."""

    labels: tuple[str, ...]
    bias: Row
    weights: Mapping[str, Row]

    def scores(self, features: Iterable[str]) -> list[float]:
        find = self.weights.get
        rows = [row for name in features if (row := find(name))]
        if not rows:
            return list(self.bias)
        length = sqrt(len(rows))
        return [bias + sum(column) / length for bias, column in zip(self.bias, zip(*rows, strict=True), strict=True)]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        return dict(zip(self.labels, softmax(self.scores(features)), strict=True))

    def worth(self, features: Iterable[str], label: str, against: str) -> dict[str, float]:
        """What each feature adds to ``label`` over ``against``."""
        label_index, against_index = self.labels.index(label), self.labels.index(against)
        rows = {name: row for name in features if (row := self.weights.get(name))}
        length = sqrt(len(rows)) or 1.0
        return {name: (row[label_index] - row[against_index]) / length for name, row in rows.items()}

    def as_json(self) -> dict[str, Any]:
        weights = {name: list(row) for name, row in sorted(self.weights.items())}
        return {"labels": list(self.labels), "bias": list(self.bias), "weights": weights}

    @classmethod
    def from_json(cls, stored: Any) -> "LinearModel":
        weights = {str(name): tuple(map(float, row)) for name, row in stored["weights"].items()}
        linear = cls(tuple(stored["labels"]), tuple(map(float, stored["bias"])), weights)
        if any(len(row) != len(linear.labels) for row in [linear.bias, *weights.values()]):
            raise ValueError("A row of weights has another length than there are labels.")
        return linear


@dataclass(frozen=True)
class ClassifierModel:
    """What suggests black, grey or neither; and for black, on what basis it may stand.

    ``changes`` is what an organisation's own decisions added to the weights.
    """

    version: str
    label: LinearModel
    basis: LinearModel
    trained_on: frozenset[str] = field(default_factory=frozenset)  # short digests of texts, to warn at a measurement

    def judge(self, features: Iterable[str]) -> tuple[str, dict[str, float]]:
        """The label of a clause, and how likely each is."""
        likely = self.label.probabilities(features)
        return choose_label(likely), likely

    def with_changes(self, version: str, changes: Mapping[str, Sequence[float]]) -> "ClassifierModel":
        """This model with something added to its weights; the bias stands under the name ""."""
        weights = dict(self.label.weights)
        nothing = (0.0,) * len(self.label.labels)
        for name, change in changes.items():
            if name:
                weights[name] = tuple(a + b for a, b in zip(weights.get(name, nothing), change, strict=True))
        bias = tuple(a + b for a, b in zip(self.label.bias, changes.get("", nothing), strict=True))
        return replace(self, version=version, label=LinearModel(self.label.labels, bias, weights))


def choose_label(likely: Mapping[str, float]) -> str:
    """The likeliest label, grey only where it is clearly likelier than black."""
    best = max(LABELS, key=lambda label: likely[label])
    if best == "grey" and likely["grey"] < GREY_OVER_BLACK * likely["black"]:
        return "black"
    return best


def softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    powers = [exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def read(path: Path) -> ClassifierModel:
    stored = json.loads(path.read_text(encoding="utf-8"))
    label, basis = LinearModel.from_json(stored["label"]), LinearModel.from_json(stored["basis"])
    return ClassifierModel(stored["version"], label, basis, frozenset(stored["trained_on"]))


def write(model: ClassifierModel, path: Path) -> None:
    stored = {
        "version": model.version,
        "label": model.label.as_json(),
        "basis": model.basis.as_json(),
        "trained_on": sorted(model.trained_on),
    }
    path.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def shipped_model() -> ClassifierModel:
    """The model that PolicyHub comes with, read at its first use."""
    return read(SHIPPED)
