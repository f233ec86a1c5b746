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

from ..failed_searches import clean_question, folded, person_mark
from ..models import FailedSearch, OpenedAfterSearch
from ..models.synonym import join_terms, split_terms
from ..search import rank_editions
from ..synonym_groups import SynonymGroup, all_groups, find_conflicts, normalised
from . import synonyms

MAX_NEW_PER_DAY = 40  # questions that nobody asked before, from one person on one day; a machine may make more
DAY = 24 * 60 * 60
State = FailedSearch.State


def count(question: str, *, none_fits: bool = False, by: User, now: datetime) -> FailedSearch | None:
    """Count a question for which ``by`` found nothing, or nothing that fits; once for a person and a day.

    None where nothing of it is kept, or where something is found after all, or may be: looking took too long.
    """
    text = clean_question(question)
    if not text or not (none_fits or _is_missing(question, by, now)):
        return None
    return _count(text, none_fits, by=by, now=now)


def _is_missing(question: str, by: User, now: datetime) -> bool:
    """Whether all was looked at, and nothing found."""
    ranked = rank_editions(question, by, now)
    return not (ranked.rows or ranked.cut_short)


@transaction.atomic
def _count(text: str, none_fits: bool, *, by: User, now: datetime) -> FailedSearch | None:
    key = folded(text)
    if not FailedSearch.objects.filter(folded=key).exists() and not _may_add(by, now):
        return None
    failed_search = _get_locked(key, text, now)
    mark = person_mark(by, key)
    is_known_person = failed_search.has_mark(mark)
    if failed_search.add(mark, timezone.localdate(now)):
        failed_search.people += not is_known_person
        failed_search.last_at = max(failed_search.last_at, now)
        if not none_fits and _should_reopen(failed_search, by, now):
            failed_search.state = State.OPEN
        failed_search.save()
    return failed_search


def _get_locked(key: str, text: str, now: datetime) -> FailedSearch:
    """The row of a question, held until the transaction ends: two who ask at once are both counted."""
    FailedSearch.objects.get_or_create(folded=key, defaults={"text": text, "first_at": now, "last_at": now})
    return FailedSearch.objects.select_for_update().get(folded=key)


def _may_add(by: User, now: datetime) -> bool:
    """Whether ``by`` may put one more question on the list today. The count is the cache's, and gone tomorrow."""
    cache_key = f"missed:{by.pk}:{timezone.localdate(now)}"
    new_today = int(cache.get(cache_key, 0)) + 1
    cache.set(cache_key, new_today, DAY)
    return new_today <= MAX_NEW_PER_DAY


def _should_reopen(failed_search: FailedSearch, by: User, now: datetime) -> bool:
    """Whether a settled question is missed again though it should be found: not while its rule is being written,
    nor where ``by`` may not read it. One that needs no rule stays settled."""
    if failed_search.state not in {State.RULE, State.SYNONYM}:
        return False
    readable = Rule.objects.for_reader(by).with_edition_in_force(now)
    return failed_search.rule_id is None or readable.filter(pk=failed_search.rule_id).exists()


@transaction.atomic
def count_opened(question: str, slug: str, *, by: User, now: datetime) -> None:
    """Count that ``by``, who missed this within the month, opened a rule soon afterwards."""
    key = folded(clean_question(question))
    failed_search = FailedSearch.objects.select_for_update().filter(folded=key).first()
    rule = Rule.objects.for_reader(by).filter(slug=slug).first()
    mark = person_mark(by, key)
    if failed_search is None or rule is None or not failed_search.has_mark(mark):
        return
    opened, _made = OpenedAfterSearch.objects.get_or_create(missed=failed_search, rule=rule)
    if opened.add(mark, timezone.localdate(now)):
        opened.save()


@transaction.atomic
def needs_rule(failed_search: FailedSearch, *, by: User, now: datetime) -> FailedSearch:
    """A rule is needed: note one down to be written, under the words that people asked with."""
    return _settle(failed_search, State.RULE, lambda search: {"rule": _capture_rule(search, by, now)}, by=by, now=now)


def _capture_rule(failed_search: FailedSearch, by: User, now: datetime) -> Rule:
    title = failed_search.text[:1].upper() + failed_search.text[1:]
    return writing.capture(title, "", client_key=None, by=by, now=now)


