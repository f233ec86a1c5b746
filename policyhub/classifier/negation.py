"""No, in its two troublesome forms: a refusal that offers nothing, and two negatives that make a yes."""

import re
from collections.abc import Iterable, Iterator, Sequence

from .features import folded
from .prose import ProseWord, Sentence


def any_of(lines: str) -> re.Pattern[str]:
    """A pattern that begins at a word and is any of ``lines``."""
    return re.compile(rf"\b(?:{'|'.join(line.strip() for line in lines.strip().splitlines())})")


# A refusal that offers nothing

NO_LONGER = "(?:do not|don't|won't|will not|no longer)"
REFUSES = {
    "en": any_of(rf"""
        (?:i|we) (?:can't|cannot|can not)\b(?! (?:wait|thank|imagine|believe|recommend))
        (?:i'm|i am|we're|we are) (?:not able|unable) to
        (?:i|we) {NO_LONGER} (?:\w+ly )?(?:offer|accept|give|grant|refund|take|allow|permit|make|exchange|issue)\b
        (?:i|we) {NO_LONGER} (?:\w+ly )?(?:replace|provide|lend|extend|change|waive|be able)\b
        (?:you|customers|guests|members|visitors) (?:can't|cannot|can not|must not|may not)\b
        (?:can't|cannot|can not) be (?:refunded|returned|exchanged|transferred|changed|reversed|cancell?ed|redeemed)\b
        (?:can't|cannot|can not) be (?:extended|shipped|accepted|given|granted|made|waived|repaired)\b
        (?<!/)not (?:be )?(?:allowed|permitted|possible|available|accepted|refundable|refunded|exchanged|eligible)\b
        (?:is|are) (?:strictly )?(?:forbidden|prohibited)\b
        (?<!-)no (?:refunds?|returns?|exchanges?|exceptions)\b
        nothing (?:i|we) can do\b
    """),
    "de": any_of(r"""
        nicht (?:möglich|erlaubt|gestattet|zulässig)\b
        geht (?:leider )?nicht\b
        (?:ist|sind) (?:streng(?:stens)? )?(?:verboten|untersagt|ausgeschlossen)\b
        (?:kann|können|darf|dürfen) (?:ich|wir|sie|ihnen|das|es|man)\b(?: \w+){0,6} (?:nicht|kein(?:e|en|er)?)\b
        (?:ich|wir|sie|man|kunden|gäste) (?:kann|können|darf|dürfen)(?: \w+){0,6} (?:nicht|kein(?:e|en|er)?)\b
        keine (?:rückgabe|erstattung|ausnahmen?|rücknahme)\b
        nichts (?:machen|tun)\b
    """),
}
# "If we cannot find it, ..." refuses nothing yet
SUPPOSED = re.compile(
    r"\b(?:if|when|where|whether|should|once|while|although|unless|so that|wenn|falls|sofern|sollte|ob)\b[^,:;.]*$"
)
OFFERS = {
    "en": any_of(r"""
        (?<!nothing )(?<!more )(?<!else )(?:i|we|you|they) (?:can|could|will|may|might)\b(?!'t| not| never| only)
        (?:i|we|you)'(?:ll|d)\b
        (?:instead|alternative(?:ly)?|would you|how about|let me|let us|let's|happy to|glad(?:ly)?|here is|here's)\b
        offer(?!s? (?:no|nothing))
        (?:try|choose|use|either|rather|welcome|contact|call us|ask|speak to|speak with|talk to)\b
        please (?!do not|don't|note|be aware|understand|remember)
        (?:but|however|except|unless|without|only if|until)\b
        available (?:at|from|in|on|for)\b
        we (?:have|keep|lend|give|hold|do|are)\b(?! not| no\b)
        (?:free of charge|refunds? (?:within|for|if|of|the|your)|you(?:'re| are) (?:free|able|entitled))\b
        do (?:so|this|that) (?:at|by|on)\b
    """),
    "de": any_of(r"""
        (?:stattdessen|statt dessen|gerne?|lieber|alternativ\w*|biete[nt]?|anbieten|angebot|vorschlag\w*|schlage)\b
        (?:möchten sie|wie wäre|sprechen sie|fragen sie|rufen sie|wenden sie|nutzen sie|wählen\w*|entweder|bitte)\b
        (?:aber|dafür|jedoch|außer|sondern|es sei denn|sobald|ohne|wenn sie)\b
        wir (?:haben|geben|zeigen|leihen|helfen|finden|tauschen|erstatten)\b
        ich (?:gebe|zeige|helfe|suche|tausche|frage|hole)\b
    """),
}
GERMAN_CAN = re.compile(r"\b(?:kann|können|könnten|dürfen|darf)\b")
GERMAN_NOT = re.compile(r"\b(?:nicht|nie|nichts|kein(?:e|en|er|em)?)\b")


