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
from policyhub.search.tokens import WORD, fold, index_text, query_terms

from .models import CustomerAddress, CustomerPage, CustomerPageQuerySet

OPENING_HEADING = re.compile(r"\A\s*#[ \t]+(\S.*?)[ \t#]*(?:\n|\Z)")  # a first line such as "# Where you can dive"
MARKDOWN_MARKS = re.compile(r"[*_`>#|~]+|\]\([^)]*\)|[\[\]]")
MAX_QUERY_WORDS, MAX_SYNONYMS, MAX_RESULTS = 8, 40, 50
LEAD_WORDS = 24  # words


@dataclass(frozen=True)
class CustomerText:
    """The texts of a customer page."""

    title: str
    text: str  # Markdown: how we do this, and why
    benefits: tuple[str, ...]
    instead: str
    next_time: str
    language: str

    @property
    def has_text(self) -> bool:
        """Somebody wrote a text for customers; without one there is no page, whatever else is written."""
        return bool(self.text.strip())

    @property
    def plain(self) -> str:
        """All of it, for the search and for whoever looks it over."""
        return "\n".join([self.title, self.text, *self.benefits, self.instead, self.next_time])

    @property
    def lead(self) -> str:
        return Truncator(Truncator(" ".join(MARKDOWN_MARKS.sub("", self.text).split())).words(LEAD_WORDS)).chars(300)


def customer_text_of(content: dict[str, Any]) -> CustomerText:
    """What customers may read of an edition's content, or a draft's. A text that begins with a heading of its own
    has that as its title; otherwise the title is the rule's."""
    text = content["customer_text"]
    heading = OPENING_HEADING.match(text)
    return CustomerText(
        title=heading[1][:200] if heading else content["title"],
        text=text[heading.end() :].strip() if heading else text.strip(),
        benefits=tuple(row["text"] for row in content["benefits"]),
        instead=content["instead"],
        next_time=content["next_time"],
        language=content["language"],
    )


def stored_text(page: CustomerPage) -> CustomerText:
    """The texts stored in a page's row."""
    fields = json.loads(page.said)
    return CustomerText(**fields | {"benefits": tuple(fields["benefits"])})


def screen_language(language: str) -> str:
    """The language of the words around a text: its own, where there is a catalogue."""
    return language if language in settings.SCREEN_LANGUAGES else "en"


# --- The rows ---


def refresh_pages(rule: Rule, now: datetime) -> None:
    """Make the pages of ``rule`` those of its editions that are in force or will be, while customers may read it."""
    CustomerPage.objects.filter(rule=rule).delete()
    CustomerAddress.objects.filter(rule=rule, since__gt=now).delete()
    if not rule.on_customer_page or rule.restricted:
        return
    not_over = Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts"))
    for edition in rule.editions.filter(not_over, state=State.APPROVED).order_by("starts"):
        customer_text = customer_text_of(edition.content_data)
        if customer_text.has_text and not edition.retires:
            assert edition.starts is not None  # a constraint sees to it that an approved edition has one
            address = address_for(rule, customer_text.title, max(now, edition.starts), CustomerAddress)
            CustomerPage.objects.create(edition=edition, rule=rule, address=address, **page_columns(customer_text))


def page_columns(customer_text: CustomerText) -> dict[str, str]:
    """The columns of a CustomerPage row."""
    return {
        "language": customer_text.language,
        "title": customer_text.title,
        "lead": customer_text.lead,
        "said": json.dumps(asdict(customer_text), ensure_ascii=False),
        "title_words": f" {index_text(customer_text.title, customer_text.language)} ",
        "words": f" {index_text(customer_text.plain, customer_text.language)} ",
    }


def address_for(rule: Any, title: str, since: datetime, addresses: type[Any]) -> Any:
    """The address of a page with this title: made of the title that customers read, never of the working text. What
    another rule has, or takes at the same moment, is its own for ever; then the rule's number goes with it."""
    slug, new = slugify(title)[:70].strip("-") or rule.reference.lower(), {"rule_id": rule.pk, "since": since}
    addresses_taken = (
        addresses.objects.get_or_create(slug=slug + end, defaults=new)[0] for end in _ends(rule.reference.lower())
    )
    return next(address for address in addresses_taken if address.rule_id == rule.pk)


def _ends(reference: str) -> Iterator[str]:
    yield ""
    yield f"-{reference}"
    yield from (f"-{reference}-{n}" for n in count(2))


# --- The search ---


def search_pages(pages: CustomerPageQuerySet, question: str) -> list[CustomerPage]:
    """The pages that say most of what is asked, best first; those that say less than half as much are left out."""
    scores = [_score(forms, synonyms_of([forms[0]])) for forms in query_terms(question)[:MAX_QUERY_WORDS]]
    scores += [
        _score((), synonyms) for synonyms in [synonyms_of(WORD.findall(fold(question)), phrases=True)] if synonyms
    ]
    if not scores:
        return []
    ranked = pages.annotate(score=sum(scores[1:], scores[0])).filter(score__gt=0).order_by("-score", "title", "pk")
    results: list[Any] = list(ranked[:MAX_RESULTS])
    return [page for page in results if page.score * 2 >= results[0].score]


def synonyms_of(tokens: list[str], *, phrases: bool = False) -> list[str]:
    """Synonyms of the tokens, or of the phrases that they form, from the list that PolicyHub ships. Synonyms that
    staff added are left out: customers never see those."""
    table = synonyms.starters()
    groups = (group for _at, length, group in table.terms_in(tokens[: 2 * MAX_QUERY_WORDS]) if (length > 1) == phrases)
    return sorted({" ".join(form) for group in groups for form in table.forms[group]})[:MAX_SYNONYMS]


def _score(forms: Sequence[str], synonyms: Sequence[str]) -> Any:
    """8 where a word of the title begins like one of ``forms``, 2 where another does; half for ``synonyms``."""
    weights = [(8, "title_words", forms), (4, "title_words", synonyms), (2, "words", forms), (1, "words", synonyms)]
    cases = [
        When(reduce(or_, (Q(**{f"{column}__contains": f" {form}"}) for form in alternatives)), then=Value(worth))
        for worth, column, alternatives in weights
        if alternatives
    ]
    score = Case(*cases, default=Value(0))
    score.output_field = IntegerField()
    return score
