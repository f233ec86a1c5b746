"""Words that are made of words: Schwimmbadeintritt, returnrefundpolicy."""

LONG = 9  # letters; what is shorter is one word
SHORTEST = 3  # letters of a part
MOST_PARTS = 4
JOINTS = ("s", "es", "n", "en", "er", "e")  # what German puts between two parts


def split_compound(word: str, vocabulary: set[str]) -> list[str]:
    """The words that ``word`` is made of, as few as possible; [] if ``vocabulary`` lacks some of them."""
    if len(word) < LONG:
        return []
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for begin in range(len(word)):
        shortest = best[begin]
        if shortest is None or len(shortest) == MOST_PARTS:
            continue
        for end in range(len(word), begin + SHORTEST - 1, -1):
            part = word[begin:end]
            if part in vocabulary and part != word:
                keep_shortest(best, end, [*shortest, part])
                for joint in JOINTS:
                    if word.startswith(joint, end) and end + len(joint) < len(word):
                        keep_shortest(best, end + len(joint), [*shortest, part])
    return best[-1] or []


def keep_shortest(best: list[list[str] | None], end: int, candidate: list[str]) -> None:
    previous = best[end]
    if previous is None or len(candidate) < len(previous):
        best[end] = candidate
