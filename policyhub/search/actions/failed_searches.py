"""What may happen to a question without an answer. Each verb: one transaction.

============  =======================  ===================================================================
verb          a question that is       becomes
============  =======================  ===================================================================
count         any, or new              counted; open again, if it was settled and still nothing is found
count then    missed by this person    as it was, with a rule that was opened afterwards
needs a rule  open                     settled, and an unwritten rule of that title is noted down
means         open                     settled, and what it means has one more term to be found by
needs none    open                     settled, with a reason
reopen        settled                  open
============  =======================  ===================================================================

The first two are taps of anybody: the tap is the record. The others leave one event, and one more on what they change.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record
from policyhub.registry import writing
from policyhub.registry.models import Rule

from ..failed_searches import folded, kept_of, mark_of
from ..models import FailedSearch, OpenedAfterSearch
from ..models.synonym import in_words, terms_of
from ..search import best
from ..synonym_groups import Group, all_groups, plain, taken
from . import synonyms

MOST_NEW = 40  # questions that nobody asked before, from one person on one day; a machine may make more
DAY = 24 * 60 * 60
State = FailedSearch.State


def count(question: str, *, none_fits: bool = False, by: User, now: datetime) -> FailedSearch | None:
    """Count a question for which ``by`` found nothing, or nothing that fits; once for a person and a day.

    None where nothing of it is kept, or where something is found after all, or may be: looking took too long.
    """
    text = kept_of(question)
    if not text or not (none_fits or _is_missing(question, by, now)):
        return None
    return _count(text, none_fits, by=by, now=now)


def _is_missing(question: str, by: User, now: datetime) -> bool:
    """Whether all was looked at, and nothing found."""
    found = best(question, by, now)
    return not (found.rows or found.cut_short)


@transaction.atomic
def _count(text: str, none_fits: bool, *, by: User, now: datetime) -> FailedSearch | None:
    key = folded(text)
    if not FailedSearch.objects.filter(folded=key).exists() and not _may_add(by, now):
        return None
    missed = _held(key, text, now)
    mark = mark_of(by, key)
    known = missed.knows(mark)
    if missed.add(mark, timezone.localdate(now)):
        missed.people += not known
        missed.last_at = max(missed.last_at, now)
        if not none_fits and _comes_back(missed, by, now):
            missed.state = State.OPEN
        missed.save()
    return missed


def _held(key: str, text: str, now: datetime) -> FailedSearch:
    """The row of a question, held until the transaction ends: two who ask at once are both counted."""
    FailedSearch.objects.get_or_create(folded=key, defaults={"text": text, "first_at": now, "last_at": now})
    return FailedSearch.objects.select_for_update().get(folded=key)


def _may_add(by: User, now: datetime) -> bool:
    """Whether ``by`` may put one more question on the list today. The count is the cache's, and gone tomorrow."""
    name = f"missed:{by.pk}:{timezone.localdate(now)}"
    new = int(cache.get(name, 0)) + 1
    cache.set(name, new, DAY)
    return new <= MOST_NEW


def _comes_back(missed: FailedSearch, by: User, now: datetime) -> bool:
    """Whether a settled question is missed again though it should be found: not while its rule is being written,
    nor where ``by`` may not read it. One that needs no rule stays settled."""
    if missed.state not in {State.RULE, State.SYNONYM}:
        return False
    there = Rule.objects.for_reader(by).with_edition_in_force(now)
    return missed.rule_id is None or there.filter(pk=missed.rule_id).exists()


@transaction.atomic
def count_then(question: str, slug: str, *, by: User, now: datetime) -> None:
    """Count that ``by``, who missed this within the month, opened a rule soon afterwards."""
    key = folded(kept_of(question))
    missed = FailedSearch.objects.select_for_update().filter(folded=key).first()
    rule = Rule.objects.for_reader(by).filter(slug=slug).first()
    mark = mark_of(by, key)
    if missed is None or rule is None or not missed.knows(mark):
        return
    then, _made = OpenedAfterSearch.objects.get_or_create(missed=missed, rule=rule)
    if then.add(mark, timezone.localdate(now)):
        then.save()


