"""The copy that a device keeps for when there is no network: what of a reader's rules is in it, and in which shape.

A device asks for the list of keys and digests, and then for the rows that it lacks, a batch at a time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from policyhub.accounts.models import Organisation, User
from policyhub.evidence.canonical import canonical, digest
from policyhub.feedback.routing import people_to_call
from policyhub.lookup import cards
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import Change, EditionQuerySet, State
from policyhub.search.index import searchable_texts
from policyhub.search.passages import plain
from policyhub.search.tokens import WORD, fold

BATCH = 100
MAX_TEXT = 2000  # characters of the whole text that are kept, and looked through
RETIRED_LISTED_FOR = timedelta(days=30)  # how long a device is told of a rule that went; copies live for 14 days
ROW_FORMAT = 1  # of a row; raise it when rows change, so that devices fetch them again
ASSETS = (
    "policyhub.css",
    "django_htmx/htmx-2.min.js",
    "policyhub.js",
    "offline_client.js",
    "offline_copy.js",
    "offline_queue.js",
    "icon.svg",
)


def person_key(person: User) -> str:
    """Whose a thing on a device is, without telling who that is."""
    return salted_hmac("policyhub.device", str(person.pk)).hexdigest()[:32]


def copy_key(person: User, session_key: str | None) -> str:
    """Whose copy it is, and of which sign-in: another one starts from nothing."""
    return salted_hmac("policyhub.saved-copy", f"{person.pk} {session_key}").hexdigest()[:32]


def editions_for(person: User, now: datetime) -> EditionQuerySet:
    """What ``person`` may read that is in force at ``now`` or will be, retirements left out."""
    lasting = Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts"))
    approved = Edition.objects.filter(lasting, state=State.APPROVED).exclude(change=Change.RETIRE)
    return approved.filter(rule__in=Rule.objects.for_reader(person)).order_by("pk")


def row_digests(editions: EditionQuerySet) -> list[tuple[int, str]]:
    """(key, digest) of the row of each edition: another digest is another row. Renders nothing."""
    columns = ("digest", "starts", "ends", "rule__slug", "rule__search_words")
    on_card = ("card__page_digest", "rule__owner__name", "rule__owner__phone")
    card_look = f"{ROW_FORMAT} {cards.fingerprint_head(Organisation.current())}"
    rows = editions.values_list("pk", *columns, *on_card)
    return [(key, digest(canonical([card_look, *values]))[:16]) for key, *values in rows]


def copy_rows(person: User, keys: Iterable[int], now: datetime) -> list[dict[str, Any]]:
    """The rows with these keys, as far as they are this person's to read."""
    readable = editions_for(person, now).filter(pk__in=list(keys)[:BATCH])
    digest_by_edition = dict(row_digests(readable))
    editions = readable.select_related("rule__owner", "rule__captured_by", "card")
    editions = editions.defer("card__answer", "card__plain").prefetch_related("signoffs")
    organisation = Organisation.current()
    return [copy_row(edition, organisation) | {"digest": digest_by_edition[edition.pk]} for edition in editions]


def copy_row(edition: Edition, organisation: Organisation) -> dict[str, Any]:
    """One edition as a device keeps it. Instants are milliseconds, as scripts count them."""
    content = edition.content_data
    _title, reference, *others = searchable_texts(edition.rule, {**content, "body": body_text(content)})
    return {
        "key": edition.pk,
        "slug": edition.rule.slug,
        "reference": content["reference"],
        "title": edition.title,
        "flexibility": edition.flexibility,
        "kind": content["kind"],
        "starts": milliseconds(edition.starts),
        "ends": milliseconds(edition.ends),
        "words": " ".join(dict.fromkeys(tokens_of(f"{reference} {' '.join(others)}"))),
        "html": cards.offline_html(cards.card_of(edition, edition.rule, organisation), edition, edition.rule),
        "text": body_text(content),
    }


def body_text(content: dict[str, Any]) -> str:
    """The beginning of the whole text, without its marks."""
    text = plain(content["body"][: 2 * MAX_TEXT])
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT].rsplit(' ', 1)[0]} …"


def tokens_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def milliseconds(instant: datetime | None) -> int | None:
    return round(instant.timestamp() * 1000) if instant else None


def retired_rules(person: User, now: datetime) -> dict[str, list[str]]:
    """Address of each rule that went lately to [title, address] of what took its place, [] where nothing did."""
    retirements = Edition.objects.in_force(now).filter(change=Change.RETIRE, starts__gt=now - RETIRED_LISTED_FOR)
    retirements = retirements.filter(rule__in=Rule.objects.for_reader(person)).select_related("rule")
    successor_by_slug = {edition.rule.slug: edition.content_data["retired"]["successor"] for edition in retirements}
    readable = (
        Rule.objects.for_reader(person).with_edition_in_force(now).filter(reference__in=successor_by_slug.values())
    )
    titles = {rule.reference: [rule.signed_title(), rule.get_absolute_url()] for rule in readable}
    return {slug: titles.get(reference, []) for slug, reference in successor_by_slug.items()}


def copy_manifest(person: User, session_key: str | None, now: datetime) -> dict[str, Any]:
    """What a copy consists of. ``since`` is the digest of all the rest: as long as it is the same, so is the copy."""
    contents = {
        "who": copy_key(person, session_key),
        "editions": row_digests(editions_for(person, now)),
        "retired": retired_rules(person, now),
        "whom": render_to_string("offline/_saved_whom.html", {"people": people_to_call(person)}),
        "batch": BATCH,
        "pages": [reverse("offline:page"), reverse("offline:queue")],
        "files": [staticfiles_storage.url(name) for name in (*ASSETS, "unsent_entries.js")],
    }
    roles = sorted(person.roles.values())
    frame = [Organisation.current().name, get_language(), person.name, person.is_admin, roles]
    return {**contents, "since": digest(canonical([contents, frame]))[:16]}
