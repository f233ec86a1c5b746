"""What a rule's text suggests, read ahead, so that lists need not read texts."""

import json

from django.db import models

from policyhub.registry.models import Rule


class Suggestion(models.Model):
    """What the classifier read in the working text of one rule, at one version of it. Made again at any time."""

    rule = models.OneToOneField(Rule, models.CASCADE, primary_key=True, related_name="suggested")
    version = models.PositiveIntegerField(help_text="The rule's version that was read.")
    model_version = models.CharField(max_length=40)
    label = models.CharField(max_length=10)
    probability = models.FloatField()
    basis = models.CharField(max_length=10, blank=True)
    firm = models.TextField(default="[]", help_text="JSON: clauses that are strict without a stated reason.")

    class Meta:
        indexes = [models.Index(fields=["model_version"])]

    def __str__(self) -> str:
        return f"{self.label} {self.probability:.0%}"

    @property
    def firm_clauses(self) -> list[str]:
        clauses: list[str] = json.loads(self.firm)
        return clauses
