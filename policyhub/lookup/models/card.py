"""Cards as staff see them, rendered once and kept."""

from django.db import models

from policyhub.registry.models import Edition


class Card(models.Model):
    """An edition as staff see it, rendered once for everybody, in pieces: what differs by reader stands between them.

    ``made_of`` is everything else that stands in it; once that differs, the card is old and is rendered anew.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="card")
    made_of = models.TextField(help_text="Templates, language, zone, and the people it names.")
    title = models.CharField(max_length=200)
    answer = models.TextField(help_text="Among the answers to a question, as cards.pack returns it.")
    plain = models.TextField(help_text="The whole text without its marks, to find a passage in.")
    page = models.TextField(help_text="On the rule's own page, as cards.pack returns it.")
    page_digest = models.CharField(
        max_length=16, default="", help_text="Of page: devices fetch it again when it changed."
    )
    line = models.TextField(default="", help_text="Among further answers: HTML that is the same for everyone.")

    def __str__(self) -> str:
        return f"Card of {self.edition}"
