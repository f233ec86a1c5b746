"""How often people decided as it was suggested, and how often otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from policyhub.registry.models import Flexibility

from .models import Decision

COLOURS = (Flexibility.BLACK, Flexibility.GREY)


@dataclass(frozen=True)
class Agreement:
    """All decisions, counted by what was suggested and what was chosen: ``{("black", "grey"): 3}``."""

    pairs: Mapping[tuple[str, str], int]

    def count(self, suggested: str, chosen: str) -> int:
        return self.pairs.get((suggested, chosen), 0)

    @property
    def followed(self) -> int:
        return sum(self.count(colour, colour) for colour in COLOURS)

    @property
    def otherwise(self) -> int:
        return sum(self.count(suggested, chosen) for suggested in COLOURS for chosen in COLOURS if suggested != chosen)

    @property
    def compared(self) -> int:
        """Decisions for black or grey where black or grey was suggested."""
        return self.followed + self.otherwise

    @property
    def open(self) -> int:
        """Decisions with nothing to compare: nothing was suggested, both were, or it was left undecided."""
        return sum(self.pairs.values()) - self.compared

    @property
    def rows(self) -> list[tuple[str, list[int], int]]:
        """(suggested, [chosen black, chosen grey], followed of these in percent) for black and grey."""
        rows = []
        for suggested in COLOURS:
            counted = [self.count(suggested, chosen) for chosen in COLOURS]
            rows.append((suggested.value, counted, percent(self.count(suggested, suggested), sum(counted))))
        return rows

    @property
    def percent(self) -> int:
        return percent(self.followed, self.compared)


def percent(part: int, whole: int) -> int:
    """Rounded, but 100 only for all and 0 only for none."""
    if not whole:
        return 0
    return min(99, max(1, round(100 * part / whole))) if 0 < part < whole else 100 * part // whole


def agreement() -> Agreement:
    """Counted in one query."""
    counted = Decision.objects.order_by().values_list("suggested", "chosen").annotate(n=Count("pk"))
    return Agreement({(suggested, chosen): n for suggested, chosen, n in counted})


def overrides() -> QuerySet[Decision]:
    """Decisions other than suggested, newest first."""
    compared = Decision.objects.filter(suggested__in=COLOURS, chosen__in=COLOURS).exclude(suggested=F("chosen"))
    return compared.select_related("rule").order_by("-at", "-pk")
