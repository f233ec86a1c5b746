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
from policyhub.authoring.duplicates import ExistingRules
from policyhub.registry import writing
from policyhub.registry.models import Rule

from .bulk_import import stored_source
from .documents import Document, Skipped
from .models import Batch, Item, SourceDocument, Upload
from .splitting import PASTED, SplitMethod, is_a_list, split, usual_method
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
        title_block = f"---\ntitle: {_('Pasted text')}\n---\n" if is_a_list(text) else ""
        Upload.objects.create(batch=batch, name=PASTED, data=(title_block + text).encode())
    batch.save()
    return batch


def read_on(batch: Batch, *, now: datetime, seconds: float = 1.0) -> None:
    """Read what is still unread, for about so many seconds; when all is read, split it."""
    until = monotonic() + seconds
    while upload := batch.uploads.filter(read_at=None).first():
        (_unpack_upload if is_zip(upload.name) else _read_upload)(upload, now)
        if monotonic() > until:
            break
    if not batch.is_reading and not batch.way:
        _split_first(batch)


def _read_upload(upload: Upload, now: datetime) -> None:
    documents = read_one(upload.name, bytes(upload.data or b""))
    with transaction.atomic():
        if _claim_upload(upload, now):
            for document in documents:
                _save_document(upload, document)


def _unpack_upload(upload: Upload, now: datetime) -> None:
    """A zip gives way to its files, which are read one by one."""
    members = list(unpack(upload.name, bytes(upload.data or b"")))
    with transaction.atomic():
        if not _claim_upload(upload, now):
            return
        waiting = upload.batch.uploads.aggregate(n=Sum(Length("data")))["n"] or 0
        if waiting + sum(len(member[1]) for member in members if not isinstance(member, Skipped)) > MOST_WAITING:
            members = [Skipped(upload.name, _("is too much together with the other files. Import it on its own"))]
        for member in members:
            if isinstance(member, Skipped):
                _save_document(_add_upload(upload, member.source, read_at=now), member)
            else:
                _add_upload(upload, member[0], data=member[1])
        upload.delete()


def _claim_upload(upload: Upload, now: datetime) -> bool:
    """Mark the upload as read and drop its bytes. False if another request did so first."""
    return bool(Upload.objects.filter(pk=upload.pk, read_at=None).update(read_at=now, data=None))


def _add_upload(upload: Upload, source: str, **values: Any) -> Upload:
    return Upload.objects.create(batch_id=upload.batch_id, name=stored_source(source), **values)


def _save_document(upload: Upload, document: Document | Skipped) -> None:
    source = stored_source(document.source)
    if isinstance(document, Document):
        fields = {"title": document.title, "kind": document.kind, "text": document.text, "language": document.language}
        SourceDocument.objects.create(upload=upload, source=source, **fields)
    else:
        SourceDocument.objects.create(upload=upload, source=source, problem=document.why[:300])


def as_document(stored: SourceDocument) -> Document:
    return Document(stored.source, stored.title, stored.kind, stored.text, "", stored.language)


def documents_of(batch: Batch) -> list[SourceDocument]:
    return list(SourceDocument.objects.filter(upload__batch=batch, problem=""))


