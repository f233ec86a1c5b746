"""Words that are made of words: Schwimmbadeintritt, returnrefundpolicy."""

LONG = 9  # letters; what is shorter is one word
SHORTEST = 3  # letters of a part
MOST_PARTS = 4
JOINTS = ("s", "es", "n", "en", "er", "e")  # what German puts between two parts


def parts(word: str, known: set[str]) -> list[str]:
    """The words that ``word`` is made of, as few as possible; [] if it is not made of ``known`` words alone."""
    if len(word) < LONG:
        return []
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for begin in range(len(word)):
        there = best[begin]
        if there is None or len(there) == MOST_PARTS:
            continue
        for end in range(len(word), begin + SHORTEST - 1, -1):
            part = word[begin:end]
            if part in known and part != word:
                keep(best, end, [*there, part])
                for joint in JOINTS:
                    if word.startswith(joint, end) and end + len(joint) < len(word):
                        keep(best, end + len(joint), [*there, part])
    return best[-1] or []


def keep(best: list[list[str] | None], end: int, made: list[str]) -> None:
    there = best[end]
    if there is None or len(made) < len(there):
        best[end] = made