@transaction.atomic
def set_meaning(
    failed_search: FailedSearch, term: str, to: SynonymGroup | Rule | str, *, by: User, now: datetime
) -> FailedSearch:
    """It means something we have: a group of terms, a rule, or what we write for it in words of our own.

    ``term`` is what people say; from now on it finds what that finds.
    """

    def settle(_failed_search: FailedSearch) -> dict[str, Any]:
        if isinstance(to, Rule):
            return {"rule": _add_search_word(to, term, by, now)}
        return {"why": _add_to_group(term, to, by, now)[:300]}

    return _settle(failed_search, State.SYNONYM, settle, by=by, now=now)


def _add_search_word(rule: Rule, term: str, by: User, now: datetime) -> Rule:
    """The rule, with one more term among its search words."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    search_terms = [word.strip() for word in rule.search_words.split(",") if word.strip()]
    if folded(term) in map(folded, search_terms):
        return rule
    search_words = ", ".join([*search_terms, term])
    if len(search_words) > (Rule._meta.get_field("search_words").max_length or 0):
        raise ValidationError(
            {"term": _("This rule has as many search words as it can hold. Add a synonym group instead.")}
        )
    return writing.write(rule, writing.RuleInput({"search_words": search_words}), version=rule.version, by=by, now=now)


def _add_to_group(term: str, to: SynonymGroup | str, by: User, now: datetime) -> str:
    """The group that ``term`` belongs to now, in words."""
    typed = [] if isinstance(to, SynonymGroup) else split_terms(to)
    group = to if isinstance(to, SynonymGroup) else _group_of(typed)
    if group is None:
        synonyms.add(join_terms([term, *typed]), "", by=by, now=now)
        return join_terms([term, *typed])
    terms_text = join_terms(
        [*group.terms, *(new_term for new_term in [term, *typed] if normalised(new_term) not in group.folded)]
    )
    synonyms.reword(group.key, terms_text, group.language, expected_text=group.terms_text, by=by, now=now)
    return terms_text


def _group_of(terms: Iterable[str]) -> SynonymGroup | None:
    """The one group in use that has any of ``terms``."""
    groups = {group.key: group for group in find_conflicts(terms, "", all_groups()).values()}
    return next(iter(groups.values())) if len(groups) == 1 else None


@transaction.atomic
def needs_no_rule(failed_search: FailedSearch, why: str, *, by: User, now: datetime) -> FailedSearch:
    """No rule is needed. It stays settled, however often it is missed."""
    return _settle(failed_search, State.NONE, lambda _failed_search: {"why": why}, by=by, now=now)


def _settle(
    failed_search: FailedSearch,
    state: str,
    settle: Callable[[FailedSearch], dict[str, Any]],
    *,
    by: User,
    now: datetime,
) -> FailedSearch:
    """Do what settles it, and say so. Settled already it stays as it is: a second click is nothing, and what somebody
    else decided comes back as a ValidationError."""
    failed_search = FailedSearch.objects.select_for_update().get(pk=failed_search.pk)
    if failed_search.state != State.OPEN:
        if (failed_search.settled_by_id, failed_search.state) == (by.pk, state):
            return failed_search
        raise ValidationError(_("%(name)s has already resolved it."), params={"name": failed_search.settled_by})
    values = {"rule": None, "why": "", **settle(failed_search)}
    values |= {"state": state, "settled_by": by, "settled_at": now}
    FailedSearch.objects.filter(pk=failed_search.pk).update(**values)
    failed_search.refresh_from_db()
    after = {"state": state, "rule": failed_search.rule.reference if failed_search.rule else ""}
    record(failed_search.subject, "settled", by=by, now=now, before={"state": State.OPEN}, after=after)
    return failed_search


@transaction.atomic
def reopen(failed_search: FailedSearch, *, by: User, now: datetime) -> None:
    """Open again what was settled by mistake. What was made of it stays."""
    failed_search = FailedSearch.objects.select_for_update().get(pk=failed_search.pk)
    if failed_search.state == State.OPEN:
        return
    FailedSearch.objects.filter(pk=failed_search.pk).update(state=State.OPEN)
    record(
        failed_search.subject,
        "reopened",
        by=by,
        now=now,
        before={"state": failed_search.state},
        after={"state": State.OPEN},
    )
