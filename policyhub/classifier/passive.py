"""Passives: English "be" with a participle, German "werden" with a Partizip II.

States are none: "the pool is closed" says how it is, "the pool is closed by the lead" who closes it. Precision comes
before finding all: a writer who is stopped for nothing turns the help off.
"""

import re
from collections.abc import Iterator, Sequence

from .prose import ProseWord

BE = frozenset("is are was were am be been being isn't aren't wasn't weren't".split())
BECOMING = frozenset("be been being".split())  # in "has been closed" and "must be closed" even a state is done
BETWEEN = frozenset(
    "not also only always never then still just first either both all often soon already again".split()
)
LY = re.compile(r"[^\W\d_]{3,}ly")
REGULAR = re.compile(r"[^\W\d_]{2,}[^\W_]ed(?<!eed)|(?:re|pre|un)?(?:freed|agreed|guaranteed)")
IRREGULAR = frozenset(
    """
    awarded begun bitten blown borne bought bound broken brought built burnt caught chosen cut dealt done drawn driven
    eaten fed felt forbidden forgotten forgiven fought found frozen given ground grown heard held hit hidden hurt kept
    laid led lent lost made meant met misled mistaken outgrown overridden overseen overtaken paid prepaid proven put
    read rebuilt redone repaid resold retaken rewritten ridden rung said seen sent set shaken shot shown shut sold
    sought spent split spoken spread stolen stricken struck stuck sung sworn taken taught told thought thrown
    torn understood undertaken undone unpaid upheld withdrawn withheld won worn woven written
    """.split()
)
# Behind is, are, was and were these tell a state
STATES = frozenset(
    """
    accustomed acquainted advanced afraid aged allowed amazed annoyed ashamed associated assigned authorised
    authorized aligned based biased bored bound broken certified closed committed complicated concerned confused
    connected convinced covered crowded dedicated delighted depressed derived designed determined devoted disabled
    disappointed divided done dressed due educated employed enabled encouraged engaged entitled equipped exhausted
    expected experienced exposed fixed forbidden frozen hidden hurt impressed inclined included indebted informed
    injured installed intended interested interrelated involved isolated intoxicated joined known left licensed
    licenced limited linked located lost married meant mistaken needed obliged obligated opposed organised
    organized outdated overwhelmed owed permitted pleased prepaid prepared prohibited proven qualified registered
    related relaxed reserved required respected restricted retired rushed satisfied scared sealed self-employed
    separated set settled shaped shut situated skilled sold specialised specialized split spoilt stuck suited
    supposed surprised suspended talented tailored tempted tired trained troubled unauthorised unauthorized
    unchanged undecided unemployed unexpected unfounded united unlimited unpaid unprepared unrelated unrestricted
    unused unwanted upset used valued varied worried wounded
    """.split()
)
# No participle at all
NONE = frozenset(
    """
    naked wicked sacred rugged ragged crooked beloved hundred kindred indeed need speed seed weed feed breed
    sibling-related so-called age-related work-related job-related above-mentioned
    """.split()
)


# What happened, or has to happen first: who does it is not the point
CONDITIONS = frozenset(
    "if when whenever wherever while once until unless after before whether "
    "wenn falls sobald bevor nachdem bis sofern ob".split()
)
STOPS = frozenset(",;:.!?()–")


def passives(tokens: Sequence[ProseWord], text: str, language: str) -> Iterator[tuple[int, int]]:
    """(from, to) of each passive among ``tokens``, those in a condition left out."""
    spans = german_passives(tokens, text) if language == "de" else english_passives(tokens)
    yield from (span for span in spans if not _is_condition(tokens, span[0], text))


def _is_condition(tokens: Sequence[ProseWord], at: int, text: str) -> bool:
    """Whether a condition began before, with no stop since; in German one may begin with the verb itself."""
    if at == 0 and tokens[0].text in WERDEN:
        return True
    for before in range(at, max(-1, at - 10), -1):
        if tokens[before].text in CONDITIONS:
            return True
        if before and STOPS.intersection(text[tokens[before - 1].end : tokens[before].start]):
            return False
    return False


def english_passives(tokens: Sequence[ProseWord]) -> Iterator[tuple[int, int]]:
    """(from, to) of each passive among ``tokens``."""
    for at, word in enumerate(tokens):
        if word.text not in BE or (at and tokens[at - 1].text == "there"):
            continue
        to = at + 1
        while to < len(tokens) and to < at + 4 and (tokens[to].text in BETWEEN or LY.fullmatch(tokens[to].text)):
            to += 1
        if to < len(tokens) and _is_passive(tokens, at, to):
            yield at, to + 1


