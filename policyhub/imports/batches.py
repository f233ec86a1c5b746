"""What happens to a batch: sent, read piece by piece, split, put right, added as drafts, undone."""

from collections.abc import Iterable
from datetime import datetime
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.authoring.duplicates import Known
from policyhub.registry import writing
from policyhub.registry.models import Rule

from .bulk_import import kept
from .documents import Document, Skipped
from .models import Batch, Item, Paper, Upload
from .splitting import PASTED, Way, is_a_list, split, usual_way
from .uploads import is_zip, read_one, unpack

MOST_ITEMS = 1000  # that one person looks over, and that are added at once
MOST_WAITING = 100 * 1024 * 1024  # bytes of one batch that wait to be read


@transaction.atomic
def begin(files: Iterable[tuple[str, bytes]], text: str, *, by: User, now: datetime) -> Batch:
    """Keep what was sent, to be read."""
    batch = Batch.objects.create(by=by, at=now, pasted=bool(text))
    for name, data in files:
        batch.pasted = False
        Upload.objects.create(batch=batch, name=name[-300:], data=data)
    if text:
        # Of mere lines none is a title: with one given, the reader takes none away.
        above = f"---\ntitle: {_('Pasted text')}\n---\n" if is_a_list(text) else ""
        Upload.objects.create(batch=batch, name=PASTED, data=(above + text).encode())
    batch.save()
    return batch


def read_on(batch: Batch, *, now: datetime, seconds: float = 1.0) -> None:
    """Read what is still unread, for about so many seconds; when all is read, split it."""
    until = monotonic() + seconds
    while upload := batch.uploads.filter(read_at=None).first():
        (_open if is_zip(upload.name) else _read)(upload, now)
        if monotonic() > until:
            break
    if not batch.reading and not batch.way:
        _split_first(batch)


def _read(upload: Upload, now: datetime) -> None:
    found = read_one(upload.name, bytes(upload.data or b""))
    with transaction.atomic():
        if _is_first(upload, now):
            for one in found:
                _keep(upload, one)


def _open(upload: Upload, now: datetime) -> None:
    """A zip gives way to its files, which are read one by one."""
    found = list(unpack(upload.name, bytes(upload.data or b"")))
    with transaction.atomic():
        if not _is_first(upload, now):
            return
        waiting = upload.batch.uploads.aggregate(n=Sum(Length("data")))["n"] or 0
        if waiting + sum(len(one[1]) for one in found if not isinstance(one, Skipped)) > MOST_WAITING:
            found = [Skipped(upload.name, _("is too much together with the other files. Import it on its own"))]
        for one in found:
            if isinstance(one, Skipped):
                _keep(_beside(upload, one.source, read_at=now), one)
            else:
                _beside(upload, one[0], data=one[1])
        upload.delete()


def _is_first(upload: Upload, now: datetime) -> bool:
    """Whether no other click was quicker. What was sent goes with it."""
    return bool(Upload.objects.filter(pk=upload.pk, read_at=None).update(read_at=now, data=None))


def _beside(upload: Upload, source: str, **values: Any) -> Upload:
    return Upload.objects.create(batch_id=upload.batch_id, name=kept(source), **values)


def _keep(upload: Upload, one: Document | Skipped) -> None:
    source = kept(one.source)
    if isinstance(one, Document):
        words = {"title": one.title, "kind": one.kind, "text": one.text, "language": one.language}
        Paper.objects.create(upload=upload, source=source, **words)
    else:
        Paper.objects.create(upload=upload, source=source, problem=one.why[:300])


def document(paper: Paper) -> Document:
    return Document(paper.source, paper.title, paper.kind, paper.text, "", paper.language)


def papers_of(batch: Batch) -> list[Paper]:
    return list(Paper.objects.filter(upload__batch=batch, problem=""))


