"""What comes nearest to a question that nothing answers: rules with words that begin alike."""

from django.utils import timezone

from policyhub.accounts.models import User

from .search import best
from .tokens import WORD, fold

SHOWN = 3
BEGINNINGS = (5, 4, 3)  # letters of a word
WORDS = 4  # of a question, the longest first


def nearest(question: str, reader: User) -> list[tuple[int, float]]:
    """(edition, score) of the three rules nearest to ``question``, fewer if nothing begins alike. At most twelve small
    searches."""
    words = sorted(dict.fromkeys(WORD.findall(fold(question[:300]))), key=len, reverse=True)[:WORDS]
    found: dict[int, float] = {}
    now = timezone.now()
    for length in BEGINNINGS:
        for word in words:
            if len(word) > length and len(found) < SHOWN:
                found = dict(best(word[:length], reader, now).rows) | found
    return list(found.items())[:SHOWN]
