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
AT_ONCE = 400


def changed(words: Iterable[str], language: str, rows: int) -> Change:
    """A row with these words came (1) or went (-1)."""
    return Counter(dict.fromkeys([("", language), *((word, language) for word in words)], rows))


def count(change: Change) -> None:
    if not any(change.values()):
        return
    if may_count():
        apply(change, noted())
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
        Uncounted(language=language, rows=rows, words=" ".join(words)) for (language, rows), words in notes.items()
    )


def noted() -> Change:
    """What others left, which is counted from now on."""
    change: Change = Counter()
    notes = list(Uncounted.objects.all())
    for left in notes:
        for word in left.words.split(" "):
            change[word, left.language] += left.rows
    Uncounted.objects.filter(pk__in=[left.pk for left in notes]).delete()
    return change


def settle() -> bool:
    """Take the notes in, if there are any; for the clock."""
    if not Uncounted.objects.exists() or not may_count():
        return False
    apply(Counter(), noted())
    return True


def apply(*changes: Change) -> None:
    by_spelling: Counter[tuple[str, str]] = Counter()
    for change in changes:
        for (word, language), rows in change.items():
            by_spelling[word, stem(word, language) if word else f"@{language}"] += rows
    left = [(key, rows) for key, rows in by_spelling.items() if rows]
    for at in range(0, len(left), AT_ONCE):
        apply_some(dict(left[at : at + AT_ONCE]))


def apply_some(change: dict[tuple[str, str], int]) -> None:
    there = {
        (word, stem): (pk, rows)
        for pk, word, stem, rows in IndexedWord.objects.filter(word__in={word for word, _ in change}).values_list(
            "pk", "word", "stem", "rows"
        )
    }
    by_rows: dict[int, list[int]] = {}
    gone: list[int] = []
    for key, more in change.items():
        if key in there:
            pk, rows = there[key]
            (gone if rows + more <= 0 else by_rows.setdefault(more, [])).append(pk)
    for more, keys in by_rows.items():
        IndexedWord.objects.filter(pk__in=keys).update(rows=F("rows") + more)
    drop(gone)
    add({key: rows for key, rows in change.items() if key not in there and rows > 0})


def drop(keys: list[int]) -> None:
    Gram.objects.filter(word__in=keys).delete()
    IndexedWord.objects.filter(pk__in=keys).delete()


def add(new: dict[tuple[str, str], int]) -> None:
    words = IndexedWord.objects.bulk_create(
        IndexedWord(word=word, stem=stem, back=word[::-1], rows=rows) for (word, stem), rows in new.items()
    )
    Gram.objects.bulk_create(
        Gram(gram=gram, size=len(word.word), word=word)
        for word in words
        if spelling.may_be_misspelt(word.word)
        for gram in spelling.grams(word.word)
    )
