"""How well clauses are labelled: figures, and the two baselines they are read beside."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cues import CUES
from .features import features, folded
from .model import LABELS, Model, chosen
from .training import Clause, examples_for_labels, fit, named


def figures(true: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """``{"n", "macro_f1", "per_class": {label: {"precision", "recall", "f1"}}, "confusion": {true: {said: n}},
    "black_called_grey"}``; shares from 0 to 1."""
    pairs = Counter(zip(true, said, strict=True))
    confusion = {one: {other: pairs[one, other] for other in LABELS} for one in LABELS}
    per_class = {label: _of_class(confusion, label) for label in LABELS}
    black = sum(confusion["black"].values())
    return {
        "n": len(true),
        "macro_f1": round(sum(of["f1"] for of in per_class.values()) / len(LABELS), 4),
        "per_class": per_class,
        "confusion": confusion,
        "black_called_grey": round(confusion["black"]["grey"] / black, 4) if black else 0.0,
    }


def _of_class(confusion: dict[str, dict[str, int]], label: str) -> dict[str, float]:
    right = confusion[label][label]
    said, there = sum(row[label] for row in confusion.values()), sum(confusion[label].values())
    precision, recall = right / said if said else 0.0, right / there if there else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def folds(groups: Sequence[str], count: int = 5) -> list[list[int]]:
    """The places of ``groups`` in parts of about one size; a group is never torn. Always the same parts."""
    places: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        places.setdefault(group, []).append(at)
    parts: list[list[int]] = [[] for _ in range(min(count, len(places)))]
    for _group, members in sorted(places.items(), key=lambda item: (-len(item[1]), item[0])):
        min(parts, key=len).extend(members)
    return parts


def by_keywords(text: str) -> str:
    """What somebody would write in an hour: a list of words for each label."""
    low, cues = folded(text), CUES["en"]
    if any(cues[name].search(low) for name in ("discretion", "advice", "lifted")):
        return "grey"
    if any(cues[name].search(low) for name in ("ban", "duty")):
        return "black"
    return "grey" if cues["permission"].search(low) else "neutral"


def by_tfidf(training: Sequence[tuple[str, str]], texts: Iterable[str]) -> list[str]:
    """TF-IDF of words and characters with logistic regression. Needs scikit-learn, which only developers have."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    regression = LogisticRegression(C=4, class_weight="balanced", max_iter=2000)
    pipeline = make_pipeline(make_union(words, letters), regression)
    pipeline.fit([text for text, _label in training], [label for _text, label in training])
    return [str(label) for label in pipeline.predict(list(texts))]


KINDS: dict[str, tuple[str, ...]] = {
    "words": ("word ", "stem ", "first "),
    "pairs of words": ("pair ",),
    "cues": ("cue ", "cues "),
    "shape": ("ends ", "length ", "shape "),
    "carrying verb": ("modal ", "carrier ", "kind "),
}


@dataclass(frozen=True)
class Labelled:
    """A clause that somebody labelled, and the organisation it comes from."""

    text: str
    label: str
    group: str = ""


Method = Callable[[Sequence[Labelled], Sequence[Labelled]], list[str]]


def by_model(clauses: Sequence[Labelled], model: Model) -> list[str]:
    """What ``model`` says of each clause."""
    return [model.judge(features(clause.text))[0] for clause in clauses]


def grouped(clauses: Sequence[Labelled], method: Method) -> list[str]:
    """What ``method`` says of each clause after it learnt from the other organisations alone."""
    said = [""] * len(clauses)
    for part in folds([clause.group for clause in clauses]):
        held = set(part)
        rest = [clause for at, clause in enumerate(clauses) if at not in held]
        for at, label in zip(part, method(rest, [clauses[at] for at in part]), strict=True):
            said[at] = label
    return said


def ours(training: Sequence[Labelled], held: Sequence[Labelled], without: tuple[str, ...] = ()) -> list[str]:
    """Our own model, fitted anew; ``without`` leaves features out whose names begin so."""
    examples = examples_for_labels([Clause(c.text, c.label) for c in training], without=without)
    linear = fit(examples, LABELS)
    return [chosen(linear.probabilities(named(clause.text, without))) for clause in held]


def keywords(training: Sequence[Labelled], held: Sequence[Labelled]) -> list[str]:
    return [by_keywords(clause.text) for clause in held]


def tfidf(training: Sequence[Labelled], held: Sequence[Labelled]) -> list[str]:
    return by_tfidf([(c.text, c.label) for c in training], [c.text for c in held])


def read_clauses(paths: Iterable[Path], group: str = "") -> list[Labelled]:
    """The rows of CSV files with the columns text and label, and ``group`` where one is named."""
    found = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        needed = {"text", "label"} | ({group} if group else set())
        if not rows or not needed <= rows[0].keys():
            raise ValueError(f"{path} needs the columns {', '.join(sorted(needed))}, and at least one row.")
        for number, row in enumerate(rows, 2):
            if row["label"] not in LABELS:
                raise ValueError(f"{path}, line {number}: “{row['label']}” is none of {', '.join(LABELS)}.")
            found.append(Labelled(row["text"], row["label"], row[group] if group else ""))
    return found
