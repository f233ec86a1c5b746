"""Rules that nobody wrote, and questions about them: the same for the same seed.

Words are made up and follow Zipf and Mandelbrot, as words do; each rule is about one of 87 subjects, which have
words of their own. A body has 200 to 400 words.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product

SEED, WORDS, SUBJECTS, OWN = 20, 40_000, 87, 60
STARTS = "b br c d dr f fl g gr h k kl l m n p pl r s st t tr v w".split()
MIDDLES = "a e i o u ai ea ou".split()
ENDS = " n r l s t m nd rk st".split(" ")


@dataclass(frozen=True)
class Text:
    title: str
    statement: str
    paragraphs: list[str]


def vocabulary(chance: random.Random) -> list[str]:
    """Words of two or three syllables, the most frequent first."""
    syllables = ["".join(parts) for parts in product(STARTS, MIDDLES, ENDS)]
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(chance.choices(syllables, k=chance.choice([1, 2, 2, 3])))] = None
    return list(words)


class Corpus:
    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary(self.chance)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, WORDS + 1)))
        self.subjects = [self.chance.sample(self.words[300:], OWN) for _ in range(SUBJECTS)]

    def some(self, n: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=n)

    def texts(self, n: int) -> Iterator[Text]:
        for _nth in range(n):
            own = self.chance.choice(self.subjects)
            words = self.some(self.chance.randint(160, 330)) + self.chance.choices(own, k=self.chance.randint(40, 70))
            self.chance.shuffle(words)
            title = " ".join(self.chance.sample(own, 2) + self.some(2))
            cut = len(words) // 3
            paragraphs = [" ".join(words[at : at + cut]) for at in (0, cut, 2 * cut)]
            yield Text(title.capitalize(), " ".join(self.some(12)).capitalize() + ".", paragraphs)


def questions(seed: int = SEED, sample: int = 2000, each: int = 40) -> dict[str, list[str]]:
    """By class: words that a thousandth, a fiftieth and a third of all rules have; a subject's word with another;
    and what is typed, two, three and five letters of words."""
    corpus = Corpus(seed)
    texts = list(corpus.texts(sample))
    seen = Counter(word for text in texts for word in set(" ".join(text.paragraphs).split()))

    def having(low: float, high: float) -> list[str]:
        found = sorted(word for word, n in seen.items() if low <= n / sample <= high and len(word) > 2)
        return random.Random(seed).sample(found, min(each, len(found)))

    classes = {"rare": having(0.0005, 0.002), "medium": having(0.01, 0.03), "common": having(0.25, 0.6)}
    own = [subject[n % OWN] for n, subject in enumerate(corpus.subjects)][:each]
    classes["two words"] = [f"{a} {b}" for a, b in zip(own, classes["medium"], strict=False)]
    words = own[: each // 2] + classes["medium"][: each // 2]
    for letters in (2, 3, 5):
        classes[f"typed, {letters} letters"] = sorted({word[:letters] for word in words if len(word) > letters})
    return classes
