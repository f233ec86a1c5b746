"""What staff of the example tell back with taps: options offered, what helps, what gets in the way."""

from datetime import datetime, timedelta
from uuid import UUID

from policyhub.accounts.models import User
from policyhub.feedback.actions import taps
from policyhub.feedback.models import OptionUse
from policyhub.feedback.pulse import count
from policyhub.registry.models import Edition, Rule

CONTENT, NOT_CONTENT = OptionUse.Outcome.CONTENT, OptionUse.Outcome.NOT_CONTENT
OFFERED = [  # title, place of the situation, of the option, how often, of every five so many content and not content
    ("Refund after the thirty days", 0, 0, 14, 4, 0),
    ("Refund after the thirty days", 0, 1, 6, 2, 2),
    ("Course refund", 0, 0, 9, 3, 1),
    ("Course refund", 0, 1, 4, 1, 1),
    ("Missed swimming lesson", 0, 0, 11, 4, 0),
    ("Shipping credit when our parcel is late", 0, 0, 5, 2, 1),
    ("Exchange without a receipt", 0, 0, 8, 3, 1),
    ("Exchange without a receipt", 0, 1, 3, 0, 2),
]
IN_THE_WAY = [  # title, who, days ago, why
    (
        "Bringing food into the café",
        "sam",
        71,
        "Parents think a baby's bottle isn't welcome, and turn round at the door.",
    ),
    ("Bringing food into the café", "mia", 40, ""),
    (
        "Bringing food into the café",
        "ravi",
        8,
        "It doesn't say whether a meal deal from the supermarket is a whole meal.",
    ),
    ("Last entry", "sam", 84, "People who come at twenty-five past eight don't know about the short-swim price."),
    ("Identity check before membership details", "ravi", 33, "People who call about their own course get annoyed."),
    ("Identity check before membership details", "sam", 12, "Twice today. Neither of them had their card."),
    ("Identity check before membership details", "petra", 9, ""),
    ("Identity check before membership details", "mia", 3, "I know the regulars and still have to ask."),
    ("Children under eight swim with an adult", "mia", 20, "Grandparents ask why one adult can't watch three."),
]
HELPED = [  # title, who, how often
    ("No diving in the shallow end", "mia", 6),
    ("Refund after the thirty days", "sam", 5),
    ("Missed swimming lesson", "ravi", 4),
    ("Call transfer", "sam", 3),
]
FINE = {  # title: who feels fine enforcing it, and who does not
    "No diving in the shallow end": ("ada ana petra mia sam", "ravi"),
    "Identity check before membership details": ("ada ana", "ravi sam mia petra"),
    "Children under eight swim with an adult": ("ana petra mia", "sam ravi"),
    "Walking on poolside": ("petra mia", "sam"),  # too few to be shown
}


def tap_through_the_months(people: dict[str, User], now: datetime) -> None:
    for n, (title, situation, option, times, good, bad) in enumerate(OFFERED):
        for turn in range(times):
            when = now - timedelta(days=2 + (turn * 5 + n * 3) % 80, hours=1 + n % 9)
            offer(title, (situation, option), people["sam" if turn % 2 else "ravi"], when, turn % 5, good, bad)
    for title, who, days, why in IN_THE_WAY:
        when = now - timedelta(days=days, hours=3)
        signal = taps.record_friction(edition_at(title, when), taps.DeviceStamp(), by=people[who], now=when)
        if why:
            taps.set_reason(signal, why, by=people[who], now=when)
    for title, who, times in HELPED:
        for turn in range(times):
            when = now - timedelta(days=1 + turn * 9, hours=2)
            taps.record_helped(edition_at(title, when), taps.DeviceStamp(), by=people[who], now=when)
    record_confidence(people, now)


def edition_at(title: str, when: datetime) -> Edition:
    edition = Rule.objects.get(title=title).edition_at(when)
    assert edition is not None, title
    return edition


def offer(
    title: str, position: tuple[int, int], who: User, when: datetime, turn: int, good: int, bad: int
) -> OptionUse:
    """One use, and in a few cases what came of it: of every five the first are content, the next are not."""
    edition = edition_at(title, when)
    situation = edition.content_data["situations"][position[0]]
    keys = UUID(situation["key"]), UUID(situation["options"][position[1]]["key"])
    use = taps.record_offer(edition, *keys, taps.DeviceStamp(), by=who, now=when)
    if turn < good + bad:
        outcome = CONTENT if turn < good else NOT_CONTENT
        use = taps.record_outcome(use, outcome, by=who, now=when + timedelta(minutes=4))
    return use


def record_confidence(people: dict[str, User], now: datetime) -> None:
    when = now - timedelta(days=16)
    for title, answers in FINE.items():
        for fine, names in zip((True, False), answers, strict=True):
            for name in names.split():
                taps.answer_pulse(edition_at(title, when), fine, by=people[name], now=when)
    count(now)
