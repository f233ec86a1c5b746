"""What people looked for in vain: what is kept of a question, how people are counted, and what is forgotten."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage

from .models.failed_search import TOLD_APART, FailedSearch, OpenedAfterSearch
from .synonym_groups import Group, Likeness, all_groups
from .tokens import COMMON, WORD, fold

SHORTEST = 3  # letters; fewer were still being typed

# Customers' names cannot be told from other words. What tells who somebody is without any doubt is not kept: an
# address for mail, and a number of six digits or more, as telephones, cards, orders and birthdays have.
MAIL = re.compile(r"\S+@\S+")
NUMBER = re.compile(r"(?<!\w)[+(]?\w{0,4}\d(?:[ .()/–-]{0,2}\d){5,}\w*")


def kept_of(question: str) -> str:
    """What is kept of a question: in one line, without addresses and long numbers.

    "" where that leaves nothing to look for, and where it is longer than anybody types: that was a letter, pasted.
    """
    text = " ".join(NUMBER.sub(" ", MAIL.sub(" ", question.replace("\0", " "))).split())
    return text if len(text) <= FailedSearch.LIMIT and len(folded(text)) >= SHORTEST else ""


def folded(text: str) -> str:
    """A question without what does not tell two questions apart."""
    return " ".join(WORD.findall(fold(text)))[: 2 * FailedSearch.LIMIT]


def mark_of(person: User, question: str) -> str:
    """What stands for ``person`` among those who asked this: see ``Tally``."""
    return salted_hmac("policyhub.lookup.missed", f"{person.pk}:{question}", algorithm="sha256").hexdigest()[:4]


def as_term(text: str) -> str:
    """A question as a term: without the common words before and after what it is about."""
    words = text.strip(" ?!.,;:").replace(",", " ").replace(";", " ").split()
    while len(words) > 1 and fold(words[0]) in COMMON:
        words.pop(0)
    while len(words) > 1 and fold(words[-1]) in COMMON:
        words.pop()
    return " ".join(words)


# What it may mean


@dataclass(frozen=True)
class Opened:
    """A rule that people opened soon afterwards."""

    rule: Rule
    times: int


@dataclass
class Line:
    """A question on the page of those without an answer."""

    missed: FailedSearch
    opened: list[Opened] = field(default_factory=list)
    rule: Rule | None = None  # that it was settled with, if the reader may know of it
    proposals: list[tuple[str, Any]] = field(default_factory=list)
    form: Any = None


def lines(found: Iterable[FailedSearch], person: User) -> list[Line]:
    """Each question with what was opened afterwards, as far as ``person`` may know of it, and what it may mean."""
    there = list(found)
    readable = Rule.objects.for_reader(person)
    opened: dict[int, list[Opened]] = {}
    then = OpenedAfterSearch.objects.filter(missed__in=there, rule__in=readable).select_related("rule")
    for one in then.order_by("-times", "rule__title"):
        opened.setdefault(one.missed_id, []).append(Opened(one.rule, one.times))
    rules = {rule.pk: rule for rule in readable.filter(pk__in={one.rule_id for one in there})}
    likeness = Likeness(group for group in all_groups() if group.active)
    return [_line(one, opened.get(one.pk, []), rules, likeness, person) for one in there]


def _line(one: FailedSearch, opened: list[Opened], rules: dict[int, Rule], likeness: Likeness, person: User) -> Line:
    line = Line(one, opened, rules.get(one.rule_id or 0))
    groups = likeness.like(one.text, *(opening.rule.title for opening in opened[:3]))
    line.proposals = [*rules_to_mean(opened, person), *((f"group:{group.key}", group) for group in groups)]
    return line


def rules_to_mean(opened: Iterable[Opened], person: User) -> list[tuple[str, Rule]]:
    """Those opened afterwards to whose search words ``person`` may add."""
    rules = [one.rule for one in opened if one.rule.stage == Stage.WRITTEN and access.may_write(person, one.rule)]
    return [(f"rule:{rule.reference}", rule) for rule in rules[:3]]


def meant(key: str, person: User) -> Group | Rule | None:
    """What stands behind the key of a proposal, if it is there and ``person`` may add to it."""
    kind, _colon, name = key.replace("\0", "").partition(":")
    if kind == "group":
        return next((group for group in all_groups() if group.active and group.key == name), None)
    rule = (
        Rule.objects.for_reader(person).filter(reference=name, stage=Stage.WRITTEN).first() if kind == "rule" else None
    )
    return rule if rule is not None and access.may_write(person, rule) else None


def commonest(most: int) -> list[FailedSearch]:
    """For To do: what was missed most often and nobody has settled."""
    return list(FailedSearch.objects.open().commonest_first()[:most])


def forget(now: datetime) -> str:
    """The clock's part: what was asked once and not again for half a year goes, and so do marks after a month."""
    gone, _each = FailedSearch.objects.to_forget(now).delete()
    old = timezone.localtime(now) - TOLD_APART
    for model, when in ((FailedSearch, "last_at"), (OpenedAfterSearch, "missed__last_at")):
        model._default_manager.filter(**{f"{when}__lt": old}).exclude(marks="{}").update(marks="{}")
    return f"{gone} forgotten" if gone else ""
