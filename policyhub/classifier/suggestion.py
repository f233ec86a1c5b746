"""Black or grey, for a whole text: clause by clause, with the words that decided. A person decides, not this."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from .clauses import Clause, clauses
from .features import features, language_of
from .model import ClassifierModel, shipped_model

UNDECIDED = "undecided"
STRONGEST = 3  # terms to show of a clause
LONGEST = 5  # words in a term
ENOUGH = 0.08  # what a term must add to be shown
WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?|[$£€%]")
SURE_OF_BASIS = 0.4  # below this, and without one of its words, firm wording counts as without a reason
SILENT = frozenset(
    "a an the and or of to in on at for by with as that this it its der die das und oder von zu".split()
)


@dataclass(frozen=True)
class EvidenceTerm:
    """Words that pushed towards ``label``, at ``start`` to ``end`` in the text, and by how much."""

    text: str
    start: int
    end: int
    label: str
    worth: float


@dataclass(frozen=True)
class JudgedClause:
    """One clause with its label (black, grey, neutral) and the terms that made it so."""

    text: str
    start: int
    end: int
    label: str
    probability: float
    basis: str  # of a black one: safety, security, privacy, law, integrity; "" where none is seen
    terms: tuple[EvidenceTerm, ...] = ()

    @property
    def firm_without_basis(self) -> bool:
        """Firm, but for what reason?"""
        return self.label == "black" and not self.basis


@dataclass(frozen=True)
class Prediction:
    """What a text looks like: black, grey or undecided. ``probability`` is of that label, from 0 to 1."""

    label: str
    probability: float
    basis: str
    clauses: tuple[JudgedClause, ...] = field(default_factory=tuple)
    version: str = ""

    @property
    def spans(self) -> tuple[EvidenceTerm, ...]:
        """All the terms that decided, in the order of the text."""
        return tuple(sorted((t for c in self.clauses for t in c.terms), key=lambda t: (t.start, -t.end)))

    @property
    def mixed(self) -> bool:
        """Black core, grey edge: clauses of both kinds."""
        return {"black", "grey"} <= {clause.label for clause in self.clauses}

    def of(self, label: str) -> list[JudgedClause]:
        return [clause for clause in self.clauses if clause.label == label]


def suggest(text: str, model: ClassifierModel | None = None) -> Prediction:
    """Judge every clause of ``text``; the whole is what most of its clauses that say something are.

    A text of neutral clauses is undecided. Where black and grey weigh about the same, it is black: calling black
    grey is the costly error.
    """
    model = model or shipped_model()
    judged = tuple(judge(clause, model) for clause in clauses(text))
    label, probability = overall_label([(c.label, c.probability) for c in judged])
    basis = _most_common(c.basis for c in judged if c.label == "black") if label == "black" else ""
    return Prediction(label, probability, basis, judged, model.version)


def overall_label(clause_labels: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The label of a whole text and its probability, from the (label, probability) of each clause."""
    weights = {
        label: sum(probability for clause_label, probability in clause_labels if clause_label == label)
        for label in ("black", "grey")
    }
    total = sum(weights.values())
    if not total:
        return UNDECIDED, round(max((probability for _label, probability in clause_labels), default=1.0), 3)
    label = "grey" if weights["grey"] > 1.25 * weights["black"] else "black"
    return label, round(weights[label] / total, 3)


def judge(clause: Clause, model: ClassifierModel) -> JudgedClause:
    """Label one clause. It is read with its lead-in, but the terms are spans of the clause itself."""
    clause_features = features(clause.whole, language_of(clause.whole))
    label, probabilities = model.judge(clause_features)
    basis = _basis(clause_features, model) if label == "black" else ""
    shift = len(clause.whole) - len(clause.text)
    terms = tuple(_terms(clause, clause_features, shift, label, probabilities, model))
    return JudgedClause(clause.text, clause.start, clause.end, label, round(probabilities[label], 3), basis, terms)


def _basis(clause_features: Collection[str], model: ClassifierModel) -> str:
    probabilities = model.basis.probabilities(name for name in clause_features if name.startswith(("stem ", "cue ")))
    best = max(probabilities, key=lambda basis: probabilities[basis])
    is_sure = probabilities[best] >= SURE_OF_BASIS or f"cue {best}" in clause_features
    return best if is_sure and best != "fixed" else ""


def _terms(
    clause: Clause,
    clause_features: dict[str, tuple[int, int]],
    shift: int,
    label: str,
    probabilities: dict[str, float],
    model: ClassifierModel,
) -> list[EvidenceTerm]:
    """The runs of words that added most to ``label`` over the next likely one.

    What a feature adds is shared out among the words it was seen in; neighbours that add something form a run.
    """
    runner_up = max((other for other in probabilities if other != label), key=lambda other: probabilities[other])
    spans = [m.span() for m in WORD.finditer(clause.text)]
    starts, ends = [start for start, _end in spans], [end for _start, end in spans]
    added = [0.0] * len(spans)
    for name, worth in model.label.worth(clause_features, label, runner_up).items():
        start, end = clause_features[name][0] - shift, clause_features[name][1] - shift
        inside = range(bisect_right(ends, start), bisect_left(starts, end)) if end > start else ()
        for k in inside:
            added[k] += worth / len(inside)
    meaningful = [_is_meaningful(clause.text[start:end]) for start, end in spans]
    runs = [_trimmed(run, meaningful) for run in _runs(added) if any(meaningful[k] for k in run)]
    strongest = sorted(runs, key=lambda run: -sum(added[k] for k in run))[:STRONGEST]
    terms = []
    for run in sorted(strongest, key=lambda run: run[0]):
        start, end, worth = spans[run[0]][0], spans[run[-1]][1], sum(added[k] for k in run)
        if worth >= ENOUGH:
            offset = clause.start
            terms.append(EvidenceTerm(clause.text[start:end], offset + start, offset + end, label, round(worth, 3)))
    return terms


def _runs(added: Sequence[float]) -> list[range]:
    """Places next to each other that all added something, at most LONGEST of them."""
    runs, start = [], 0
    while start < len(added):
        end = start
        while end < len(added) and added[end] >= ENOUGH / 2 and end - start < LONGEST:
            end += 1
        if end > start:
            runs.append(range(start, end))
        start = max(end, start + 1)
    return runs


def _trimmed(run: range, meaningful: Sequence[bool]) -> range:
    """``run`` without the small words at its ends."""
    kept_indexes = [k for k in run if meaningful[k]]
    return range(kept_indexes[0], kept_indexes[-1] + 1)


def _is_meaningful(word: str) -> bool:
    return word[0].isalnum() and word.lower() not in SILENT


def _most_common(names: Iterable[str]) -> str:
    counted: dict[str, int] = {}
    for name in names:
        if name:
            counted[name] = counted.get(name, 0) + 1
    return max(counted, key=lambda name: counted[name]) if counted else ""