@transaction.atomic
def _split_first(batch: Batch) -> None:
    """Split what was read as it fits best. Where that makes too many, each document is one, for somebody to see."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.way:
        return  # another click was quicker
    documents = documents_of(batch)
    try:
        split_again(batch, usual_method([as_document(document) for document in documents], pasted=batch.pasted))
    except ValidationError:
        too_many = SourceDocument.objects.filter(pk__in=[document.pk for document in documents[MOST_ITEMS:]])
        too_many.update(problem=_("is too much to check at once. Import it separately"))
        split_again(batch, SplitMethod.FILE)


@transaction.atomic
def split_again(batch: Batch, method: SplitMethod) -> list[SourceDocument]:
    """Make the items anew, this way. Documents of which something was put right by hand stay, and are returned.

    Raises ValidationError where that makes too many, and once they are added.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.added_at:
        raise ValidationError(_("These have already been added."))
    documents, existing = documents_of(batch), list(batch.items.all())
    edited_documents = {item.paper_id for item in existing if item.fixed}
    excluded = {(item.paper_id, item.title, item.text) for item in existing if item.left_out}
    items: list[Item] = []
    for document in documents:
        document_items = (
            [item for item in existing if item.paper_id == document.pk]
            if document.pk in edited_documents
            else _split_document(document, method)
        )
        items += document_items
        _check_number(items)
    for position, item in enumerate(items):
        item.batch, item.position = batch, position
        item.left_out = (item.paper_id, item.title, item.text) in excluded
    batch.items.exclude(paper__in=edited_documents).delete()
    Item.objects.bulk_create([item for item in items if item.pk is None])
    Item.objects.bulk_update([item for item in existing if item.paper_id in edited_documents], ["position"])
    Batch.objects.filter(pk=batch.pk).update(way=method.value)
    note_similar_items(batch)
    return [document for document in documents if document.pk in edited_documents]


def _split_document(document: SourceDocument, method: SplitMethod) -> list[Item]:
    return [
        Item(paper=document, title=piece.title, kind=piece.kind, statement=piece.statement, text=piece.text)
        for piece in split(as_document(document), method)
    ]


def _check_number(items: list[Item]) -> None:
    if len(items) > MOST_ITEMS:
        message = _("That's more than %(n)s rules. Split them another way, or import them in parts.")
        raise ValidationError(message % {"n": MOST_ITEMS})


def note_similar_items(batch: Batch) -> None:
    """Store in each item what it resembles: a rule that the sender may read, or an item above it."""
    existing, changed = ExistingRules(), []
    rules = Rule.objects.for_reader(batch.by).order_by("pk").values_list("reference", "title", "statement")
    for reference, title, statement in rules:
        existing.add(f"{reference}, {title}", title, statement)
    for item in batch.items.filter(left_out=False):
        similar = existing.like(item.title, item.statement)
        existing.add(item.title, item.title, item.statement)
        if similar != item.like:
            item.like = similar
            changed.append(item)
    Item.objects.bulk_update(changed, ["like"])


@transaction.atomic
def leave_out(item: Item, *, is_excluded: bool) -> None:
    """Leave an item out, or take it back in."""
    Item.objects.filter(pk=item.pk).update(left_out=is_excluded)
    note_similar_items(item.batch)


@transaction.atomic
def correct_item(item: Item) -> None:
    """Save an item that somebody edited, and mark it as edited by hand."""
    item.fixed = True
    item.save()
    note_similar_items(item.batch)


@transaction.atomic
def add(batch: Batch, *, by: User, now: datetime) -> int:
    """Make a draft of each item that is not left out; returns how many. A second click adds nothing."""
    ready = Batch.objects.filter(pk=batch.pk, added_at=None, items__left_out=False)
    if not Batch.objects.filter(pk__in=ready.values("pk"), added_at=None).update(added_at=now):
        return 0
    teams = list(by.memberships.values_list("team", flat=True))
    items = list(batch.items.filter(left_out=False).select_related("paper"))
    for item in items:
        extra: dict[str, Any] = {"owner": by, "source": item.paper.source}
        extra["team_id"] = teams[0] if len(teams) == 1 else None
        rule = writing.take_in(item.values() | extra, item.kind, by=by, now=now, batch=batch.key, anew=True)
        assert rule is not None  # anew: it never asks whether the source is in already
        Item.objects.filter(pk=item.pk).update(rule=rule)
    return len(items)


@transaction.atomic
def undo(batch: Batch, *, by: User, now: datetime) -> list[Rule]:
    """Take the drafts of a batch out again. Those that somebody has worked on since stay, and are returned."""
    if not Batch.objects.filter(pk=batch.pk, undone_at=None, added_at__isnull=False).update(undone_at=now):
        return []
    edited_rules = []
    for item in batch.items.filter(rule__isnull=False).select_related("rule"):
        assert item.rule is not None
        try:
            writing.take_out(item.rule, by=by, now=now, batch=batch.key)
        except ValidationError:
            edited_rules.append(item.rule)
    return edited_rules
