"""Black or grey, for a whole text: clause by clause, with the words that decided. A person decides, not this."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from .clauses import Clause, clauses
from .features import features, language_of
from .model import Model, shipped

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
class Term:
    """Words that pushed towards ``label``, at ``start`` to ``end`` in the text, and by how much."""

    text: str
    start: int
    end: int
    label: str
    worth: float


@dataclass(frozen=True)
class Judged:
    """One clause with its label (black, grey, neutral) and the terms that made it so."""

    text: str
    start: int
    end: int
    label: str
    probability: float
    basis: str  # of a black one: safety, security, privacy, law, integrity; "" where none is seen
    terms: tuple[Term, ...] = ()

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
    clauses: tuple[Judged, ...] = field(default_factory=tuple)
    version: str = ""

    @property
    def spans(self) -> tuple[Term, ...]:
        """All the terms that decided, in the order of the text."""
        return tuple(sorted((t for c in self.clauses for t in c.terms), key=lambda t: (t.start, -t.end)))

    @property
    def mixed(self) -> bool:
        """Black core, grey edge: clauses of both kinds."""
        return {"black", "grey"} <= {clause.label for clause in self.clauses}

    def of(self, label: str) -> list[Judged]:
        return [clause for clause in self.clauses if clause.label == label]


def suggest(text: str, model: Model | None = None) -> Prediction:
    """Judge every clause of ``text``; the whole is what most of its clauses that say something are.

    A text of neutral clauses is undecided. Where black and grey weigh about the same, it is black: calling black
    grey is the costly error.
    """
    model = model or shipped()
    judged = tuple(judge(clause, model) for clause in clauses(text))
    label, sure = weighed([(c.label, c.probability) for c in judged])
    basis = _commonest(c.basis for c in judged if c.label == "black") if label == "black" else ""
    return Prediction(label, sure, basis, judged, model.version)


def weighed(judged: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The label of a whole text, and how likely it is, from those of its clauses."""
    weights = {label: sum(sure for said, sure in judged if said == label) for label in ("black", "grey")}
    total = sum(weights.values())
    if not total:
        return UNDECIDED, round(max((sure for _said, sure in judged), default=1.0), 3)
    label = "grey" if weights["grey"] > 1.25 * weights["black"] else "black"
    return label, round(weights[label] / total, 3)


def judge(clause: Clause, model: Model) -> Judged:
    """One clause, read with its lead-in; what is shown stands in the clause itself."""
    seen = features(clause.whole, language_of(clause.whole))
    label, likely = model.judge(seen)
    basis = _basis(seen, model) if label == "black" else ""
    shift = len(clause.whole) - len(clause.text)
    terms = tuple(_terms(clause, seen, shift, label, likely, model))
    return Judged(clause.text, clause.start, clause.end, label, round(likely[label], 3), basis, terms)


def _basis(seen: Collection[str], model: Model) -> str:
    likely = model.basis.probabilities(name for name in seen if name.startswith(("stem ", "cue ")))
    best = max(likely, key=lambda basis: likely[basis])
    sure = likely[best] >= SURE_OF_BASIS or f"cue {best}" in seen
    return best if sure and best != "fixed" else ""


def _terms(
    clause: Clause, seen: dict[str, tuple[int, int]], shift: int, label: str, likely: dict[str, float], model: Model
) -> list[Term]:
    """The runs of words that added most to ``label`` over the next likely one.

    What a feature adds is shared out among the words it was seen in; neighbours that add something form a run.
    """
    runner_up = max((other for other in likely if other != label), key=lambda other: likely[other])
    words = [m.span() for m in WORD.finditer(clause.text)]
    starts, ends = [at for at, _to in words], [to for _at, to in words]
    added = [0.0] * len(words)
    for name, worth in model.label.worth(seen, label, runner_up).items():
        start, end = seen[name][0] - shift, seen[name][1] - shift
        inside = range(bisect_right(ends, start), bisect_left(starts, end)) if end > start else ()
        for k in inside:
            added[k] += worth / len(inside)
    says = [_says_something(clause.text[start:end]) for start, end in words]
    runs = [_trimmed(run, says) for run in _runs(added) if any(says[k] for k in run)]
    strongest = sorted(runs, key=lambda run: -sum(added[k] for k in run))[:STRONGEST]
    terms = []
    for run in sorted(strongest, key=lambda run: run[0]):
        start, end, worth = words[run[0]][0], words[run[-1]][1], sum(added[k] for k in run)
        if worth >= ENOUGH:
            at = clause.start
            terms.append(Term(clause.text[start:end], at + start, at + end, label, round(worth, 3)))
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


def _trimmed(run: range, says: Sequence[bool]) -> range:
    """``run`` without the small words at its ends."""
    telling = [k for k in run if says[k]]
    return range(telling[0], telling[-1] + 1)


def _says_something(word: str) -> bool:
    return word[0].isalnum() and word.lower() not in SILENT


def _commonest(names: Iterable[str]) -> str:
    counted: dict[str, int] = {}
    for name in names:
        if name:
            counted[name] = counted.get(name, 0) + 1
    return max(counted, key=lambda name: counted[name]) if counted else ""
