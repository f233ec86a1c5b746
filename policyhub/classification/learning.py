"""The model that suggests: the shipped one, and what this organisation's own decisions changed in it."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from math import isfinite

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from policyhub.accounts.attention import AttentionItem
from policyhub.classifier import learning
from policyhub.classifier.learning import Changes, DecisionExample
from policyhub.classifier.model import LABELS, ClassifierModel, shipped_model
from policyhub.evidence.canonical import digest

from .models import Decision, TrainingRun

SHIPPED = "shipped"
NOTHING_NEW = "nothing new"
MOST_TEXT = 20_000  # characters of a rule that are read

REFUSAL_REASONS: dict[str, StrOrPromise] = {
    NOTHING_NEW: gettext_lazy("Nothing has been classified since the last training, so the result would be the same."),
    learning.TOO_FEW: gettext_lazy("There are too few decisions yet: training needs 30 on different texts."),
    learning.ONE_LABEL: gettext_lazy("Nearly all decisions are the same colour. Training needs at least 8 of each."),
    learning.CONTRADICTIONS: gettext_lazy("Too many texts are classified both black and grey."),
    learning.NO_BETTER: gettext_lazy(
        "On decisions it hadn't seen, it wasn't clearly better than before. Your decisions may not follow the "
        "wording, or the suggestions may already fit."
    ),
    learning.BLACK_CALLED_GREY: gettext_lazy("It would suggest grey for more of your black rules."),
    learning.FORGETS: gettext_lazy(
        "It would suggest grey for rules that are black everywhere: safety, security, privacy or law."
    ),
}
LEFT_OUT_REASONS: dict[str, StrOrPromise] = {
    learning.AGAIN: gettext_lazy("classified again later"),
    learning.UNDECIDED: gettext_lazy("left unclassified"),
    learning.SHORT: gettext_lazy("too short to learn from"),
    learning.CONTRADICTORY: gettext_lazy("black in one place and grey in another, for the same text"),
    learning.REPEATED: gettext_lazy("repeated text"),
    learning.OLD: gettext_lazy("older than the latest thousand"),
}


def model_in_use() -> ClassifierModel:
    """One small query says which; the weights themselves are read once in each process.

    What cannot be used any more, or not be read, leaves the shipped one: a suggestion never breaks a page.
    """
    used = (
        TrainingRun.objects.filter(in_use=True, base=shipped_model().version).values_list("version", "digest").first()
    )
    return (_trained_model(*used) if used else None) or shipped_model()


@lru_cache(maxsize=4)
def _trained_model(version: str, expected_digest: str) -> ClassifierModel | None:
    """The shipped model with the changes of a training, known by its digest; None where they are broken."""
    text = TrainingRun.objects.filter(version=version).values_list("changes", flat=True).first() or ""
    changes = read_changes(text) if digest(text) == expected_digest else None
    return None if changes is None else shipped_model().with_changes(version, changes)


def read_changes(text: str) -> Changes | None:
    try:
        changes = {name: [float(w) for w in row] for name, row in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return None
    is_sound = all(len(row) == len(LABELS) and all(map(isfinite, row)) for row in changes.values())
    return changes if is_sound else None


def decision_examples() -> Iterator[DecisionExample]:
    """Every decision, oldest first, with what was read of its rule: the sentence and the text, not the title."""
    rows = Decision.objects.order_by("at", "pk").values_list("rule_id", "scope", "text", "chosen")
    for rule, scope, text, chosen in rows.iterator(500):
        whole_rule = scope == Decision.Scope.WHOLE
        read_text = text.partition("\n\n")[2] if whole_rule else text
        yield DecisionExample(read_text[:MOST_TEXT], chosen, str(rule) if whole_rule else f"{rule}: {text}")


def suggestion_notices(now: datetime) -> Iterator[AttentionItem]:
    """What was learnt and is not used although it should be."""
    row = TrainingRun.objects.filter(in_use=True).only("version", "base").first()
    if row is None or model_in_use().version == row.version:
        return
    if row.base != shipped_model().version:
        message = _(
            "PolicyHub has new built-in suggestions. Train yours again to use what they learnt from your decisions."
        )
    else:
        message = _("Your trained suggestions can't be read, so the built-in ones are used for now.")
    yield AttentionItem(message, reverse("classification:suggestions"), _("View"))
