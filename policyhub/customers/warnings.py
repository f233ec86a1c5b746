"""What had better not stand where customers read it: amounts that are a limit, names of staff, the word "policy".

For whoever writes it is advice, never a block. Where a screen is turned to a customer at the counter, ``fit_to_show``
leaves out each piece in which one of these is found: nobody looks that over beforehand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from policyhub.accounts.models import Team, User
from policyhub.authoring.advice import ADVICE
from policyhub.classifier import advise

from .pages import CustomerText

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d{1,2})?(?![\d])")
MONEY = re.compile(r"\A\s*(?:pounds?|euros?|dollars?|francs?|eur|gbp|usd|chf|p\.)(?!\w)", re.IGNORECASE)
POLICY = re.compile(r"(?i)\b(?:polic(?:y|ies)|richtlinien?|vorschrift(?:en)?)\b")
WARNED_KINDS = ("refusal", "policy", "blame", "shouting")  # of the writing help; the others are about ease
# Names that are words as well, so that they are seen only in one piece with the rest of the name
ALSO_WORDS = frozenset(
    """
    Will Mark May June April August Rose Grace Hope Joy Faith Summer Dean Frank Art Bill Grant Chase Drew Rob Sue Pat
    Long Short Young Brown White Black Green Grey King Day Best Little Rich Pool Park Hall West North Wood Ernst Licht
    """.split()
)
MAX_NAME_WORDS = 5  # words


@dataclass(frozen=True)
class InternalDetails:
    """Details of a rule that are for staff alone and can be recognised in a text."""

    amounts: frozenset[str]  # of the limits, such as "40" and "12.5"
    currency: str
    phrases: tuple[str, ...]  # limits in words, and who may grant
    names: dict[str, str]  # how somebody may be called, in lower case, to the name
    parts: dict[str, str]  # the same of one part of the name, as it is written
    teams: tuple[str, ...] = ()


def internal_details(content: dict[str, Any]) -> InternalDetails:
    """The details of an edition's content, and of people and teams, that only staff should read. Two queries."""
    options = [option for situation in content["situations"] for option in situation["options"]]
    phrases = [text for o in options for text in (o["limit_words"], o["grantor_name"]) if len(text.split()) > 1]
    names = {*User.objects.values_list("name", flat=True), *filter(None, [content["owner"], content["decided_by"]])}
    parts = {part: name for name in names for part in WORD.findall(name) if len(part) > 2 and part[0].isupper()}
    return InternalDetails(
        frozenset(plain_amount(o["limit_amount"]) for o in options if o["limit_amount"]),
        content["organisation"]["currency"],
        tuple(" ".join(phrase.split()).casefold() for phrase in phrases),
        {" ".join(WORD.findall(name)).casefold(): name for name in names},
        {part: name for part, name in parts.items() if part not in ALSO_WORDS},
        tuple(Team.objects.values_list("name", flat=True)),
    )


def plain_amount(amount: str) -> str:
    """ "40.00" and "40,0" as "40"."""
    whole, _dot, decimals = amount.replace(",", ".").partition(".")
    return f"{whole.lstrip('0') or '0'}.{decimals.rstrip('0')}".rstrip(".")


def limits_in(text: str, internal: InternalDetails) -> Iterator[str]:
    """Amounts of money that are a limit, and limits in words."""
    signs = {"£", "€", "$", internal.currency} - {""}
    for match in NUMBER.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        money = before.endswith(tuple(signs)) or after.lstrip().startswith(tuple(signs)) or MONEY.match(after)
        if money and plain_amount(match[0]) in internal.amounts:
            yield match[0]
    folded = " ".join(text.split()).casefold()
    yield from (phrase for phrase in internal.phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded))


def people_in(text: str, internal: InternalDetails) -> Iterator[str]:
    """Whom ``text`` names, by the whole name or by a part of it."""
    words_of_text = WORD.findall(text)
    for length in range(1, MAX_NAME_WORDS + 1):
        for start in range(len(words_of_text) - length + 1):
            name = internal.names.get(" ".join(words_of_text[start : start + length]).casefold())
            if name and (length > 1 or words_of_text[start] == name):
                yield name
    yield from (internal.parts[word] for word in words_of_text if word in internal.parts)


def teams_in(text: str, internal: InternalDetails) -> Iterator[str]:
    """Teams of several words; those of one, such as Pool, only where they stand with the word team."""
    for team in internal.teams:
        name = re.escape(team)
        pattern = rf"\b{name}\b" if " " in team else rf"\b(?:team {name}|{name}[ -]team)\b"
        if re.search(pattern, text, re.IGNORECASE):
            yield team


# --- For whoever writes ---


def warnings(customer_text: CustomerText, internal: InternalDetails) -> list[str]:
    """What to look at again before customers read this, each in a sentence."""
    plain = customer_text.plain
    messages = [_("It names %(name)s.") % {"name": name} for name in dict.fromkeys(people_in(plain, internal))]
    messages += [_("It names the team %(name)s.") % {"name": name} for name in teams_in(plain, internal)]
    limits = dict.fromkeys(limits_in(plain, internal))
    messages += [_("“%(words)s” is an option's limit. Staff need it; customers don't.") % {"words": w} for w in limits]
    messages += list(dict.fromkeys(_advice(customer_text)))
    if not (customer_text.instead or customer_text.next_time):
        messages.append(_("It doesn't say yet what you can do for them instead, or what to expect next time."))
    return messages


def _advice(customer_text: CustomerText) -> Iterator[str]:
    fields = [
        ("customer_text", customer_text.text),
        ("instead", customer_text.instead),
        ("next_time", customer_text.next_time),
    ]
    for field, text in [*fields, *(("customer_text", benefit) for benefit in customer_text.benefits)]:
        for remark in advise(
            text, field=field, language=customer_text.language, instead=customer_text.instead or customer_text.text
        ):
            if remark.kind in WARNED_KINDS:
                yield f"“{remark.excerpt}”: {ADVICE[remark.kind].says}"
    for remark in POLICY.findall(customer_text.plain):
        yield _("“%(words)s” sounds like a refusal. Say how you do it, and why.") % {"words": remark}


# --- For a screen that is turned to a customer ---


def is_fit(text: str, internal: InternalDetails) -> bool:
    """No limit, nobody's name, and not the word policy."""
    unfit = POLICY.search(text) or next(limits_in(text, internal), "") or next(people_in(text, internal), "")
    return not unfit


def fit_to_show(customer_text: CustomerText, say_it: str, internal: InternalDetails) -> CustomerText:
    """What may be shown at the counter: the same words without the pieces that are not fit; where nothing is written
    for customers, what staff would say."""
    fit = replace(
        customer_text,
        title=customer_text.title if is_fit(customer_text.title, internal) else "",
        text="\n\n".join(_fit(re.split(r"\n\s*\n", customer_text.text), internal)),
        benefits=tuple(_fit(customer_text.benefits, internal)),
        instead="".join(_fit([customer_text.instead], internal)),
        next_time="".join(_fit([customer_text.next_time], internal)),
    )
    if fit.text or fit.benefits or fit.instead or fit.next_time:
        return fit
    return replace(fit, text="".join(_fit([say_it], internal)))


def _fit(pieces: Iterable[str], internal: InternalDetails) -> Iterator[str]:
    yield from (piece for piece in pieces if is_fit(piece, internal))
