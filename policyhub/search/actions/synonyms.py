"""What may happen to the terms that mean the same. Each verb: one transaction, one event.

===========  ==========================================  =====================================================
verb         a group of terms that is                    becomes
===========  ==========================================  =====================================================
add          new                                         in use
reword       in use                                      said in other terms; a starter becomes the house's own
join         in use, with a term of another one          one with the others, which are gone
switch       in use, or off                              off, or in use
===========  ==========================================  =====================================================

A verb that changes nothing leaves no event. To join is to add or to reword with ``join``.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.actions import SUBJECT
from policyhub.accounts.models import Organisation, User
from policyhub.evidence.record import record
from policyhub.ui.pages import Stale

from ..models.synonym import Synonym, in_words, terms_of
from ..synonym_groups import Group, all_groups, plain, taken, with_key

MOST_TERMS, LONGEST = 30, 60


class Taken(ValidationError):
    """Some of the terms are in other groups. Saved with ``join``, all of them are one group."""

    def __init__(self, where: dict[str, Group]) -> None:
        words = _("“%(term)s” is already in another group: %(group)s.")
        told = [ValidationError(words, params={"term": t, "group": group.words}) for t, group in where.items()]
        super().__init__({"words": told})
        self.where = where


@transaction.atomic
def add(words: str, language: str, *, join: bool = False, by: User, now: datetime) -> str:
    """Add a group; returns its key. One of the same terms that is in use already is that one."""
    _hold_the_groups()
    groups, terms = all_groups(), checked(words)
    if same := next((g for g in groups if g.active and _says(g, terms, language)), None):
        return same.key  # a double click
    others = _others(terms, language, groups, join)
    if len(others) == 1 and others[0].folded.issuperset(map(plain, terms)):
        return others[0].key  # joined already
    terms = _united(terms, others)
    row = Synonym.objects.create(words=in_words(terms), language=language, changed_at=now, changed_by=by)
    _take_up(others, by=by, now=now)
    verb, before = ("synonyms joined", {"groups": [g.words for g in others]}) if others else ("synonyms added", {})
    record(SUBJECT, verb, by=by, now=now, before=before, after=_told(row.words, language))
    return str(row.pk)


@transaction.atomic
def reword(key: str, words: str, language: str, *, seen: str, join: bool = False, by: User, now: datetime) -> str:
    """Say a group in other terms; returns its key. Raises Stale if it does not read ``seen`` any more.

    One that was switched off meanwhile, or that somebody else made the house's own, is added as a new one.
    """
    _hold_the_groups()
    groups, terms = all_groups(), checked(words)
    there = with_key(key, groups)
    if there is None or not there.active:
        return add(words, language, join=join, by=by, now=now)
    if _says(there, terms, language):
        return key
    if there.words != seen:
        raise Stale
    new = terms if language != there.language else [term for term in terms if plain(term) not in there.folded]
    others = _others(new, language, groups, join, but=key)
    terms = _united(terms, others)
    _take_up([*others, *([there] if there.ours else [])], by=by, now=now)
    row = _own_row(there)
    row.words, row.language, row.changed_at, row.changed_by = in_words(terms), language, now, by
    row.save()
    before: dict[str, Any] = _told(there.words, there.language)
    before |= {"groups": [group.words for group in others]} if others else {}
    verb = "synonyms joined" if others else "synonyms reworded"
    record(SUBJECT, verb, by=by, now=now, before=before, after=_told(row.words, language))
    return str(row.pk)


@transaction.atomic
def switch(key: str, on: bool, *, by: User, now: datetime) -> Group | None:
    """Take a group out of use, or back into it; None if there is no such group any more."""
    _hold_the_groups()
    groups = all_groups()
    there = with_key(key, groups)
    if there is None or there.active == on:
        return there
    if on and (where := taken(there.terms, there.language, groups, but=key)):
        raise Taken(where)
    if there.ours and on and there.row is not None:
        there.row.delete()
    elif there.ours:
        _take_up([there], by=by, now=now)
    else:
        Synonym.objects.filter(pk=int(key)).update(active=on, changed_at=now, changed_by=by)
    told = _told(there.words, there.language)
    verb = "synonyms switched on" if on else "synonyms switched off"
    record(SUBJECT, verb, by=by, now=now, before=told | {"active": not on}, after=told | {"active": on})
    return there


def checked(words: str) -> list[str]:
    """The terms of ``words``, or a refusal that says which of them cannot be."""
    terms, problems, there = terms_of(words), [], set[str]()
    for term in terms:
        if not plain(term):
            problems.append(_("“%(term)s” needs at least one letter.") % {"term": term})
        elif plain(term) in there:
            problems.append(_("“%(term)s” appears twice.") % {"term": term})
        elif len(term) > LONGEST:
            said = {"term": f"{term[:LONGEST]}…", "n": LONGEST}
            problems.append(_("“%(term)s” is too long. Use up to %(n)s characters.") % said)
        there.add(plain(term))
    if not problems and len(terms) < 2:
        problems.append(_("Enter at least two terms, separated by a comma."))
    if len(terms) > MOST_TERMS:
        problems.append(_("A group can have up to %(n)s terms.") % {"n": MOST_TERMS})
    if problems:
        raise ValidationError({"words": problems})
    return terms


def _hold_the_groups() -> None:
    """Groups are changed one after the other: a starter that nobody touched has no row to hold."""
    Organisation.objects.select_for_update().get(pk=1)


def _says(group: Group, terms: Iterable[str], language: str) -> bool:
    return group.language == language and list(group.terms) == list(terms)


def _others(terms: Iterable[str], language: str, groups: Iterable[Group], join: bool, but: str = "") -> list[Group]:
    """The groups in use that have one of ``terms``. Raises Taken unless they are to be joined."""
    where = taken(terms, language, groups, but=but)
    if where and not join:
        raise Taken(where)
    return list({group.key: group for group in where.values()}.values())


def _united(terms: list[str], others: Iterable[Group]) -> list[str]:
    """``terms`` and those of the other groups, each once."""
    found = {plain(term): term for term in terms}
    for group in others:
        for term in group.terms:
            found.setdefault(plain(term), term)
    if len(found) > MOST_TERMS:
        raise ValidationError({"words": _("Together they have more than %(n)s terms.") % {"n": MOST_TERMS}})
    return list(found.values())


def _take_up(groups: Iterable[Group], *, by: User, now: datetime) -> None:
    """Groups that another one stands for from now on: a starter is off, one of the house's is gone."""
    for group in groups:
        if group.ours:
            off = {"origin": Synonym.Origin.STARTER, "active": False, "changed_at": now, "changed_by": by}
            Synonym.objects.create(words=group.words, language=group.language, **off)
        else:
            Synonym.objects.filter(pk=int(group.key)).delete()


def _own_row(there: Group) -> Synonym:
    return Synonym() if there.ours or there.row is None else there.row


def _told(words: str, language: str) -> dict[str, Any]:
    return {"words": words, "language": language}
