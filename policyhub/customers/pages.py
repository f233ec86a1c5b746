"""What customers read of a rule: which of its words, and the rows that hold them while they may be read.

Of all that an edition holds, four things are written for customers' eyes: the text for customers, how the rule serves
them, what we offer instead, and what to expect next time. ``for_customers`` picks these; nothing else is ever shown.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.text import Truncator, slugify

from policyhub.registry.models import Rule
from policyhub.registry.models.edition import State
from policyhub.search import synonyms
from policyhub.search.tokens import WORD, asked, fold, indexed

from .models import CustomerAddress, CustomerPage, CustomerPageQuerySet

OWN_TITLE = re.compile(r"\A\s*#[ \t]+(\S.*?)[ \t#]*(?:\n|\Z)")  # a first line such as "# Where you can dive"
MARKS = re.compile(r"[*_`>#|~]+|\]\([^)]*\)|[\[\]]")
MOST_WORDS, MOST_ALIKE, MOST_FOUND = 8, 40, 50
LEAD = 24  # words


@dataclass(frozen=True)
class ForCustomers:
    """The words of a page, part by part."""

    title: str
    text: str  # Markdown: how we do this, and why
    benefits: tuple[str, ...]
    instead: str
    next_time: str
    language: str

    @property
    def is_told(self) -> bool:
        """Somebody wrote a text for customers; without one there is no page, whatever else is written."""
        return bool(self.text.strip())

    @property
    def plain(self) -> str:
        """All of it, for the search and for whoever looks it over."""
        return "\n".join([self.title, self.text, *self.benefits, self.instead, self.next_time])

    @property
    def lead(self) -> str:
        return Truncator(Truncator(" ".join(MARKS.sub("", self.text).split())).words(LEAD)).chars(300)


def for_customers(said: dict[str, Any]) -> ForCustomers:
    """What customers may read of an edition's content, or a draft's. A text that begins with a heading of its own
    has that as its title; otherwise the title is the rule's."""
    text = said["customer_text"]
    heading = OWN_TITLE.match(text)
    return ForCustomers(
        title=heading[1][:200] if heading else said["title"],
        text=text[heading.end() :].strip() if heading else text.strip(),
        benefits=tuple(row["text"] for row in said["benefits"]),
        instead=said["instead"],
        next_time=said["next_time"],
        language=said["language"],
    )


def read(page: CustomerPage) -> ForCustomers:
    """The words that a row holds."""
    kept = json.loads(page.said)
    return ForCustomers(**kept | {"benefits": tuple(kept["benefits"])})


def screen_language(language: str) -> str:
    """The language of the words around a text: its own, where there is a catalogue."""
    return language if language in settings.SCREEN_LANGUAGES else "en"


# --- The rows ---


def refresh(rule: Rule, now: datetime) -> None:
    """Make the pages of ``rule`` those of its editions that are in force or will be, while customers may read it."""
    CustomerPage.objects.filter(rule=rule).delete()
    CustomerAddress.objects.filter(rule=rule, since__gt=now).delete()
    if not rule.on_customer_page or rule.restricted:
        return
    going_on = Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts"))
    for edition in rule.editions.filter(going_on, state=State.APPROVED).order_by("starts"):
        told = for_customers(edition.said)
        if told.is_told and not edition.retires:
            assert edition.starts is not None  # a constraint sees to it that an approved edition has one
            address = address_for(rule, told.title, max(now, edition.starts), CustomerAddress)
            CustomerPage.objects.create(edition=edition, rule=rule, address=address, **columns(told))


def columns(told: ForCustomers) -> dict[str, str]:
    """What a row keeps of the words of a page."""
    return {
        "language": told.language,
        "title": told.title,
        "lead": told.lead,
        "said": json.dumps(asdict(told), ensure_ascii=False),
        "title_words": f" {indexed(told.title, told.language)} ",
        "words": f" {indexed(told.plain, told.language)} ",
    }


def address_for(rule: Any, title: str, since: datetime, addresses: type[Any]) -> Any:
    """The address of a page with this title: made of the title that customers read, never of the working text. What
    another rule has, or takes at the same moment, is its own for ever; then the rule's number goes with it."""
    slug, new = slugify(title)[:70].strip("-") or rule.reference.lower(), {"rule_id": rule.pk, "since": since}
    there = (
        addresses.objects.get_or_create(slug=slug + end, defaults=new)[0] for end in _ends(rule.reference.lower())
    )
    return next(address for address in there if address.rule_id == rule.pk)


def _ends(reference: str) -> Iterator[str]:
    yield ""
    yield f"-{reference}"
    yield from (f"-{reference}-{n}" for n in count(2))


# --- The search ---


def search(pages: CustomerPageQuerySet, question: str) -> list[CustomerPage]:
    """The pages that say most of what is asked, best first; those that say less than half as much are left out."""
    scores = [_score(forms, stand_for([forms[0]])) for forms in asked(question)[:MOST_WORDS]]
    scores += [_score((), some) for some in [stand_for(WORD.findall(fold(question)), phrases=True)] if some]
    if not scores:
        return []
    ranked = pages.annotate(score=sum(scores[1:], scores[0])).filter(score__gt=0).order_by("-score", "title", "pk")
    found: list[Any] = list(ranked[:MOST_FOUND])
    return [page for page in found if page.score * 2 >= found[0].score]


def stand_for(words: list[str], *, phrases: bool = False) -> list[str]:
    """What may stand for the words, or for the phrases of which they are made, by the list that PolicyHub comes with:
    what staff say of words is for staff."""
    table = synonyms.starters()
    groups = (group for _at, many, group in table.said(words[: 2 * MOST_WORDS]) if (many > 1) == phrases)
    return sorted({" ".join(form) for group in groups for form in table.forms[group]})[:MOST_ALIKE]


def _score(forms: Sequence[str], alike: Sequence[str]) -> Any:
    """8 where a word of the title begins like one of ``forms``, 2 where another does; half as much for ``alike``."""
    where = [(8, "title_words", forms), (4, "title_words", alike), (2, "words", forms), (1, "words", alike)]
    found = [
        When(reduce(or_, (Q(**{f"{column}__contains": f" {one}"}) for one in some)), then=Value(worth))
        for worth, column, some in where
        if some
    ]
    there = Case(*found, default=Value(0))
    there.output_field = IntegerField()
    return there
