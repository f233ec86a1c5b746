"""How well clauses are labelled: figures, and the two baselines they are read beside."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cues import CUES
from .features import features, folded
from .model import LABELS, ClassifierModel, choose_label
from .training import LabelledClause, examples_for_labels, feature_names, fit


def figures(true: Sequence[str], predicted: Sequence[str]) -> dict[str, Any]:
    """``{"n", "macro_f1", "per_class": {label: {"precision", "recall", "f1"}}, "confusion": {true: {predicted: n}},
    "black_called_grey"}``; shares from 0 to 1."""
    pairs = Counter(zip(true, predicted, strict=True))
    confusion = {actual: {guess: pairs[actual, guess] for guess in LABELS} for actual in LABELS}
    per_class = {label: _class_scores(confusion, label) for label in LABELS}
    black = sum(confusion["black"].values())
    return {
        "n": len(true),
        "macro_f1": round(sum(scores["f1"] for scores in per_class.values()) / len(LABELS), 4),
        "per_class": per_class,
        "confusion": confusion,
        "black_called_grey": round(confusion["black"]["grey"] / black, 4) if black else 0.0,
    }


def _class_scores(confusion: dict[str, dict[str, int]], label: str) -> dict[str, float]:
    right = confusion[label][label]
    guessed, actual = sum(row[label] for row in confusion.values()), sum(confusion[label].values())
    precision, recall = right / guessed if guessed else 0.0, right / actual if actual else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def folds(groups: Sequence[str], count: int = 5) -> list[list[int]]:
    """The places of ``groups`` in parts of about one size; a group is never torn. Always the same parts."""
    members_by_group: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members_by_group.setdefault(group, []).append(index)
    parts: list[list[int]] = [[] for _ in range(min(count, len(members_by_group)))]
    for _group, members in sorted(members_by_group.items(), key=lambda item: (-len(item[1]), item[0])):
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

    word_vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letter_vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    regression = LogisticRegression(C=4, class_weight="balanced", max_iter=2000)
    pipeline = make_pipeline(make_union(word_vectors, letter_vectors), regression)
    pipeline.fit([text for text, _label in training], [label for _text, label in training])
    return [str(label) for label in pipeline.predict(list(texts))]


FEATURE_KINDS: dict[str, tuple[str, ...]] = {
    "words": ("word ", "stem ", "first "),
    "pairs of words": ("pair ",),
    "cues": ("cue ", "cues "),
    "shape": ("ends ", "length ", "shape "),
    "carrying verb": ("modal ", "carrier ", "kind "),
}


@dataclass(frozen=True)
class EvaluationClause:
    """A clause that somebody labelled, and the organisation it comes from."""

    text: str
    label: str
    group: str = ""


Method = Callable[[Sequence[EvaluationClause], Sequence[EvaluationClause]], list[str]]


def by_model(clauses: Sequence[EvaluationClause], model: ClassifierModel) -> list[str]:
    """What ``model`` says of each clause."""
    return [model.judge(features(clause.text))[0] for clause in clauses]


def cross_validated(clauses: Sequence[EvaluationClause], method: Method) -> list[str]:
    """What ``method`` says of each clause after it learnt from the other organisations alone."""
    labels = [""] * len(clauses)
    for part in folds([clause.group for clause in clauses]):
        held_out = set(part)
        others = [clause for index, clause in enumerate(clauses) if index not in held_out]
        for index, label in zip(part, method(others, [clauses[index] for index in part]), strict=True):
            labels[index] = label
    return labels


def by_own_model(
    training: Sequence[EvaluationClause], held: Sequence[EvaluationClause], without: tuple[str, ...] = ()
) -> list[str]:
    """Our own model, fitted anew; ``without`` leaves features out whose names begin so."""
    examples = examples_for_labels([LabelledClause(c.text, c.label) for c in training], without=without)
    linear = fit(examples, LABELS)
    return [choose_label(linear.probabilities(feature_names(clause.text, without))) for clause in held]


def keywords(training: Sequence[EvaluationClause], held: Sequence[EvaluationClause]) -> list[str]:
    return [by_keywords(clause.text) for clause in held]


def tfidf(training: Sequence[EvaluationClause], held: Sequence[EvaluationClause]) -> list[str]:
    return by_tfidf([(c.text, c.label) for c in training], [c.text for c in held])


def read_clauses(paths: Iterable[Path], group: str = "") -> list[EvaluationClause]:
    """The rows of CSV files with the columns text and label, and ``group`` where one is named."""
    clauses = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        needed = {"text", "label"} | ({group} if group else set())
        if not rows or not needed <= rows[0].keys():
            raise ValueError(f"{path} needs the columns {', '.join(sorted(needed))}, and at least one row.")
        for number, row in enumerate(rows, 2):
            if row["label"] not in LABELS:
                raise ValueError(f"{path}, line {number}: “{row['label']}” is none of {', '.join(LABELS)}.")
            clauses.append(EvaluationClause(row["text"], row["label"], row[group] if group else ""))
    return clauses
