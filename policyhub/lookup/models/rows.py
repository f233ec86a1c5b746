"""The search rows, and cards that are slow to render."""

from django.db import models

from policyhub.registry.models import Edition, Rule


class SearchRow(models.Model):
    """One approved edition that has not ended. Its words stand in the engine's own index, under its key."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="search_row")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="search_rows")
    language = models.CharField(max_length=5)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    length = models.PositiveIntegerField(help_text="How many words it has, for ranking.")
    restricted = models.BooleanField(default=False, help_text="As its rule, which is slow to ask of each hit.")

    def __str__(self) -> str:
        return f"Search row of {self.edition}"


class Card(models.Model):
    """An edition as staff see it, rendered once for everybody: HTML with the places left open that each request fills.

    ``made_of`` is everything else that stands in it; once that differs, the card is old and is rendered anew.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="card")
    made_of = models.TextField(help_text="Templates, language, zone, and the people it names.")
    title = models.CharField(max_length=200)
    answer = models.TextField(help_text="Among the answers to a question; as cards.render returns it.")
    plain = models.TextField(help_text="The whole text without its marks, to find a passage in.")
    page = models.TextField(help_text="On the rule's own page.")

    def __str__(self) -> str:
        return f"Card of {self.edition}"
