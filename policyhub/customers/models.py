"""What customers may read of the rules that are open to them, and at which addresses they have read it."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse

from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import Change, in_force_at


class CustomerAddress(models.Model):
    """An address under which customers could read a rule. It stays the rule's, so that it is never another's, and
    so that whoever kept it is told that the page has moved or gone."""

    slug = models.SlugField(max_length=90, unique=True)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="customer_addresses")
    since = models.DateTimeField(help_text="From when on a page could be read there.")

    def __str__(self) -> str:
        return self.slug


class CustomerPageQuerySet(models.QuerySet["CustomerPage"]):
    def public(self, at: datetime) -> "CustomerPageQuerySet":
        """What anybody may read at ``at``. The switches are asked anew here, whatever rows there are: a rule that is
        closed to customers, restricted or retired is gone with the statement that says so."""
        open_to_all = self.filter(rule__on_customer_page=True, rule__restricted=False)
        return open_to_all.filter(in_force_at(at, "edition__")).exclude(edition__change=Change.RETIRE)


class CustomerPage(models.Model):
    """What customers read of one edition, and the words by which they find it. Nothing else of the rule is here."""

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="customer_page")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="customer_pages")
    address = models.ForeignKey(CustomerAddress, models.CASCADE, related_name="pages")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=300, help_text="How it begins, for lists.")
    said = models.TextField(help_text="JSON: the words of the page, part by part.")
    title_words = models.TextField(help_text="As the search compares them, with a space around each; so are the next.")
    words = models.TextField()

    objects: ClassVar[CustomerPageQuerySet] = CustomerPageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["title"], name="customer_page_by_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("customers:page", args=[self.address.slug])
