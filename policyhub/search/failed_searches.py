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

from .models.failed_search import MARKS_KEPT_FOR, FailedSearch, OpenedAfterSearch
from .synonym_groups import GroupIndex, SynonymGroup, all_groups
from .tokens import COMMON, WORD, fold

SHORTEST = 3  # letters; fewer were still being typed

# Customers' names cannot be told from other words. What tells who somebody is without any doubt is not kept: an
# address for mail, and a number of six digits or more, as telephones, cards, orders and birthdays have.
MAIL = re.compile(r"\S+@\S+")
NUMBER = re.compile(r"(?<!\w)[+(]?\w{0,4}\d(?:[ .()/–-]{0,2}\d){5,}\w*")


def clean_question(question: str) -> str:
    """A question as it is stored: in one line, without e-mail addresses and long numbers.

    "" where that leaves nothing to look for, and where it is longer than anybody types: that was a letter, pasted.
    """
    text = " ".join(NUMBER.sub(" ", MAIL.sub(" ", question.replace("\0", " "))).split())
    return text if len(text) <= FailedSearch.LIMIT and len(folded(text)) >= SHORTEST else ""


def folded(text: str) -> str:
    """A question in lower case without accents and punctuation, to compare it with others."""
    return " ".join(WORD.findall(fold(text)))[: 2 * FailedSearch.LIMIT]


def person_mark(person: User, question: str) -> str:
    """A short hash that stands for ``person`` in the count of a question: see ``Tally``."""
    return salted_hmac("policyhub.lookup.missed", f"{person.pk}:{question}", algorithm="sha256").hexdigest()[:4]


def as_term(text: str) -> str:
    """A question as a term: without the common words before and after what it is about."""
    tokens = text.strip(" ?!.,;:").replace(",", " ").replace(";", " ").split()
    while len(tokens) > 1 and fold(tokens[0]) in COMMON:
        tokens.pop(0)
    while len(tokens) > 1 and fold(tokens[-1]) in COMMON:
        tokens.pop()
    return " ".join(tokens)


# What it may mean


@dataclass(frozen=True)
class OpenedRule:
    """A rule that people opened soon afterwards."""

    rule: Rule
    times: int


@dataclass
class FailedSearchRow:
    """A question on the page of those without an answer."""

    failed_search: FailedSearch
    opened: list[OpenedRule] = field(default_factory=list)
    rule: Rule | None = None  # that it was settled with, if the reader may know of it
    proposals: list[tuple[str, Any]] = field(default_factory=list)
    form: Any = None


def failed_search_rows(failed_searches: Iterable[FailedSearch], person: User) -> list[FailedSearchRow]:
    """Each question with what was opened afterwards, as far as ``person`` may know of it, and what it may mean."""
    searches = list(failed_searches)
    readable = Rule.objects.for_reader(person)
    opened: dict[int, list[OpenedRule]] = {}
    openings = OpenedAfterSearch.objects.filter(missed__in=searches, rule__in=readable).select_related("rule")
    for opening in openings.order_by("-times", "rule__title"):
        opened.setdefault(opening.missed_id, []).append(OpenedRule(opening.rule, opening.times))
    rules = {rule.pk: rule for rule in readable.filter(pk__in={search.rule_id for search in searches})}
    groups = GroupIndex(group for group in all_groups() if group.active)
    return [_row(search, opened.get(search.pk, []), rules, groups, person) for search in searches]


def _row(
    search: FailedSearch, opened: list[OpenedRule], rules: dict[int, Rule], groups: GroupIndex, person: User
) -> FailedSearchRow:
    row = FailedSearchRow(search, opened, rules.get(search.rule_id or 0))
    similar = groups.similar_groups(search.text, *(opening.rule.title for opening in opened[:3]))
    row.proposals = [*rule_proposals(opened, person), *((f"group:{group.key}", group) for group in similar)]
    return row


def rule_proposals(opened: Iterable[OpenedRule], person: User) -> list[tuple[str, Rule]]:
    """Those opened afterwards to whose search words ``person`` may add."""
    rules = [
        opening.rule
        for opening in opened
        if opening.rule.stage == Stage.WRITTEN and access.may_write(person, opening.rule)
    ]
    return [(f"rule:{rule.reference}", rule) for rule in rules[:3]]


def resolve_proposal(key: str, person: User) -> SynonymGroup | Rule | None:
    """What stands behind the key of a proposal, if it is there and ``person`` may add to it."""
    kind, _colon, name = key.replace("\0", "").partition(":")
    if kind == "group":
        return next((group for group in all_groups() if group.active and group.key == name), None)
    rule = (
        Rule.objects.for_reader(person).filter(reference=name, stage=Stage.WRITTEN).first() if kind == "rule" else None
    )
    return rule if rule is not None and access.may_write(person, rule) else None


def most_frequent(limit: int) -> list[FailedSearch]:
    """The open searches that were made most often, for To do."""
    return list(FailedSearch.objects.open().most_frequent_first()[:limit])


def forget_old(now: datetime) -> str:
    """A scheduled job: delete searches made once and not again for half a year, and marks after a month."""
    forgotten, _each = FailedSearch.objects.to_forget(now).delete()
    cutoff = timezone.localtime(now) - MARKS_KEPT_FOR
    for model, last_asked in ((FailedSearch, "last_at"), (OpenedAfterSearch, "missed__last_at")):
        model._default_manager.filter(**{f"{last_asked}__lt": cutoff}).exclude(marks="{}").update(marks="{}")
    return f"{forgotten} forgotten" if forgotten else ""
