"""What is asked for most, kept so that the first page need not count."""

from django.db import models

from policyhub.registry.models import Rule


class PopularRule(models.Model):
    """A situation in which staff offered something lately, or a rule that helped; counted anew by the clock."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+")
    situation_key = models.UUIDField(null=True)
    situation = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField()

    class Meta:
        ordering = ["-times", "pk"]

    def __str__(self) -> str:
        return f"{self.situation or self.rule}, {self.times}"
