"""The search rows, and cards that are slow to render."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from policyhub.accounts.models import User
from policyhub.registry.models import Edition, Rule


class SearchRowQuerySet(models.QuerySet["SearchRow"]):
    def in_force(self, at: datetime) -> "SearchRowQuerySet":
        return self.filter(Q(ends=None) | Q(ends__gt=at), starts__lte=at)

    def for_reader(self, person: User) -> "SearchRowQuerySet":
        """Restricted ones only in their own teams."""
        if person.is_admin:
            return self
        mine = Rule.restricted_to.through.objects.filter(rule_id=OuterRef("rule_id"), team_id__in=list(person.roles))
        return self.filter(Q(restricted=False) | Exists(mine))


class SearchRow(models.Model):
    """One approved edition that has not ended. Its words stand in the engine's own index, under its key.

    What lists show stands here too: a row of these is short, and one of an edition or a rule is as long as its text.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="search_row")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="search_rows")
    language = models.CharField(max_length=5)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    length = models.PositiveIntegerField(help_text="How many words it has, for ranking.")
    restricted = models.BooleanField(default=False, help_text="As its rule, which is slow to ask of each hit.")
    title = models.CharField(max_length=200)
    flexibility = models.CharField(max_length=10)

    objects: ClassVar[SearchRowQuerySet] = SearchRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["title", "rule"])]

    def __str__(self) -> str:
        return f"Search row of {self.edition}"
