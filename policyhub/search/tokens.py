"""How text becomes words to find it by: the same way for what is stored and for what is asked."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LANGUAGES = {"en": "english", "de": "german"}
WORD = re.compile(r"[^\W_]+")
CODE = re.compile(r"\b\w+(?:[-./]\w+)+\b")
MOST_WORDS = 24  # of a question; what comes after them adds nothing
LONGEST = 40  # characters of a word; longer ones are no words

# Words so common that they tell nothing, folded. Written by us; a question made of them alone keeps them.
COMMON = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "get",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "me",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "our",
        "out",
        "over",
        "please",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "someone",
        "somebody",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "under",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "aber",
        "als",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "bin",
        "bis",
        "bitte",
        "da",
        "dann",
        "darf",
        "das",
        "dass",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "dies",
        "du",
        "ein",
        "eine",
        "einem",
        "einen",
        "einer",
        "er",
        "es",
        "fur",
        "haben",
        "hat",
        "ich",
        "ihr",
        "im",
        "in",
        "ist",
        "ja",
        "kann",
        "man",
        "mein",
        "mit",
        "muss",
        "nach",
        "nicht",
        "noch",
        "nur",
        "oder",
        "sein",
        "sich",
        "sie",
        "sind",
        "so",
        "uber",
        "und",
        "uns",
        "von",
        "vor",
        "war",
        "was",
        "wenn",
        "wer",
        "wie",
        "wir",
        "wo",
        "zu",
        "zum",
        "zur",
    ]
)


def fold(text: str) -> str:
    """``text`` in lower case, without accents; ß as ss."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    stemmed: str = snowballstemmer.stemmer(LANGUAGES.get(language, "english")).stemWord(word)
    return stemmed


def joined_codes(folded: str) -> list[str]:
    """Codes and hyphenated words without what joins them: R-014 as r014, e-mail as email. Of _-_ nothing is left."""
    codes = (re.sub(r"[-./_]", "", code) for code in CODE.findall(folded) if len(code) <= LONGEST)
    return [code for code in codes if code]


def index_text(text: str, language: str) -> str:
    """The words of ``text`` as the index keeps them: folded, stemmed; codes also in one piece."""
    folded = fold(text)
    stemmed = [stem(w, language) for w in WORD.findall(folded) if len(w) <= LONGEST]
    return " ".join(stemmed + [stem(code, language) for code in joined_codes(folded)])


@lru_cache(maxsize=2000)
def query_terms(text: str) -> tuple[tuple[str, ...], ...]:
    """What a question asks for: for each word, the forms that may stand for it. Capped; () if no word."""
    folded = fold(text[:2000])
    codes = joined_codes(folded)
    tokens = [w for w in WORD.findall(folded) if len(w) <= LONGEST]
    telling = [w for w in tokens if w not in COMMON] or tokens
    unique = dict.fromkeys((codes + telling)[:MOST_WORDS])
    return tuple(tuple(dict.fromkeys([word, *(stem(word, language) for language in LANGUAGES)])) for word in unique)
