"""Bring documents into the registry, each whole or not at all, and report on every one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from policyhub.accounts.actions import ensure_organisation
from policyhub.accounts.models import User
from policyhub.publishing import actions as publishing
from policyhub.registry import writing

from .documents import Document, Skipped


@dataclass
class ImportReport:
    """What came in and what not, and why. imported + skipped = documents."""

    imported: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "documents": len(self.imported) + len(self.skipped),
            "imported": len(self.imported),
            "skipped": [{"source": s.source, "why": s.why} for s in self.skipped],
        }


def import_documents(
    documents: Iterable[Document | Skipped], *, adopt: bool, by: User | str, owner: User | None, now: datetime
) -> ImportReport:
    """Take each document in as a draft, or ``adopt`` it: in force as it is, signed by nobody."""
    ensure_organisation(by=by, now=now)
    report = ImportReport()
    for document in documents:
        if isinstance(document, Skipped):
            report.skipped.append(document)
        elif why := import_document(document, adopt=adopt, by=by, owner=owner, now=now):
            report.skipped.append(Skipped(document.source, why))
        else:
            report.imported.append(document.source)
    return report


def stored_source(source: str) -> str:
    """``source`` as the database holds it: at most 300 characters. Of a longer path its end, behind a digest."""
    return source if len(source) <= 300 else f"{sha256(source.encode()).hexdigest()[:16]}…{source[-280:]}"


def import_document(document: Document, *, adopt: bool, by: User | str, owner: User | None, now: datetime) -> str:
    """Import one document. Returns "", or why it was refused."""
    values = {
        "title": document.title,
        "statement": document.statement,
        "body": document.text,
        "source": stored_source(document.source),
        "language": document.language or "en",
        "owner": owner,
    }
    verb = publishing.adopt if adopt else writing.take_in
    try:
        rule = verb(values, document.kind, by=by, now=now)
    except ValidationError as refusal:
        return "; ".join(refusal.messages)
    except DatabaseError as error:
        return f"couldn't be saved: {error}"
    return "" if rule else "has already been imported"