@transaction.atomic
def _split_first(batch: Batch) -> None:
    """Split what was read as it fits best. Where that makes too many, each document is one, for somebody to see."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.way:
        return  # another click was quicker
    papers = papers_of(batch)
    try:
        split_anew(batch, usual_way([document(paper) for paper in papers], pasted=batch.pasted))
    except ValidationError:
        beyond = Paper.objects.filter(pk__in=[paper.pk for paper in papers[MOST_ITEMS:]])
        beyond.update(problem=_("is too much to check at once. Import it separately"))
        split_anew(batch, Way.FILE)


@transaction.atomic
def split_anew(batch: Batch, way: Way) -> list[Paper]:
    """Make the items anew, this way. Documents of which something was put right by hand stay, and are returned.

    Raises ValidationError where that makes too many, and once they are added.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.added_at:
        raise ValidationError(_("These have already been added."))
    papers, before = papers_of(batch), list(batch.items.all())
    by_hand = {item.paper_id for item in before if item.fixed}
    out = {(item.paper_id, item.title, item.text) for item in before if item.left_out}
    items: list[Item] = []
    for paper in papers:
        made = [item for item in before if item.paper_id == paper.pk] if paper.pk in by_hand else _made(paper, way)
        items += made
        _check_number(items)
    for position, item in enumerate(items):
        item.batch, item.position = batch, position
        item.left_out = (item.paper_id, item.title, item.text) in out
    batch.items.exclude(paper__in=by_hand).delete()
    Item.objects.bulk_create([item for item in items if item.pk is None])
    Item.objects.bulk_update([item for item in before if item.paper_id in by_hand], ["position"])
    Batch.objects.filter(pk=batch.pk).update(way=way.value)
    look_alike(batch)
    return [paper for paper in papers if paper.pk in by_hand]


def _made(paper: Paper, way: Way) -> list[Item]:
    return [
        Item(paper=paper, title=piece.title, kind=piece.kind, statement=piece.statement, text=piece.text)
        for piece in split(document(paper), way)
    ]


def _check_number(items: list[Item]) -> None:
    if len(items) > MOST_ITEMS:
        words = _("That's more than %(n)s rules. Split them another way, or import them in parts.")
        raise ValidationError(words % {"n": MOST_ITEMS})


def look_alike(batch: Batch) -> None:
    """Say of each item what it resembles: rules that whoever sent it may know of, and items above it."""
    known, changed = Known(), []
    rules = Rule.objects.for_reader(batch.by).order_by("pk").values_list("reference", "title", "statement")
    for reference, title, statement in rules:
        known.add(f"{reference}, {title}", title, statement)
    for item in batch.items.filter(left_out=False):
        like = known.like(item.title, item.statement)
        known.add(item.title, item.title, item.statement)
        if like != item.like:
            item.like = like
            changed.append(item)
    Item.objects.bulk_update(changed, ["like"])


@transaction.atomic
def leave_out(item: Item, *, out: bool) -> None:
    """Leave an item out, or take it back in."""
    Item.objects.filter(pk=item.pk).update(left_out=out)
    look_alike(item.batch)


@transaction.atomic
def put_right(item: Item) -> None:
    """Keep what somebody wrote over what was read."""
    item.fixed = True
    item.save()
    look_alike(item.batch)


@transaction.atomic
def add(batch: Batch, *, by: User, now: datetime) -> int:
    """Make a draft of each item that is not left out; returns how many. A second click adds nothing."""
    waiting = Batch.objects.filter(pk=batch.pk, added_at=None, items__left_out=False)
    if not Batch.objects.filter(pk__in=waiting.values("pk"), added_at=None).update(added_at=now):
        return 0
    teams = list(by.memberships.values_list("team", flat=True))
    items = list(batch.items.filter(left_out=False).select_related("paper"))
    for item in items:
        beside: dict[str, Any] = {"owner": by, "source": item.paper.source}
        beside["team_id"] = teams[0] if len(teams) == 1 else None
        rule = writing.take_in(item.values() | beside, item.kind, by=by, now=now, batch=batch.key, anew=True)
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
            writing.take_out(item.rule, by=by, now=now, batch=batch.key)
        except ValidationError:
            stayed.append(item.rule)
    return stayed
