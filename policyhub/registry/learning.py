"""The model that suggests: the shipped one, and what this organisation's own decisions changed in it."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from math import isfinite

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts.attention import Need
from policyhub.classifier import learning
from policyhub.classifier.learning import Changes, Decided
from policyhub.classifier.model import LABELS, Model, shipped
from policyhub.evidence.canonical import digest
from policyhub.pages import Words

from .models import Decision, Learned

SHIPPED = "shipped"
NOTHING_NEW = "nothing new"
MOST_TEXT = 20_000  # characters of a rule that are read

WHY: dict[str, Words] = {
    NOTHING_NEW: gettext_lazy("Nothing was decided since the last training, so it would come out the same."),
    learning.TOO_FEW: gettext_lazy("There are too few decisions yet: it needs 30 on different texts."),
    learning.ONE_LABEL: gettext_lazy("Nearly all decisions are the same colour. It needs at least 8 of either."),
    learning.CONTRADICTIONS: gettext_lazy("Too many decisions say both black and grey of the same text."),
    learning.NO_BETTER: gettext_lazy(
        "On decisions that it had not seen, it was not clearly better than before. The decisions may follow no "
        "wording, or the suggestions fit already."
    ),
    learning.BLACK_CALLED_GREY: gettext_lazy("It would call more of your black rules grey."),
    learning.FORGETS: gettext_lazy(
        "It would call grey what is black in every house: safety, security, privacy or law."
    ),
}
LEFT_OUT: dict[str, Words] = {
    learning.AGAIN: gettext_lazy("decided again later"),
    learning.UNDECIDED: gettext_lazy("left undecided"),
    learning.SHORT: gettext_lazy("too short to learn from"),
    learning.CONTRADICTORY: gettext_lazy("black here and grey there, of the same text"),
    learning.REPEATED: gettext_lazy("of a text that was there already"),
    learning.OLD: gettext_lazy("older than the newest thousand"),
}


def model_in_use() -> Model:
    """One small query says which; the weights themselves are read once in each process.

    What cannot be used any more, or not be read, leaves the shipped one: a suggestion never breaks a page.
    """
    used = Learned.objects.filter(in_use=True, base=shipped().version).values_list("version", "digest").first()
    return (_changed(*used) if used else None) or shipped()


@lru_cache(maxsize=4)
def _changed(version: str, of: str) -> Model | None:
    """The shipped model with the changes of a training, known by its digest; None where they are broken."""
    text = Learned.objects.filter(version=version).values_list("changes", flat=True).first() or ""
    changes = read_changes(text) if digest(text) == of else None
    return None if changes is None else shipped().with_changes(version, changes)


def read_changes(text: str) -> Changes | None:
    try:
        found = {name: [float(w) for w in row] for name, row in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return None
    sound = all(len(row) == len(LABELS) and all(map(isfinite, row)) for row in found.values())
    return found if sound else None


def decided() -> Iterator[Decided]:
    """Every decision, oldest first, with what was read of its rule: the sentence and the text, not the title."""
    kept = Decision.objects.order_by("at", "pk").values_list("rule_id", "scope", "text", "chosen")
    for rule, scope, text, chosen in kept.iterator(500):
        whole = scope == Decision.Scope.WHOLE
        read = text.partition("\n\n")[2] if whole else text
        yield Decided(read[:MOST_TEXT], chosen, str(rule) if whole else f"{rule}: {text}")


def about_suggestions(now: datetime) -> Iterator[Need]:
    """What was learnt and is not used although it should be."""
    row = Learned.objects.filter(in_use=True).only("version", "base").first()
    if row is None or model_in_use().version == row.version:
        return
    if row.base != shipped().version:
        words = _(
            "PolicyHub came with new suggestions. What yours had learnt from your decisions is to be learnt again."
        )
    else:
        words = _("What the suggestions had learnt cannot be read. Those that PolicyHub came with are used meanwhile.")
    yield Need(words, reverse("suggestions"), _("Look at it"))
