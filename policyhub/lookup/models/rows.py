"""The search rows, and text that is slow to render."""

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

    def __str__(self) -> str:
        return f"Search row of {self.edition}"


class Card(models.Model):
    """The whole text of an edition as HTML, rendered once when it is put in force."""

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="card")
    body = models.TextField()

    def __str__(self) -> str:
        return f"Card of {self.edition}"
