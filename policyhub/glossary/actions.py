"""What may happen to the shared vocabulary. Each verb: one transaction, one event.

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
from .terms import Entry, Text


@transaction.atomic
def reword(key: str, text: Text, *, version: int, by: User, now: datetime) -> None:
    """Say a word otherwise. Raises Stale if somebody did since ``version``; the same words again are nothing."""
    _hold_the_words()
    entries = vocabulary.everything()
    there, text = entries[key], _stripped(text)
    if there.listed and there.text == text:
        return
    if there.version != version:
        raise Stale
    _check(text, entries, but=key)
    _save(there, text, by=by, now=now)
    before = {"key": key, **asdict(there.text)} if there.listed else {}
    record(SUBJECT, "word reworded", by=by, now=now, before=before, after=_told(key, text, there.version + 1))


@transaction.atomic
def add(text: Text, *, by: User, now: datetime) -> str:
    """Add a word of the organisation's own; returns its key. One that was dropped comes back, with this text."""
    _hold_the_words()
    entries, text = vocabulary.everything(), _stripped(text)
    same = next((entry for entry in entries.values() if entry.listed and entry.text == text), None)
    if same is not None:
        return same.key  # a double click
    _check(text, entries)
    there = _dropped_one(text, entries) or Entry(_new_key(text.word, entries), None, None)
    _save(there, text, by=by, now=now)
    record(SUBJECT, "word added", by=by, now=now, after=_told(there.key, text, there.version + 1))
    return there.key


@transaction.atomic
def drop(key: str, *, version: int, by: User, now: datetime) -> None:
    """Take an own word off the list, or put ours back where it was reworded. Done before, it is nothing."""
    _hold_the_words()
    there = vocabulary.everything()[key]
    if not there.reworded:
        return
    if there.version != version:
        raise Stale
    changed = {"dropped_at": now, "version": version + 1, "reworded_by": by, "reworded_at": now}
    Term.objects.filter(key=key).update(**changed)
    verb, after = ("word dropped", {}) if there.ours is None else ("word put back", asdict(Text.of(there.ours)))
    before = {"key": key, **asdict(there.text)}
    record(SUBJECT, verb, by=by, now=now, before=before, after={"key": key, "version": version + 1, **after})


@transaction.atomic
def confirm(seen: str, *, by: User, now: datetime) -> None:
    """Say that one has read the words. Raises Stale if they are not those of the digest ``seen`` any more."""
    User.objects.select_for_update().get(pk=by.pk)  # a double click waits here for its first half
    entries, last = vocabulary.terms(), vocabulary.last_reading(by)
    if not vocabulary.unread(last, entries):
        return
    if vocabulary.digest_of(entries) != seen:
        raise Stale
    read = vocabulary.versions(entries)
    TermReading.objects.create(person=by, person_name=str(by), versions=canonical(read), digest=seen, at=now)
    before = {"versions": last.read} if last is not None else {}
    record(readings_of(by.pk), "words read", by=by, now=now, before=before, after={"versions": read, "digest": seen})


def _hold_the_words() -> None:
    """Words are changed one after the other: a word that nobody touched has no row to hold."""
    Organisation.objects.select_for_update().get(pk=1)


def _stripped(text: Text) -> Text:
    return Text(text.word.strip(), text.meaning.strip(), text.example.strip())


def _check(text: Text, entries: dict[str, Entry], but: str = "") -> None:
    if not vocabulary.plain(text.word) or not text.meaning:
        raise ValidationError(_("Enter a term and what it means."))
    for key, entry in entries.items():
        if key != but and entry.listed and vocabulary.plain(entry.text.word) == vocabulary.plain(text.word):
            raise ValidationError({"word": _("“%(word)s” is already in the glossary.") % {"word": entry.text.word}})


def _dropped_one(text: Text, entries: dict[str, Entry]) -> Entry | None:
    word = vocabulary.plain(text.word)
    return next((e for e in entries.values() if not e.listed and vocabulary.plain(e.text.word) == word), None)


def _new_key(word: str, entries: dict[str, Entry]) -> str:
    """A key that no other word has or had. "our-" keeps it apart from whatever PolicyHub calls its own one day."""
    stem = f"our-{slugify(word)[:60] or 'word'}"
    n = next(n for n in range(1, len(entries) + 2) if _numbered(stem, n) not in entries)
    return _numbered(stem, n)


def _numbered(stem: str, n: int) -> str:
    return stem if n == 1 else f"{stem}-{n}"


def _save(there: Entry, text: Text, *, by: User, now: datetime) -> None:
    position = there.row.position if there.row is not None else _last_position() + 1
    values = {**asdict(text), "position": position, "version": there.version + 1, "dropped_at": None}
    Term.objects.update_or_create(key=there.key, defaults=values | {"reworded_by": by, "reworded_at": now})


def _last_position() -> int:
    return int(Term.objects.aggregate(last=Max("position"))["last"] or 0)


def _told(key: str, text: Text, version: int) -> dict[str, Any]:
    return {"key": key, "version": version, **asdict(text)}
