"""How the example talks: a meaning put otherwise, one of its own, and who has read them."""

from datetime import datetime, timedelta

from policyhub.accounts.models import User
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as terms
from policyhub.glossary.terms import TermText

READERS = ("ada", "ana", "petra", "ravi", "sam")  # Mia has not come to it
STANDARD = TermText(
    "Standard",
    "A level of service that we promise each other and our customers, and check that we reach.",
    "We answer the phone within four rings.",
)
SHIFT_LEAD = TermText(
    "Shift lead",
    "The person with the red lanyard. When an option says “ask a lead”, ask them.",
    "Today's shift lead is on the board behind the desk.",
)


def agree_on_terms(people: dict[str, User], now: datetime) -> None:
    """Half a year ago they read them; a month ago Ada reworded one, and not everybody has read that yet."""
    glossary.add(SHIFT_LEAD, by=people["ada"], now=now - timedelta(days=180))
    confirm_terms(people, READERS, now - timedelta(days=170))
    glossary.reword("standard", STANDARD, version=0, by=people["ada"], now=now - timedelta(days=30))
    confirm_terms(people, READERS[:3], now - timedelta(days=25))


def confirm_terms(people: dict[str, User], names: tuple[str, ...], now: datetime) -> None:
    digest = terms.digest_of(terms.terms())
    for n, name in enumerate(names):
        glossary.confirm(digest, by=people[name], now=now + timedelta(hours=n))
