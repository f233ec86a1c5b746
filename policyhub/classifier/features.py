"""What is looked at in a clause: its words and pairs of words, its cues, its shape, and the verb that carries it.

A feature is a name and the span of text it was seen in, as ``{"cue must": (4, 8)}``, in characters of the clause.
Features of the whole clause, such as its length, have the span (0, 0).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from .cues import CUES, GERMAN_MODALS, SUBJECT_OF
from .verbs import VERBS

Span = tuple[int, int]
Features = dict[str, Span]
WHOLE: Span = (0, 0)

TOKEN = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|\d+(?:[.,:]\d+)*|[$£€%?!:;]")
MODAL = re.compile(
    r"\b(must|shall|will|may|can|should|could|might|would|needs?|cannot|is|are|was|were|has|have|do|does|be)\b"
    r"( not|n't| never| only| also)?"
)
CARRIER = re.compile(
    r"\b(must|shall|will|may|can|should|could|might|would|needs? to|ha(?:ve|s) to|cannot|can't|won't|don't|doesn't"
    r"|isn't|aren't|is|are|was|were|has|have|had|do|does|did)\b"
    r"(?:\s+(not|never|only|also|always|generally|usually|typically|normally|automatically|then)\b)?"
)
GERMAN_CARRIER = re.compile(
    rf"\b({'|'.join(GERMAN_MODALS)})\b(?:.{{0,60}}?\b(nicht|nie|niemals|kein\w*)\b)?", re.DOTALL
)
INFINITIVE = re.compile(r"\b\w+en\W*$")
BULLET = re.compile(r"\s*(?:\(?\d+[.)]|\(?[a-z][.)]|[-*•])\s+")
LABEL = re.compile(r"([^:.]{2,60}):\s+\S")
SUBORDINATE = re.compile(
    r"(if|when|whenever|where|wherever|while|once|after|before|unless|in case|in the event|upon|during|for|as|since"
    r"|because|until|although|though|even if|should|in order to|to|by|with|at|on|in|due to|depending on|given|except"
    r"|provided|without|wenn|falls|sofern|sobald|bei|im falle|nach|vor|während|bevor|nachdem)\b"
)
BEFORE_A_VERB = frozenset(
    "please always never also then and or instead simply just kindly first immediately only next finally second third "
    "carefully promptly regularly where gently do not don't again clearly politely quickly fully actively directly "
    "bitte immer stets zuerst dann danach".split()
)
AFTER_A_VERB = frozenset(
    "the a an your any all it them this that these those their our his her its each every no some my up down out in "
    "on to with at for from off into only".split()
)
DETERMINERS = frozenset("the a an your any all it them this these their our each every".split())
NO_VERB_AFTER = frozenset("is are was will must may can should has of that".split())
GERMAN_WORDS = frozenset(
    "der die das und ist sind wir sie nicht ein eine einen einem einer mit für auf von zu im den dem des bei oder "
    "wenn wird werden muss müssen darf dürfen kann können soll nur kein keine bitte ohne nach vor dass als "
    "sich niemand jeder jede alle wer man auch immer keinesfalls gegebenenfalls".split()
)
ENGLISH_WORDS = frozenset(
    "the a an and is are we you they not with for on of to in at or if will must may can should only no please "
    "without after before that this as also be by from your our".split()
)
COMBINED = (
    *"advice discretion cap duty ban approval safety security privacy law money number time permission".split(),
    *("strong", "lifted", "may result", "hedged", "liability"),
)
FIRM_OR_FREE = ("ban", "plain ban", "duty", "permission", "discretion", "advice", "cap", "lifted", "may result")


def folded(text: str) -> str:
    """Lower case, with plain apostrophes, and as long as before, so that spans fit the text."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("’", "'")


def language_of(text: str) -> str:
    """ "de" or "en", by the small words of either."""
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    german = sum(w in GERMAN_WORDS for w in tokens) + 2 * sum("ß" in w or w.endswith(("ung", "keit")) for w in tokens)
    german += sum(any(letter in w for letter in "äöü") for w in tokens)
    return "de" if german > sum(w in ENGLISH_WORDS for w in tokens) else "en"


