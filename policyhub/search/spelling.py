"""How near two spellings are: letters in threes to find what may be meant, then the letters that differ."""

MOST_APART = 2
SHORT = 7  # letters; in shorter words one letter may differ, and no more


def grams(word: str) -> set[str]:
    """Its letters in threes; a word begins and ends with a mark."""
    marked = f"^{word}$"
    return {marked[i : i + 3] for i in range(len(marked) - 2)}


def may_be_misspelt(word: str) -> bool:
    return len(word) > 2 and word.isalpha()


def letters_apart(word: str, other: str, most: int = MOST_APART) -> int:
    """Letters dropped, added, changed or swapped between two words; ``most + 1`` if more than that."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    alike = shared_beginning(word, other)
    word, other = word[alike:], other[alike:]
    alike = shared_beginning(word[::-1], other[::-1])
    word, other = word[: len(word) - alike], other[: len(other) - alike]
    return min(letters_between(word, other, most), most + 1)


def shared_beginning(word: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


def letters_between(word: str, other: str, most: int) -> int:
    """Row by row, as Levenshtein's distance is counted, and two letters swapped are one."""
    before_previous: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word):
        previous, row = row, [i + 1]
        for j, against in enumerate(other):
            cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (letter != against))
            if before_previous and j and letter == other[j - 1] and against == word[i - 1]:
                cost = min(cost, before_previous[j - 1] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_previous = previous
    return row[-1]


def nearest(word: str, candidates: dict[str, int]) -> list[tuple[str, int]]:
    """(word, letters apart) of those nearest to ``word``, at most four; {candidate: rows that hold it}.

    People mostly get the first letter right, and mostly mean what stands in many rules.
    """
    most = 1 if len(word) < SHORT else MOST_APART
    matches = []
    for candidate, rows in candidates.items():
        letters = letters_apart(word, candidate, most)
        if letters <= (most if candidate[0] == word[0] else 1):
            matches.append((letters + (candidate[0] != word[0]) / 2, -rows, candidate, letters))
    matches.sort()
    return [(candidate, letters) for distance, _, candidate, letters in matches[:4] if distance <= matches[0][0] + 0.5]


def halves(word: str, least: int = 4) -> list[tuple[str, str]]:
    """The two words that ``word`` may be made of: lockerkey as locker and key."""
    return [(word[:i], word[i:]) for i in range(least, len(word) - 2)]
