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

from ..models.synonym import Synonym, join_terms, split_terms
from ..synonym_groups import SynonymGroup, all_groups, find_conflicts, normalised, with_key

MOST_TERMS, MAX_TERM_LENGTH = 30, 60


class TermsTakenError(ValidationError):
    """Some of the terms are in other groups. Saved with ``join``, all of them are one group."""

    def __init__(self, conflicts: dict[str, SynonymGroup]) -> None:
        message = _("“%(term)s” is already in another group: %(group)s.")
        errors = [
            ValidationError(message, params={"term": t, "group": group.terms_text}) for t, group in conflicts.items()
        ]
        super().__init__({"words": errors})
        self.conflicts = conflicts


@transaction.atomic
def add(terms_text: str, language: str, *, join: bool = False, by: User, now: datetime) -> str:
    """Add a group; returns its key. One of the same terms that is in use already is that one."""
    _lock_groups()
    groups, terms = all_groups(), validated_terms(terms_text)
    if same := next((g for g in groups if g.active and _is_same(g, terms, language)), None):
        return same.key  # a double click
    others = _groups_to_join(terms, language, groups, join)
    if len(others) == 1 and others[0].folded.issuperset(map(normalised, terms)):
        return others[0].key  # joined already
    terms = _merge_terms(terms, others)
    row = Synonym.objects.create(words=join_terms(terms), language=language, changed_at=now, changed_by=by)
    _replace_groups(others, by=by, now=now)
    verb, before = (
        ("synonyms joined", {"groups": [g.terms_text for g in others]}) if others else ("synonyms added", {})
    )
    record(SUBJECT, verb, by=by, now=now, before=before, after=_group_data(row.words, language))
    return str(row.pk)


@transaction.atomic
def reword(
    key: str, terms_text: str, language: str, *, expected_text: str, join: bool = False, by: User, now: datetime
) -> str:
    """Say a group in other terms; returns its key. Raises Stale if it does not read ``expected_text`` any more.

    One that was switched off meanwhile, or that somebody else made the house's own, is added as a new one.
    """
    _lock_groups()
    groups, terms = all_groups(), validated_terms(terms_text)
    group = with_key(key, groups)
    if group is None or not group.active:
        return add(terms_text, language, join=join, by=by, now=now)
    if _is_same(group, terms, language):
        return key
    if group.terms_text != expected_text:
        raise Stale
    new_terms = (
        terms if language != group.language else [term for term in terms if normalised(term) not in group.folded]
    )
    others = _groups_to_join(new_terms, language, groups, join, except_key=key)
    terms = _merge_terms(terms, others)
    _replace_groups([*others, *([group] if group.is_built_in else [])], by=by, now=now)
    row = _row_to_save(group)
    row.words, row.language, row.changed_at, row.changed_by = join_terms(terms), language, now, by
    row.save()
    before: dict[str, Any] = _group_data(group.terms_text, group.language)
    before |= {"groups": [group.terms_text for group in others]} if others else {}
    verb = "synonyms joined" if others else "synonyms reworded"
    record(SUBJECT, verb, by=by, now=now, before=before, after=_group_data(row.words, language))
    return str(row.pk)


@transaction.atomic
def switch(key: str, on: bool, *, by: User, now: datetime) -> SynonymGroup | None:
    """Take a group out of use, or back into it; None if there is no such group any more."""
    _lock_groups()
    groups = all_groups()
    group = with_key(key, groups)
    if group is None or group.active == on:
        return group
    if on and (conflicts := find_conflicts(group.terms, group.language, groups, except_key=key)):
        raise TermsTakenError(conflicts)
    if group.is_built_in and on and group.row is not None:
        group.row.delete()
    elif group.is_built_in:
        _replace_groups([group], by=by, now=now)
    else:
        Synonym.objects.filter(pk=int(key)).update(active=on, changed_at=now, changed_by=by)
    data = _group_data(group.terms_text, group.language)
    verb = "synonyms switched on" if on else "synonyms switched off"
    record(SUBJECT, verb, by=by, now=now, before=data | {"active": not on}, after=data | {"active": on})
    return group


def validated_terms(terms_text: str) -> list[str]:
    """The terms of ``terms_text``. Raises ValidationError that names the terms that cannot be used."""
    terms, problems, normalised_terms = split_terms(terms_text), [], set[str]()
    for term in terms:
        if not normalised(term):
            problems.append(_("“%(term)s” needs at least one letter.") % {"term": term})
        elif normalised(term) in normalised_terms:
            problems.append(_("“%(term)s” appears twice.") % {"term": term})
        elif len(term) > MAX_TERM_LENGTH:
            params = {"term": f"{term[:MAX_TERM_LENGTH]}…", "n": MAX_TERM_LENGTH}
            problems.append(_("“%(term)s” is too long. Use up to %(n)s characters.") % params)
        normalised_terms.add(normalised(term))
    if not problems and len(terms) < 2:
        problems.append(_("Enter at least two terms, separated by a comma."))
    if len(terms) > MOST_TERMS:
        problems.append(_("A group can have up to %(n)s terms.") % {"n": MOST_TERMS})
    if problems:
        raise ValidationError({"words": problems})
    return terms


def _lock_groups() -> None:
    """Lock the organisation, so that groups are changed one at a time: an untouched starter has no row to lock."""
    Organisation.objects.select_for_update().get(pk=1)


def _is_same(group: SynonymGroup, terms: Iterable[str], language: str) -> bool:
    return group.language == language and list(group.terms) == list(terms)


def _groups_to_join(
    terms: Iterable[str], language: str, groups: Iterable[SynonymGroup], join: bool, except_key: str = ""
) -> list[SynonymGroup]:
    """The groups in use that have one of ``terms``. Raises Taken unless they are to be joined."""
    conflicts = find_conflicts(terms, language, groups, except_key=except_key)
    if conflicts and not join:
        raise TermsTakenError(conflicts)
    return list({group.key: group for group in conflicts.values()}.values())


def _merge_terms(terms: list[str], others: Iterable[SynonymGroup]) -> list[str]:
    """``terms`` and those of the other groups, each once."""
    merged = {normalised(term): term for term in terms}
    for group in others:
        for term in group.terms:
            merged.setdefault(normalised(term), term)
    if len(merged) > MOST_TERMS:
        raise ValidationError({"words": _("Together they have more than %(n)s terms.") % {"n": MOST_TERMS}})
    return list(merged.values())


def _replace_groups(groups: Iterable[SynonymGroup], *, by: User, now: datetime) -> None:
    """Put groups out of use that another one replaces: switch off starters, delete the organisation's own."""
    for group in groups:
        if group.is_built_in:
            switched_off = {"origin": Synonym.Origin.STARTER, "active": False, "changed_at": now, "changed_by": by}
            Synonym.objects.create(words=group.terms_text, language=group.language, **switched_off)
        else:
            Synonym.objects.filter(pk=int(group.key)).delete()


def _row_to_save(group: SynonymGroup) -> Synonym:
    return Synonym() if group.is_built_in or group.row is None else group.row


def _group_data(terms_text: str, language: str) -> dict[str, Any]:
    return {"words": terms_text, "language": language}
