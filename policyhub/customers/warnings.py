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

from .pages import ForCustomers

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d{1,2})?(?![\d])")
MONEY = re.compile(r"\A\s*(?:pounds?|euros?|dollars?|francs?|eur|gbp|usd|chf|p\.)(?!\w)", re.IGNORECASE)
POLICY = re.compile(r"(?i)\b(?:polic(?:y|ies)|richtlinien?|vorschrift(?:en)?)\b")
SHOWN_KINDS = ("refusal", "policy", "blame", "shouting")  # of the writing help; the others are about ease
# Names that are words as well, so that they are seen only in one piece with the rest of the name
ALSO_WORDS = frozenset(
    """
    Will Mark May June April August Rose Grace Hope Joy Faith Summer Dean Frank Art Bill Grant Chase Drew Rob Sue Pat
    Long Short Young Brown White Black Green Grey King Day Best Little Rich Pool Park Hall West North Wood Ernst Licht
    """.split()
)
LONGEST_NAME = 5  # words


@dataclass(frozen=True)
class Inside:
    """What of a rule is for staff alone, as far as it can be recognised in a text."""

    amounts: frozenset[str]  # of the limits, such as "40" and "12.5"
    currency: str
    phrases: tuple[str, ...]  # limits in words, and who may grant
    names: dict[str, str]  # how somebody may be called, in lower case, to the name
    parts: dict[str, str]  # the same of one part of the name, as it is written
    teams: tuple[str, ...] = ()


def inside(said: dict[str, Any]) -> Inside:
    """What of this content, and of the house, is for staff alone. Two queries."""
    options = [option for situation in said["situations"] for option in situation["options"]]
    phrases = [text for o in options for text in (o["limit_words"], o["grantor_name"]) if len(text.split()) > 1]
    names = {*User.objects.values_list("name", flat=True), *filter(None, [said["owner"], said["decided_by"]])}
    parts = {part: name for name in names for part in WORD.findall(name) if len(part) > 2 and part[0].isupper()}
    return Inside(
        frozenset(plain_amount(o["limit_amount"]) for o in options if o["limit_amount"]),
        said["organisation"]["currency"],
        tuple(" ".join(phrase.split()).casefold() for phrase in phrases),
        {" ".join(WORD.findall(name)).casefold(): name for name in names},
        {part: name for part, name in parts.items() if part not in ALSO_WORDS},
        tuple(Team.objects.values_list("name", flat=True)),
    )


def plain_amount(amount: str) -> str:
    """ "40.00" and "40,0" as "40"."""
    whole, _dot, rest = amount.replace(",", ".").partition(".")
    return f"{whole.lstrip('0') or '0'}.{rest.rstrip('0')}".rstrip(".")


def limits_in(text: str, known: Inside) -> Iterator[str]:
    """Amounts of money that are a limit, and limits in words."""
    signs = {"£", "€", "$", known.currency} - {""}
    for found in NUMBER.finditer(text):
        before, after = text[: found.start()].rstrip(), text[found.end() :]
        money = before.endswith(tuple(signs)) or after.lstrip().startswith(tuple(signs)) or MONEY.match(after)
        if money and plain_amount(found[0]) in known.amounts:
            yield found[0]
    plain = " ".join(text.split()).casefold()
    yield from (phrase for phrase in known.phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain))


def people_in(text: str, known: Inside) -> Iterator[str]:
    """Whom ``text`` names, by the whole name or by a part of it."""
    words = WORD.findall(text)
    for length in range(1, LONGEST_NAME + 1):
        for at in range(len(words) - length + 1):
            name = known.names.get(" ".join(words[at : at + length]).casefold())
            if name and (length > 1 or words[at] == name):
                yield name
    yield from (known.parts[word] for word in words if word in known.parts)


def teams_in(text: str, known: Inside) -> Iterator[str]:
    """Teams of several words; those of one, such as Pool, only where they stand with the word team."""
    for team in known.teams:
        name = re.escape(team)
        told = rf"\b{name}\b" if " " in team else rf"\b(?:team {name}|{name}[ -]team)\b"
        if re.search(told, text, re.IGNORECASE):
            yield team


# --- For whoever writes ---


def warnings(told: ForCustomers, known: Inside) -> list[str]:
    """What to look at again before customers read this, each in a sentence."""
    text = told.plain
    found = [_("It names %(name)s.") % {"name": name} for name in dict.fromkeys(people_in(text, known))]
    found += [_("It names the team %(name)s.") % {"name": name} for name in teams_in(text, known)]
    limits = dict.fromkeys(limits_in(text, known))
    found += [_("“%(words)s” is an option's limit. Staff need it; customers don't.") % {"words": w} for w in limits]
    found += list(dict.fromkeys(_advice(told)))
    if not (told.instead or told.next_time):
        found.append(_("It doesn't say yet what you can do for them instead, or what to expect next time."))
    return found


def _advice(told: ForCustomers) -> Iterator[str]:
    said = [("customer_text", told.text), ("instead", told.instead), ("next_time", told.next_time)]
    for field, text in [*said, *(("customer_text", benefit) for benefit in told.benefits)]:
        for one in advise(text, field=field, language=told.language, instead=told.instead or told.text):
            if one.kind in SHOWN_KINDS:
                yield f"“{one.words}”: {ADVICE[one.kind].says}"
    for one in POLICY.findall(told.plain):
        yield _("“%(words)s” sounds like a refusal. Say how you do it, and why.") % {"words": one}


# --- For a screen that is turned to a customer ---


def is_fit(text: str, known: Inside) -> bool:
    """No limit, nobody's name, and not the word policy."""
    told = POLICY.search(text) or next(limits_in(text, known), "") or next(people_in(text, known), "")
    return not told


def fit_to_show(told: ForCustomers, say_it: str, known: Inside) -> ForCustomers:
    """What may be shown at the counter: the same words without the pieces that are not fit; where nothing is written
    for customers, what staff would say."""
    fit = replace(
        told,
        title=told.title if is_fit(told.title, known) else "",
        text="\n\n".join(_fit(re.split(r"\n\s*\n", told.text), known)),
        benefits=tuple(_fit(told.benefits, known)),
        instead="".join(_fit([told.instead], known)),
        next_time="".join(_fit([told.next_time], known)),
    )
    if fit.text or fit.benefits or fit.instead or fit.next_time:
        return fit
    return replace(fit, text="".join(_fit([say_it], known)))


def _fit(pieces: Iterable[str], known: Inside) -> Iterator[str]:
    yield from (piece for piece in pieces if is_fit(piece, known))
