"""What comes nearest to a question that nothing answers: rules with words that begin alike."""

from django.utils import timezone

from policyhub.accounts.models import User

from .search import rank_editions
from .tokens import WORD, fold

SHOWN = 3
BEGINNINGS = (5, 4, 3)  # letters of a word
MOST_WORDS = 4  # of a question, the longest first


def fallback_results(question: str, reader: User) -> list[tuple[int, float]]:
    """(edition, score) of the three rules nearest to ``question``, fewer if nothing begins alike. At most twelve small
    searches."""
    tokens = sorted(dict.fromkeys(WORD.findall(fold(question[:300]))), key=len, reverse=True)[:MOST_WORDS]
    scores: dict[int, float] = {}
    now = timezone.now()
    for length in BEGINNINGS:
        for word in tokens:
            if len(word) > length and len(scores) < SHOWN:
                scores = dict(rank_editions(word[:length], reader, now).rows) | scores
    return list(scores.items())[:SHOWN]
