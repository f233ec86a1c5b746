"""Keeps count of the words that rules hold, in the transaction that changes them.

Only rules that everybody may read are counted, so that no word of a restricted one is ever offered, corrected to or
completed to. The common words are in every rule, and their counts would make those who approve wait for each other;
so one of them counts at a time, and whoever finds somebody counting leaves a note of what came and went.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from . import spelling
from .models import Gram, IndexedWord, Uncounted
from .tokens import stem

Change = Counter[tuple[str, str]]  # (word, language): how many rows more hold it
LOCK = 0x706F6C77  # of PostgreSQL's advisory locks, a number that nobody else here uses
BATCH = 400


def change_of(tokens: Iterable[str], language: str, rows: int) -> Change:
    """A row with these words came (1) or went (-1)."""
    return Counter(dict.fromkeys([("", language), *((word, language) for word in tokens)], rows))


def count(change: Change) -> None:
    if not any(change.values()):
        return
    if may_count():
        apply(change, take_notes())
    else:
        note(change)


def may_count() -> bool:
    """SQLite lets one write at a time anyway. Never waits."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def note(change: Change) -> None:
    notes: dict[tuple[str, int], list[str]] = {}
    for (word, language), rows in change.items():
        if rows:
            notes.setdefault((language, rows), []).append(word)
    Uncounted.objects.bulk_create(
        Uncounted(language=language, rows=rows, words=" ".join(words_of_note))
        for (language, rows), words_of_note in notes.items()
    )


def take_notes() -> Change:
    """What others left, which is counted from now on."""
    change: Change = Counter()
    notes = list(Uncounted.objects.all())
    for note in notes:
        for word in note.words.split(" "):
            change[word, note.language] += note.rows
    Uncounted.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return change


def count_notes() -> bool:
    """Take the notes in, if there are any; for the clock."""
    if not Uncounted.objects.exists() or not may_count():
        return False
    apply(Counter(), take_notes())
    return True


def apply(*changes: Change) -> None:
    by_spelling: Counter[tuple[str, str]] = Counter()
    for change in changes:
        for (word, language), rows in change.items():
            by_spelling[word, stem(word, language) if word else f"@{language}"] += rows
    pending = [(key, rows) for key, rows in by_spelling.items() if rows]
    for start in range(0, len(pending), BATCH):
        apply_batch(dict(pending[start : start + BATCH]))


def apply_batch(change: dict[tuple[str, str], int]) -> None:
    existing = {
        (word, stem): (pk, rows)
        for pk, word, stem, rows in IndexedWord.objects.filter(word__in={word for word, _ in change}).values_list(
            "pk", "word", "stem", "rows"
        )
    }
    by_rows: dict[int, list[int]] = {}
    emptied: list[int] = []
    for key, added in change.items():
        if key in existing:
            pk, rows = existing[key]
            (emptied if rows + added <= 0 else by_rows.setdefault(added, [])).append(pk)
    for added, keys in by_rows.items():
        IndexedWord.objects.filter(pk__in=keys).update(rows=F("rows") + added)
    drop(emptied)
    add({key: rows for key, rows in change.items() if key not in existing and rows > 0})


def drop(keys: list[int]) -> None:
    Gram.objects.filter(word__in=keys).delete()
    IndexedWord.objects.filter(pk__in=keys).delete()


def add(rows_by_word: dict[tuple[str, str], int]) -> None:
    indexed = IndexedWord.objects.bulk_create(
        IndexedWord(word=word, stem=stem, back=word[::-1], rows=rows) for (word, stem), rows in rows_by_word.items()
    )
    Gram.objects.bulk_create(
        Gram(gram=gram, size=len(word.word), word=word)
        for word in indexed
        if spelling.may_be_misspelt(word.word)
        for gram in spelling.grams(word.word)
    )