def _is_passive(tokens: Sequence[ProseWord], at: int, to: int) -> bool:
    participle, following = tokens[to].text, tokens[to + 1].text if to + 1 < len(tokens) else ""
    if participle in NONE or not (participle in IRREGULAR or REGULAR.fullmatch(participle)):
        return False
    if participle in STATES and following != "by":
        return tokens[at].text in BECOMING and tokens[at].text != "be"
    return "-" not in participle


FURTHEST = 15  # words from "wird" to its participle
WERDEN = frozenset("wird werden wurde wurden werde wirst werdet würde würden worden".split())
SEPARABLE = (
    "ab an auf aus bei ein fest frei her hin los mit nach nieder vor weg weiter zu zurück zusammen um über unter "
    "durch bekannt bereit fort heim hervor heraus herein hinaus hinein hinzu statt teil sicher vorbei voraus wieder "
    "entgegen gegenüber gut richtig still da dar offen wahr außer"
).split()
PARTICIPLE = re.compile(
    rf"(?:{'|'.join(sorted(SEPARABLE, key=len, reverse=True))})?ge[^\W\d_]{{2,}}(?:t|en)"
    rf"|(?:{'|'.join(sorted(SEPARABLE, key=len, reverse=True))})?(?:be|ver|er|ent|zer|emp|miss)[^\W\d_]{{2,}}t"
    r"|(?:über|unter|wider|hinter|um|durch)[^\W\d_]{3,}t|[^\W\d_]{2,}iert"
)
STRONG = frozenset(
    """
    verboten beschrieben vorgeschrieben verschoben entschieden erhoben aufgehoben verloren verschlossen beschlossen
    übernommen unterschrieben unternommen entnommen bestohlen verstanden besprochen versprochen betroffen verworfen
    entworfen bewiesen verwiesen überwiesen angewiesen vertrieben verschrieben verbunden gebunden anerkannt benannt
    ernannt erkannt genannt bekanntgegeben übernommen überzogen bezogen entzogen vollzogen unterzogen verbracht
    erbracht beworben erworben getan gehalten behoben
    """.split()
)
INFINITIVES = re.compile(
    r".*(?:gehen|gelten|genießen|gewinnen|gehören|genügen|geschehen|gelingen|gestehen|gelangen|gedenken|gebühren)"
    r"|(?!.*gegeben).*geben|gestatten|gewähren|gestalten|gewährleisten|gefährden|genehmigen|gefallen|gedulden"
)
NO_PARTICIPLE = frozenset(
    """
    gerecht gesamt insgesamt bekannt überhaupt bestimmt geeignet gewohnt gewöhnt bereit beliebt berechtigt verpflichtet
    unbekannt gesund verwandt erst ernst entlang vielleicht genannt gegen geraten genauestens beraten genauen eigenen
    """.split()
)


def german_passives(tokens: Sequence[ProseWord], text: str) -> Iterator[tuple[int, int]]:
    """(from, to) of each passive: the participle beside its "werden", or at the end of the clause that has one."""
    for at, word in enumerate(tokens):
        if word.text not in WERDEN:
            continue
        if at and _is_participle(tokens[at - 1], text):
            yield at - 1, at + 1
        elif word.text != "worden" and (to := _end_of_clause(tokens, at, text)):
            yield at, to + 1


def _is_participle(word: ProseWord, text: str) -> bool:
    form = word.text
    if form in NO_PARTICIPLE or INFINITIVES.fullmatch(form) or not text[word.start].islower():
        return False
    return form in STRONG or bool(PARTICIPLE.fullmatch(form))


def _end_of_clause(tokens: Sequence[ProseWord], at: int, text: str) -> int:
    """The participle before the next comma, "und" or end; 0 if there is none, or further on than is held in mind."""
    for to in range(at + 1, min(len(tokens), at + FURTHEST)):
        last = to + 1 == len(tokens)
        ends_here = last or any(c in STOPS for c in text[tokens[to].end : tokens[to + 1].start])
        if ends_here or tokens[to + 1].text in {"und", "oder"}:
            if _is_participle(tokens[to], text):
                return to
            if ends_here:
                return 0
    return 0
