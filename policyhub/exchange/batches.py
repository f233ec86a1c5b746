"""What happens to a batch: sent, read piece by piece, split, put right, added as drafts, undone."""

import re
from datetime import datetime
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from policyhub.accounts.models import User
from policyhub.registry import actions
from policyhub.registry.models import Rule

from .bring_in import kept
from .documents import Document
from .models import Batch, Item, Paper, Upload
from .splitting import Way, split, usual_way
from .uploads import read_upload

PASTED = "pasted text.md"
ALIKE = 0.75  # of the words of the shorter of two that both must have, to be told as alike


@transaction.atomic
def begin(files: list[tuple[str, bytes]], text: str, *, by: User, now: datetime) -> Batch:
    """Keep what was sent, to be read."""
    batch = Batch.objects.create(by=by, at=now, pasted=bool(text) and not files)
    sent = [*files, *([(PASTED, text.encode())] if text else [])]
    for name, data in sent:
        Upload.objects.create(batch=batch, name=name[-300:], data=data)
    return batch


def read_on(batch: Batch, *, now: datetime, seconds: float = 1.0) -> None:
    """Read what is still unread, for about so many seconds; when all is read, split it."""
    until = monotonic() + seconds
    for upload in batch.uploads.filter(read_at=None):
        _read(upload, now)
        if monotonic() > until:
            break
    if not batch.reading and not batch.way:
        papers = list(Paper.objects.filter(upload__batch=batch, problem=""))
        split_anew(batch, usual_way([document(paper) for paper in papers], pasted=batch.pasted))


def _read(upload: Upload, now: datetime) -> None:
    found = read_upload(upload.name, bytes(upload.data or b""))
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, read_at=None).update(read_at=now, data=None):
            return  # another click was quicker
        for one in found:
            source = kept(one.source)
            if isinstance(one, Document):
                words = {"title": one.title, "kind": one.kind, "text": one.text, "language": one.language}
                Paper.objects.create(upload=upload, source=source, **words)
            else:
                Paper.objects.create(upload=upload, source=source, problem=one.why[:300])


def document(paper: Paper) -> Document:
    return Document(paper.source, paper.title, paper.kind, paper.text, "", paper.language)


@transaction.atomic
def split_anew(batch: Batch, way: Way) -> None:
    """Make the items anew, this way. What somebody put right by hand is made anew too, and they are told so."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.added_at:
        raise ValidationError("added")
    batch.items.all().delete()
    items: list[Item] = []
    seen = words_of_rules(batch.by)
    for paper in Paper.objects.filter(upload__batch=batch, problem=""):
        for piece in split(document(paper), way):
            item = Item(batch=batch, paper=paper, position=len(items), title=piece.title, kind=piece.kind)
            item.statement, item.text = piece.statement, piece.text
            item.like = alike(item, seen)
            seen.append((item.title, words_of(f"{item.title} {item.statement}")))
            items.append(item)
    Item.objects.bulk_create(items)
    Batch.objects.filter(pk=batch.pk).update(way=way.value)


Known = list[tuple[str, frozenset[str]]]


def words_of(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2)


def words_of_rules(person: User) -> Known:
    """Title, and the words of title and sentence, of each rule that ``person`` may know of."""
    known = Rule.objects.for_reader(person).values_list("reference", "title", "statement")
    return [(f"{reference}, {title}", words_of(f"{title} {statement}")) for reference, title, statement in known]


def alike(item: Item, known: Known) -> str:
    """What ``item`` resembles, "" if nothing: the same title, or three quarters of the words of the shorter."""
    words, title = words_of(f"{item.title} {item.statement}"), item.title.casefold()
    for name, others in known:
        if name.split(", ", 1)[-1].casefold() == title or name.casefold() == title:
            return name
        least = min(len(words), len(others))
        if least > 3 and len(words & others) >= ALIKE * least and 2 * least >= max(len(words), len(others)):
            return name
    return ""


@transaction.atomic
def add(batch: Batch, *, by: User, now: datetime) -> int:
    """Make a draft of each item that is not left out; returns how many. A second click adds nothing."""
    if not Batch.objects.filter(pk=batch.pk, added_at=None).update(added_at=now):
        return 0
    teams = list(by.memberships.values_list("team", flat=True))
    items = list(batch.items.filter(left_out=False).select_related("paper"))
    for item in items:
        beside: dict[str, Any] = {"owner": by, "source": item.paper.source}
        beside["team_id"] = teams[0] if len(teams) == 1 else None
        rule = actions.take_in(item.values() | beside, item.kind, by=by, now=now, batch=batch.key, anew=True)
        assert rule is not None  # anew: it never asks whether the source is in already
        Item.objects.filter(pk=item.pk).update(rule=rule)
    return len(items)


@transaction.atomic
def undo(batch: Batch, *, by: User, now: datetime) -> list[Rule]:
    """Take the drafts of a batch out again. Those that somebody has worked on since stay, and are returned."""
    if not Batch.objects.filter(pk=batch.pk, undone_at=None, added_at__isnull=False).update(undone_at=now):
        return []
    stayed = []
    for item in batch.items.filter(rule__isnull=False).select_related("rule"):
        assert item.rule is not None
        try:
            actions.take_out(item.rule, by=by, now=now, batch=batch.key)
        except ValidationError:
            stayed.append(item.rule)
    return stayed
