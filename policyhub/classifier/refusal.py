"""Whether a text refuses something and offers nothing."""

import re
from collections.abc import Iterable, Sequence

from .features import folded
from .prose import Sentence

GIVE = "offer|accept|give|grant|refund|take|allow|permit|make|exchange|issue|replace|provide|lend|extend|change|waive|be able"
REFUSES = {
    "en": re.compile(
        rf"\b(?:(?:i|we) (?:can't|cannot|can not)\b|(?:i'm|i am|we're|we are) (?:not able|unable) to"
        rf"|(?:i|we) (?:do not|don't|won't|will not|no longer) (?:\w+ly )?(?:{GIVE})\b"
        r"|(?:you|customers|guests|members|visitors) (?:can't|cannot|can not|must not|may not)\b"
        r"|(?:can't|cannot|can not) be (?:refunded|returned|exchanged|transferred|changed|reversed|cancell?ed|redeemed|extended"
        r"|shipped|accepted|given|granted|made|waived|repaired)|(?<!/)not (?:be )?(?:allowed|permitted|possible|available|accepted"
        r"|refundable|refunded|exchanged|eligible)|(?:is|are) (?:strictly )?(?:forbidden|prohibited)"
        r"|(?<!-)no (?:refunds?|returns?|exchanges?|exceptions)\b|nothing (?:i|we) can do)"
    ),
    "de": re.compile(
        r"\b(?:nicht (?:möglich|erlaubt|gestattet|zulässig)|geht (?:leider )?nicht|(?:ist|sind) (?:streng(?:stens)? )?"
        r"(?:verboten|untersagt|ausgeschlossen)|(?:kann|können|darf|dürfen) (?:ich|wir|sie|ihnen|das|es|man)\b(?:"
        r" [\wäöüß]+){0,6} (?:nicht|kein(?:e|en|er)?)\b|(?:ich|wir|sie|man|kunden|gäste) (?:kann|können|darf|dürfen)(?:"
        r" [\wäöüß]+){0,6} (?:nicht|kein(?:e|en|er)?)\b|keine (?:rückgabe|erstattung|ausnahmen?|rücknahme)|nichts (?:machen|tun))"
    ),
}
SUPPOSED = re.compile(
    r"\b(?:if|when|where|whether|should|once|while|although|unless|so that|wenn|falls|sofern|sollte|ob)\b[^,:;.]*$"
)
OFFERS = {
    "en": re.compile(
        r"\b(?:(?<!nothing )(?<!more )(?<!else )(?:i|we|you|they) (?:can|could|will|may|might)\b(?!'t| not| never| only)|(?:i|we|you)'(?:ll|d)\b|instead|alternative(?:ly)?|"
        r"offer(?!s? (?:no|nothing))|would you|how about|let me|let us|let's|happy to|glad(?:ly)? to|here is|here's|try|choose|either"
        r"|welcome|gladly|contact|call us|ask|speak|talk to|please (?!do not|don't|note|be aware|understand|remember)|rather"
        r"|but|however|except|unless|without|only if|until|available (?:at|from|in|on|for)|we (?:have|keep|lend|give|hold|do|are)\b(?! not| no\b)"
        r"|free of charge|refund(?:s)? (?:within|for|if|of|the|your)|you(?:'re| are) (?:free|able|entitled)|do (?:so|this|that) (?:at|by|on)|use)\b"
    ),
    "de": re.compile(
        r"\b(?:stattdessen|statt dessen|gerne?|lieber|alternativ\w*|biete[nt]?|anbieten|angebot|möchten sie|wie wäre|vorschlag\w*|schlage"
        r"|aber|dafür|es sei denn|sobald|ohne|wenn sie|jedoch|außer|sondern|bitte|sprechen sie|fragen sie|rufen sie|wenden sie|nutzen sie|wählen\w*|entweder"
        r"|wir (?:haben|geben|zeigen|leihen|helfen|finden|tauschen|erstatten)|ich (?:gebe|zeige|helfe|suche|tausche|frage|hole))\b"
    ),
}
GERMAN_CAN = re.compile(r"\b(?:kann|können|könnten|dürfen|darf)\b")
GERMAN_NOT = re.compile(r"\b(?:nicht|nie|nichts|kein(?:e|en|er|em)?)\b")


def refused(text: str, read: Iterable[Sentence], language: str) -> tuple[int, int] | None:
    """Where ``text`` refuses first, if nothing in it offers anything."""
    plain = folded(text)
    first: tuple[int, int] | None = None
    for sentence in read:
        said = plain[sentence.start : sentence.end]
        refusal = next((m for m in REFUSES[language].finditer(said) if not SUPPOSED.search(said, 0, m.start())), None)
        if refusal and first is None:
            first = (sentence.start + refusal.start(), sentence.start + refusal.end())
        if offers(said, language, refusal is not None):
            return None
    return first


def offers(said: str, language: str, refuses: bool) -> bool:
    if OFFERS[language].search(said):
        return True
    return language == "de" and not refuses and bool(GERMAN_CAN.search(said)) and not GERMAN_NOT.search(said)