def stem(word: str) -> str:
    """A word without its commonest English endings."""
    for ending in ("ings", "ing", "edly", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def features(clause: str, language: str = "") -> Features:
    """All that is seen in one clause. Where something is seen twice, the first place counts."""
    language = language or language_of(clause)
    text = folded(clause)
    spans: Features = {}
    for name, span in _all_features(clause, text, language):
        spans.setdefault(name, span)
    return spans


def _all_features(clause: str, text: str, language: str) -> Iterator[tuple[str, Span]]:
    tokens = [(("#" if m[0][0].isdigit() else m[0]), m.span()) for m in TOKEN.finditer(text)]
    yield from _words(tokens)
    yield from _shape(clause, text, tokens)
    cues = {name: m.span() for name, pattern in CUES[language].items() if (m := pattern.search(text))}
    yield from ((f"cue {name}", span) for name, span in cues.items())
    yield "cues " + "+".join(name for name in FIRM_OR_FREE if name in cues), WHOLE
    if language == "en":
        yield from _modals(text)
    yield from _carrier(clause, text, language, cues)


def _words(tokens: list[tuple[str, Span]]) -> Iterator[tuple[str, Span]]:
    for word, span in tokens:
        yield f"word {word}", span
        yield f"stem {stem(word)}", span
    framed = [("<", WHOLE), *tokens, (">", WHOLE)]
    for (left, before), (right, after) in pairwise(framed):
        yield f"pair {left} {right}", (before[0] if left != "<" else after[0], after[1] or before[1])
    if tokens:
        yield f"first {tokens[0][0]}", tokens[0][1]
        yield f"first two {' '.join(w for w, _ in tokens[:2])}", (tokens[0][1][0], tokens[:2][-1][1][1])


def _shape(clause: str, text: str, tokens: list[tuple[str, Span]]) -> Iterator[tuple[str, Span]]:
    plain = clause.strip()
    plain_words = [w for w, _ in tokens if w[0].isalpha() or w == "#"]
    last = plain[-1:]
    yield f"ends {last if not last.isalnum() else 'in a word'}", WHOLE
    yield f"length {min(6, len(plain_words) // 5)}", WHOLE
    tests = {
        "begins small": plain[:1].islower(),
        "three words at most": len(plain_words) <= 3,
        "colon": ":" in plain,
        "short label": ":" in plain and len(plain.split(":")[0].split()) <= 4,
        "question": "?" in plain,
        "title": len(plain_words) > 2 and sum(w[0].isupper() for w in plain.split()[1:]) > (len(plain_words) - 1) / 2,
        "brackets": "(" in plain,
        "quotes": '"' in plain or "“" in plain,
        "no modal": not MODAL.search(text),
        "list item": plain.endswith((";", ",", " and", " or")),
        "lead-in": plain.endswith(":"),
    }
    yield from ((f"shape {name}", WHOLE) for name, holds in tests.items() if holds)


def _modals(text: str) -> Iterator[tuple[str, Span]]:
    """Every modal verb with who stands before it and what follows."""
    for m in MODAL.finditer(text):
        negated = (m[2] or "").strip() in {"not", "n't", "never"}
        modal = m[1] + ("!" if negated else "")
        before = re.findall(r"[a-z']+", text[: m.start()])[-1:]
        subject = SUBJECT_OF.get(before[0], "noun") if before else "nobody"
        yield f"modal {modal}", m.span()
        yield f"modal {subject} {modal}", m.span()
        after = re.findall(r"[a-z']+", text[m.end() : m.end() + 40])[:2]
        if after:
            yield f"modal {modal} {after[0]}", m.span()
        if after[:1] == ["be"] and len(after) > 1:
            yield f"modal {modal} be {after[1]}", m.span()


def main_clause(text: str) -> tuple[int, str, bool]:
    """Where the main clause begins behind "if ..., when ...,"; the word that led in; whether no main clause came."""
    at, led = 0, ""
    for _ in range(3):
        subordinate = SUBORDINATE.match(text, at)
        if not subordinate:
            break
        led = led or subordinate[1]
        comma = re.compile(r", (?:then )?").search(text, at)
        if not comma:
            return at, led, True
        at = comma.end()
    return at, led, False


def _carrier(clause: str, text: str, language: str, cues: Features) -> Iterator[tuple[str, Span]]:
    """The verb that carries the main clause: an instruction, a modal with its subject, or none."""
    start = m.end() if (m := BULLET.match(text)) else 0
    labelled = LABEL.match(text, start)
    if labelled and len(labelled[1].split()) <= 6:
        yield "carrier labelled", labelled.span(1)
        start = labelled.end() - 1
    begins, led, dangling = main_clause(text[start:])
    main, start = text[start + begins :], start + begins
    if led:
        yield f"carrier led {led}", WHOLE
    if dangling:
        yield f"carrier dangling {led}", WHOLE
    instruction = list(_instruction(main, start, language))
    yield from instruction
    kind = "instruction"
    if not any(name == "carrier instruction" for name, _ in instruction):
        kind = "none"
        finite = list(_finite(main, start, language, led))
        for name, span in finite:
            if name.startswith("carrier is "):
                kind = name.removeprefix("carrier is ")
            yield name, span
    if labelled:
        yield f"carrier labelled {kind == 'instruction'}", WHOLE
    yield f"kind {kind}", WHOLE
    yield from ((f"kind {kind} & {name}", cues[name]) for name in COMBINED if name in cues)
    yield f"kind {kind} length {min(4, len(text.split()) // 6)}", WHOLE
    if clause[:1].islower():
        yield f"kind {kind} begins small", WHOLE
    if not clause.rstrip().endswith((".", "!", "?", ";", ":")):
        yield f"kind {kind} no stop", WHOLE


def _instruction(main: str, start: int, language: str) -> Iterator[tuple[str, Span]]:
    tokens = [(m[0], (start + m.start(), start + m.end())) for m in re.finditer(r"[^\W\d_]+(?:'[a-z]+)?|\d+", main)]
    at = 0
    while at < min(4, len(tokens)) and tokens[at][0] in BEFORE_A_VERB:
        yield f"carrier adverb {tokens[at][0]}", tokens[at][1]
        at += 1
    head = tokens[at:]
    if not head:
        return
    (verb, span), follows = head[0], head[1][0] if len(head) > 1 else ""
    if language == "de":
        if INFINITIVE.search(main) and not GERMAN_CARRIER.search(main):
            yield "carrier instruction", span
    elif verb in VERBS and follows not in NO_VERB_AFTER:
        yield "carrier instruction", span
        yield f"carrier instruction {verb}", span
        yield f"carrier instruction {'with object' if follows in AFTER_A_VERB else 'alone'}", span
    elif follows in DETERMINERS and not verb.endswith(("s", "ing", "ed")) and verb not in AFTER_A_VERB:
        yield "carrier instruction", span
        yield "carrier instruction by shape", span
    for place, (word, where) in enumerate(head[:4]):
        yield f"carrier {place} {word}", where


def _finite(main: str, start: int, language: str, led: str) -> Iterator[tuple[str, Span]]:
    m = (GERMAN_CARRIER if language == "de" else CARRIER).search(main)
    if not m:
        yield from _plain_verb(main)
        return
    span = (start + m.start(), start + m.end())
    modal = GERMAN_MODALS.get(m[1], m[1])
    modal += "!" if (m[2] or "").startswith(("not", "never", "nicht", "nie", "kein")) else ""
    before, after = re.findall(r"[^\W\d_]+", main[: m.start()]), re.findall(r"[^\W\d_]+", main[m.end() :])[:2]
    yield f"carrier is {modal}", span
    yield f"carrier {_subject(before)} {modal}", span
    if after:
        yield f"carrier {modal} {after[0]}", span
        yield f"carrier then {after[0]}", span
    if after[:1] == ["be"] and len(after) > 1:
        yield f"carrier {modal} be {after[1]}", span
    passive = after[1:2] if after[:1] == ["be"] else after[:1] if modal in {"is", "are"} else []
    if passive and passive[0].endswith(("ed", "en")):
        yield f"carrier passive {modal}", span
        yield f"carrier passive {modal} {'if' if led else 'plain'}", span


def _subject(before: list[str]) -> str:
    if not before:
        return "nobody"
    near = SUBJECT_OF.get(before[-1]) or SUBJECT_OF.get(before[0])
    return near or ("plural" if before[-1].endswith("s") else "noun")


def _plain_verb(main: str) -> Iterator[tuple[str, Span]]:
    """A clause without a modal: "audits verify that ...", "we answer within a day"."""
    tokens = re.findall(r"[^\W\d_]+", main)
    yield "carrier no modal", WHOLE
    for before, word in pairwise(tokens[:6]):
        if word.endswith("s") and word[:-1] in VERBS:
            yield "carrier verb in s", WHOLE
            yield f"carrier verb {word}", WHOLE
            break
        if word in VERBS and before in {"we", "you", "they", "i"}:
            yield f"carrier {before} does", WHOLE
            yield f"carrier {before} {word}", WHOLE
    if tokens and tokens[0].endswith("ing"):
        yield "carrier begins with ing", WHOLE
    if any(word.endswith("ed") for word in tokens):
        yield "carrier has ed", WHOLE