@transaction.atomic
def needs_rule(missed: FailedSearch, *, by: User, now: datetime) -> FailedSearch:
    """A rule is needed: note one down to be written, under the words that people asked with."""
    return _settled(missed, State.RULE, lambda one: {"rule": _noted_down(one, by, now)}, by=by, now=now)


def _noted_down(missed: FailedSearch, by: User, now: datetime) -> Rule:
    title = missed.text[:1].upper() + missed.text[1:]
    return writing.capture(title, "", client_key=None, by=by, now=now)


@transaction.atomic
def means(missed: FailedSearch, term: str, to: Group | Rule | str, *, by: User, now: datetime) -> FailedSearch:
    """It means something we have: a group of terms, a rule, or what we write for it in words of our own.

    ``term`` is what people say; from now on it finds what that finds.
    """

    def settle(_missed: FailedSearch) -> dict[str, Any]:
        if isinstance(to, Rule):
            return {"rule": _found_by(to, term, by, now)}
        return {"why": _join(term, to, by, now)[:300]}

    return _settled(missed, State.SYNONYM, settle, by=by, now=now)


def _found_by(rule: Rule, term: str, by: User, now: datetime) -> Rule:
    """The rule, with one more term among its search words."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    words = [word.strip() for word in rule.search_words.split(",") if word.strip()]
    if folded(term) in map(folded, words):
        return rule
    search_words = ", ".join([*words, term])
    if len(search_words) > (Rule._meta.get_field("search_words").max_length or 0):
        raise ValidationError(
            {"term": _("This rule has as many search words as it can hold. Add a synonym group instead.")}
        )
    return writing.write(rule, writing.Text({"search_words": search_words}), version=rule.version, by=by, now=now)


def _join(term: str, to: Group | str, by: User, now: datetime) -> str:
    """The group that ``term`` belongs to now, in words."""
    typed = [] if isinstance(to, Group) else terms_of(to)
    there = to if isinstance(to, Group) else _group_of(typed)
    if there is None:
        synonyms.add(in_words([term, *typed]), "", by=by, now=now)
        return in_words([term, *typed])
    words = in_words([*there.terms, *(one for one in [term, *typed] if plain(one) not in there.folded)])
    synonyms.reword(there.key, words, there.language, seen=there.words, by=by, now=now)
    return words


def _group_of(terms: Iterable[str]) -> Group | None:
    """The one group in use that has any of ``terms``."""
    found = {group.key: group for group in taken(terms, "", all_groups()).values()}
    return next(iter(found.values())) if len(found) == 1 else None


@transaction.atomic
def needs_none(missed: FailedSearch, why: str, *, by: User, now: datetime) -> FailedSearch:
    """No rule is needed. It stays settled, however often it is missed."""
    return _settled(missed, State.NONE, lambda _missed: {"why": why}, by=by, now=now)


def _settled(
    missed: FailedSearch, state: str, settle: Callable[[FailedSearch], dict[str, Any]], *, by: User, now: datetime
) -> FailedSearch:
    """Do what settles it, and say so. Settled already it stays as it is: a second click is nothing, and what somebody
    else decided is told."""
    missed = FailedSearch.objects.select_for_update().get(pk=missed.pk)
    if missed.state != State.OPEN:
        if (missed.settled_by_id, missed.state) == (by.pk, state):
            return missed
        raise ValidationError(_("%(name)s has already resolved it."), params={"name": missed.settled_by})
    values = {"rule": None, "why": "", **settle(missed)}
    values |= {"state": state, "settled_by": by, "settled_at": now}
    FailedSearch.objects.filter(pk=missed.pk).update(**values)
    missed.refresh_from_db()
    told = {"state": state, "rule": missed.rule.reference if missed.rule else ""}
    record(missed.subject, "settled", by=by, now=now, before={"state": State.OPEN}, after=told)
    return missed


@transaction.atomic
def reopen(missed: FailedSearch, *, by: User, now: datetime) -> None:
    """Open again what was settled by mistake. What was made of it stays."""
    missed = FailedSearch.objects.select_for_update().get(pk=missed.pk)
    if missed.state == State.OPEN:
        return
    FailedSearch.objects.filter(pk=missed.pk).update(state=State.OPEN)
    record(missed.subject, "reopened", by=by, now=now, before={"state": missed.state}, after={"state": State.OPEN})
