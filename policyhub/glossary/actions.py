"""Changes to the glossary. Each verb: one transaction, one event.

===========  ==========================================  =================================================
verb         a word that is                              becomes
===========  ==========================================  =================================================
reword       ours, or added here                         said in the organisation's own words
add          new, or dropped and wanted again            part of the vocabulary
drop         added here                                  gone from it; what it meant stays on record
put back     ours, and reworded                          said as PolicyHub says it
confirm      (all of them)                               read by one person, as they stand
===========  ==========================================  =================================================

A verb that changes nothing leaves no event. The first four are the organisation's, the last is the reader's.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from policyhub.accounts.actions import SUBJECT
from policyhub.accounts.models import Organisation, User
from policyhub.evidence.canonical import canonical
from policyhub.evidence.record import record
from policyhub.ui.pages import Stale

from . import terms as vocabulary
from .models import Term, TermReading, readings_of
from .terms import TermEntry, TermText


@transaction.atomic
def reword(key: str, text: TermText, *, version: int, by: User, now: datetime) -> None:
    """Change the text of a term. Raises Stale if somebody did since ``version``; the same text changes nothing."""
    _lock_glossary()
    entries = vocabulary.all_terms()
    entry, text = entries[key], _stripped(text)
    if entry.listed and entry.text == text:
        return
    if entry.version != version:
        raise Stale
    _check_term(text, entries, but=key)
    _save(entry, text, by=by, now=now)
    before = {"key": key, **asdict(entry.text)} if entry.listed else {}
    record(SUBJECT, "word reworded", by=by, now=now, before=before, after=_event_data(key, text, entry.version + 1))


@transaction.atomic
def add(text: TermText, *, by: User, now: datetime) -> str:
    """Add a term of the organisation's own; returns its key. One that was dropped comes back, with this text."""
    _lock_glossary()
    entries, text = vocabulary.all_terms(), _stripped(text)
    same = next((entry for entry in entries.values() if entry.listed and entry.text == text), None)
    if same is not None:
        return same.key  # a double click
    _check_term(text, entries)
    entry = _dropped_term(text, entries) or TermEntry(_new_key(text.word, entries), None, None)
    _save(entry, text, by=by, now=now)
    record(SUBJECT, "word added", by=by, now=now, after=_event_data(entry.key, text, entry.version + 1))
    return entry.key


@transaction.atomic
def drop(key: str, *, version: int, by: User, now: datetime) -> None:
    """Remove an added term, or restore a reworded one to PolicyHub's text. Raises Stale as ``reword`` does."""
    _lock_glossary()
    entry = vocabulary.all_terms()[key]
    if not entry.reworded:
        return
    if entry.version != version:
        raise Stale
    changed = {"dropped_at": now, "version": version + 1, "reworded_by": by, "reworded_at": now}
    Term.objects.filter(key=key).update(**changed)
    verb, after = ("word dropped", {}) if entry.ours is None else ("word put back", asdict(TermText.of(entry.ours)))
    before = {"key": key, **asdict(entry.text)}
    record(SUBJECT, verb, by=by, now=now, before=before, after={"key": key, "version": version + 1, **after})


@transaction.atomic
def confirm(digest: str, *, by: User, now: datetime) -> None:
    """Record that ``by`` has read the glossary. Raises Stale if its digest is no longer ``digest``."""
    User.objects.select_for_update().get(pk=by.pk)  # a double click waits here for its first half
    entries, last = vocabulary.terms(), vocabulary.last_reading(by)
    if not vocabulary.unread(last, entries):
        return
    if vocabulary.digest_of(entries) != digest:
        raise Stale
    versions = vocabulary.versions(entries)
    TermReading.objects.create(person=by, person_name=str(by), versions=canonical(versions), digest=digest, at=now)
    before = {"versions": last.read} if last is not None else {}
    record(
        readings_of(by.pk), "words read", by=by, now=now, before=before, after={"versions": versions, "digest": digest}
    )


def _lock_glossary() -> None:
    """Make changes wait for each other. The organisation's row is held: a term nobody changed has no row."""
    Organisation.objects.select_for_update().get(pk=1)


def _stripped(text: TermText) -> TermText:
    return TermText(text.word.strip(), text.meaning.strip(), text.example.strip())


def _check_term(text: TermText, entries: dict[str, TermEntry], but: str = "") -> None:
    if not vocabulary.plain(text.word) or not text.meaning:
        raise ValidationError(_("Enter a term and what it means."))
    for key, entry in entries.items():
        if key != but and entry.listed and vocabulary.plain(entry.text.word) == vocabulary.plain(text.word):
            raise ValidationError({"word": _("“%(word)s” is already in the glossary.") % {"word": entry.text.word}})


def _dropped_term(text: TermText, entries: dict[str, TermEntry]) -> TermEntry | None:
    word = vocabulary.plain(text.word)
    return next((e for e in entries.values() if not e.listed and vocabulary.plain(e.text.word) == word), None)


def _new_key(word: str, entries: dict[str, TermEntry]) -> str:
    """A key that no term has or had. "our-" keeps it apart from built-in terms to come."""
    prefix = f"our-{slugify(word)[:60] or 'word'}"
    n = next(n for n in range(1, len(entries) + 2) if _numbered(prefix, n) not in entries)
    return _numbered(prefix, n)


def _numbered(prefix: str, n: int) -> str:
    return prefix if n == 1 else f"{prefix}-{n}"


def _save(entry: TermEntry, text: TermText, *, by: User, now: datetime) -> None:
    position = entry.row.position if entry.row is not None else _last_position() + 1
    values = {**asdict(text), "position": position, "version": entry.version + 1, "dropped_at": None}
    Term.objects.update_or_create(key=entry.key, defaults=values | {"reworded_by": by, "reworded_at": now})


def _last_position() -> int:
    return int(Term.objects.aggregate(last=Max("position"))["last"] or 0)


def _event_data(key: str, text: TermText, version: int) -> dict[str, Any]:
    return {"key": key, "version": version, **asdict(text)}