def find_refusal(text: str, parsed: Iterable[Sentence], language: str) -> tuple[int, int] | None:
    """Where ``text`` refuses first, if nothing in it offers anything."""
    plain = folded(text)
    first: tuple[int, int] | None = None
    for sentence in parsed:
        sentence_text = plain[sentence.start : sentence.end]
        matches = REFUSES[language].finditer(sentence_text)
        refusal = next((m for m in matches if not SUPPOSED.search(sentence_text, 0, m.start())), None)
        if refusal and first is None:
            first = (sentence.start + refusal.start(), sentence.start + refusal.end())
        if offers_something(sentence_text, language, refusal is not None):
            return None
    return first


def offers_something(sentence: str, language: str, refuses: bool) -> bool:
    """Whether a sentence offers something; in German "können" without "nicht" does."""
    if OFFERS[language].search(sentence):
        return True
    return language == "de" and not refuses and bool(GERMAN_CAN.search(sentence)) and not GERMAN_NOT.search(sentence)


# Two negatives

NO = r"(?:not|never|cannot|\w+n't)"
UN = (
    "(?:un(?:usual(?:ly)?|common(?:ly)?|like(?:ly)?|reasonabl[ey]|able|fair(?:ly)?|welcome|known|aware|happy|important)"
    "|un(?:clear|necessar(?:y|ily)|safe|just|expected|lawful(?:ly)?|true|willing|friendly|familiar|justified|related)"
    "|impossible|insignificant|inconsistent|incorrect|irrelevant|illegal|dissimilar|inappropriate|infrequent(?:ly)?)"
)
NICHT_UN = "unüblich unwahrscheinlich unerheblich unwichtig unmöglich unbekannt ungewöhnlich unberechtigt unzulässig"
DOUBLE = {
    "en": any_of(rf"""
        {NO} (?:{UN}|without|fail to)\b
        (?:{NO}|no) (?:\w+ ){{1,7}}unless\b
        {NO} (?:\w+ ){{0,3}}(?:nobody|nothing|nowhere|none)\b
        no (?:fewer|less) than\b
    """),
    "de": any_of(rf"""
        nicht (?:(?:{NICHT_UN.replace(" ", "|")}|unangemessen|unwesentlich|unproblematisch)\w{{0,2}}|ohne weiteres)\b
        (?:nicht|kein(?:e|en|er|em|es)?) (?:\w+ ){{0,8}}es sei denn\b
        (?:nicht|nie|niemals) (?:\w+ ){{0,3}}(?:niemand|nichts)\b
    """),
}


def double_negatives(tokens: Sequence[ProseWord], language: str) -> Iterator[tuple[int, int]]:
    """Where two negatives stand together in a sentence."""
    joined = " ".join(word.text for word in tokens)
    for m in DOUBLE[language].finditer(joined):
        first, last = joined.count(" ", 0, m.start()), joined.count(" ", 0, m.end())
        yield tokens[first].start, tokens[last].end
