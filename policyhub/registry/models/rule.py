"""A rule: what an organisation asks its people to keep to, and how far it may bend."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Optional

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from policyhub.accounts import access
from policyhub.accounts.models import Role, Team, User

if TYPE_CHECKING:
    from .edition import Edition


class Flexibility(models.TextChoices):
    """How far a rule may bend."""

    UNDECIDED = "undecided", _("Unclassified")
    BLACK = "black", _("Black")
    GREY = "grey", _("Grey")


class Stage(models.TextChoices):
    UNWRITTEN = "unwritten", _("Unwritten")
    WRITTEN = "written", _("Written")


class Effect(models.TextChoices):
    """What enforcing a black rule does to service."""

    ADDS = "adds", _("Enforcing it adds to our service")
    NEUTRAL = "neutral", _("Enforcing it makes no difference")
    BARRIER = "barrier", _("Enforcing it feels like a barrier to customers")


class Cause(models.TextChoices):
    """What makes it felt as a barrier."""

    BRIEFING = "briefing", _("Staff don't know the reason")
    WORDING = "wording", _("The way we say it")
    RULE = "rule", _("The rule itself")


SHOWN_FIELDS = (
    "title",
    "flexibility",
    "rationale",
)  # of a rule in the register; editions keep them beside the content


def boolean_column(condition: Q) -> Case:
    """Whether ``condition`` holds, as a column."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


class RuleQuerySet(models.QuerySet["Rule"]):
    def for_reader(self, person: User) -> "RuleQuerySet":
        """Rules that ``person`` may know of: restricted ones only in their own teams, drafts only by those
        who document. An unwritten rule is no draft: it is known, and everybody may know that."""
        if person.is_admin:
            return self
        mine = Rule.restricted_to.through.objects.filter(rule_id=OuterRef("pk"), team_id__in=list(person.roles))
        readable = self.filter(Q(restricted=False) | Exists(mine))
        if access.may_document(person):
            return readable
        from .edition import Edition, State

        signed = Edition.objects.filter(rule_id=OuterRef("pk"), state=State.APPROVED)
        return readable.filter(Q(stage=Stage.UNWRITTEN) | Exists(signed))

    def for_writer(self, person: User) -> "RuleQuerySet":
        """Rules of which ``access.may_write`` says that ``person`` may write them."""
        if not access.may_document(person):
            return self.none()
        mine = [team for team, role in person.roles.items() if role == Role.MANAGER]
        return self if person.is_admin else self.filter(Q(team=None) | Q(team_id__in=mine))

    def with_edition_in_force(self, at: datetime) -> "RuleQuerySet":
        """Rules that have an edition in force at ``at``, retired ones left out."""
        from .edition import Change, Edition

        editions = Edition.objects.in_force(at).exclude(change=Change.RETIRE)
        return self.filter(Exists(editions.filter(rule_id=OuterRef("pk"))))

    def covering(self, touchpoint: int) -> "RuleQuerySet":
        """Rules that cover the touchpoint with this key, while it is on the list."""
        return self.filter(touchpoints__pk=touchpoint, touchpoints__dropped_at=None)

    def in_register(self, person: User, at: datetime) -> "RuleQuerySet":
        """What the register shows ``person``, each rule with where it stands at ``at``.

        Those who document see the working text. Everybody else sees rules as the edition in force says them, and
        that there are unwritten ones. Either way ``shown_title``, ``shown_flexibility`` and ``shown_rationale``
        are what may be shown. ``current``: the edition in force; ``changed``: the working text says something else.
        """
        from .edition import Change, Edition, State, in_force_at

        rules = self.for_reader(person).annotate(
            current=FilteredRelation("editions", condition=in_force_at(at, "editions__"))
        )
        retired = Q(current__change=Change.RETIRE)
        editions = Edition.objects.filter(rule_id=OuterRef("pk"))
        differs = ~Q(text_digest=F("current__text_digest"))
        rules = rules.annotate(
            holds=boolean_column(Q(current__isnull=False) & ~retired),
            retired=boolean_column(Q(current__isnull=False) & retired),
            changed=boolean_column(Q(current__isnull=False) & ~retired & differs),
            waits=Exists(editions.filter(state=State.WAITING)),
            planned=Exists(
                editions.filter(Q(ends=None) | Q(ends__gt=F("starts")), state=State.APPROVED, starts__gt=at)
            ),
        )
        if access.may_document(person):
            return rules.annotate(**{f"shown_{name}": F(name) for name in SHOWN_FIELDS})
        shown_columns = {f"shown_{name}": Coalesce(f"current__{name}", name) for name in SHOWN_FIELDS}
        return rules.filter(Q(holds=True) | Q(stage=Stage.UNWRITTEN)).annotate(**shown_columns)


class Rule(models.Model):
    """Anything in the registry. A rule without a kind is one nobody has decided about yet.

    What stands here is the working text. What staff see is an :class:`Edition`, frozen from it.
    """

    BODY_LIMIT = 300_000

    # What it is
    reference = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("type"), max_length=12, blank=True, editable=False)
    stage = models.CharField(
        _("written or unwritten"), max_length=10, choices=Stage, default=Stage.WRITTEN, editable=False
    )
    source = models.CharField(
        _("imported from"), max_length=300, blank=True, editable=False, help_text="The file it came from."
    )
    version = models.PositiveIntegerField(_("times saved"), default=1, editable=False)
    text_digest = models.CharField(
        _("fingerprint of the text"),
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of the text that a version frozen now would have.",
    )
    client_key = models.UUIDField(
        null=True, unique=True, editable=False, help_text="Stops a double click from saving twice."
    )

    # What it says
    title = models.CharField(_("title"), max_length=200)
    statement = models.TextField(
        _("the rule in one sentence"), max_length=600, blank=True, validators=[MaxLengthValidator(600)]
    )
    body = models.TextField(
        _("full text"),
        blank=True,
        validators=[MaxLengthValidator(BODY_LIMIT)],
        help_text=_("Markdown: # for a heading, - for a list."),
    )
    say_it = models.TextField(
        _("what to say"),
        max_length=1000,
        blank=True,
        help_text=_("In your own kind words: first show that you understand, then say why, then what you can do."),
    )
    next_time = models.TextField(_("what the customer can expect next time"), max_length=1000, blank=True)
    instead = models.TextField(_("what to offer instead"), max_length=1000, blank=True)
    customer_text = models.TextField(_("customer text"), max_length=5000, blank=True)
    language = models.CharField(
        _("language"), max_length=5, default="en", choices=[("en", _("English")), ("de", _("German"))]
    )

    # How far it bends
    flexibility = models.CharField(
        _("black or grey"), max_length=10, choices=Flexibility, default=Flexibility.UNDECIDED, editable=False
    )
    rationale = models.TextField(_("why it's black or grey"), max_length=2000, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("classified by"),
        null=True,
        editable=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("classified on"), null=True, editable=False)
    effect = models.CharField(_("how does enforcing it affect service?"), max_length=10, choices=Effect, blank=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause, blank=True)
    remedy = models.TextField(_("what we'll do about it"), max_length=1000, blank=True)

    # Live: changed without an edition
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("owner"),
        related_name="owned_rules",
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, verbose_name=_("team"), related_name="rules")
    restricted = models.BooleanField(_("restrict to certain teams"), default=False)
    restricted_to = models.ManyToManyField(
        Team, blank=True, verbose_name=_("teams that can read it"), related_name="+"
    )
    search_words = models.CharField(_("search words"), max_length=400, blank=True)
    meets_customers = models.BooleanField(_("affects customers"), default=True)
    on_customer_page = models.BooleanField(_("shown to customers"), default=False)
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    next_review = models.DateField(_("next review"), null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(
        _("last reviewed on"), null=True, editable=False, help_text="When a review of it was last closed."
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("last reviewed by"),
        null=True,
        editable=False,
        related_name="+",
    )

    # Who wrote it down
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("noted by"),
        null=True,
        editable=False,
        related_name="captured_rules",
    )
    captured_at = models.DateTimeField(_("noted on"), null=True, editable=False)
    created_at = models.DateTimeField(_("created on"), editable=False)
    saved_by = models.CharField(
        _("last saved by"), max_length=200, editable=False, help_text="Who saved last, as text."
    )
    saved_at = models.DateTimeField(_("last saved on"), editable=False)
    dismissed_advice = models.TextField(
        _("dismissed writing help"),
        blank=True,
        editable=False,
        help_text="JSON: writing help that was dismissed; why, by whom, when.",
    )

    objects: ClassVar[RuleQuerySet] = RuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["flexibility", "stage"]),
            models.Index(fields=["source"]),
            models.Index(fields=["captured_at"], condition=Q(stage="unwritten"), name="rules_not_written"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="rule_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(captured_by=None, captured_at=None)
                | Q(captured_by__isnull=False, captured_at__isnull=False),
                name="rule_captured_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="rule_checked_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(flexibility=Flexibility.UNDECIDED) | ~Q(rationale=""),
                name="rule_decided_with_rationale",
            ),
        ]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lookup:rule", args=[self.slug])

    @property
    def subject(self) -> str:
        """The name of this rule's chain of events."""
        return f"rule:{self.reference}"

    @cached_property
    def waiting(self) -> Optional["Edition"]:
        """The edition that waits for a signature, if one does."""
        return self.editions.filter(state="waiting").first()

    @cached_property
    def sent_back(self) -> Optional["Edition"]:
        """The last edition, if its signer asked for changes."""
        last = self.editions.last()
        return last if last is not None and last.state == "returned" else None

    def first_review(self, today: date) -> date:
        """The first day on which it is looked at again: in the second half of its rhythm, on a weekday, and at
        its own distance, so that rules put in force together do not fall due together."""
        half_in_days = self.review_months * 365 // 24
        offset_share = int(self.reference.lstrip("R-") or 0) * 0.618034 % 1
        day = today + timedelta(days=half_in_days + int(half_in_days * offset_share))
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)

    def edition_at(self, at: datetime) -> Optional["Edition"]:
        """The edition in force at ``at``; a retired rule's is the one that retires it."""
        return self.editions.in_force(at).first()

    def signed_title(self) -> str:
        """Its title as readers may know it: as it was signed; of a rule that nobody signed yet, as it is written."""
        titles = self.editions.as_signed(timezone.now()).values_list("title", flat=True)
        return titles.first() or self.title

    def title_for(self, person: User) -> str:
        """As it was signed, for everybody but those who see the working text."""
        return self.title if access.may_document(person) else self.signed_title()

    def kind_object(self) -> "Rule":
        """This rule as its kind (a Policy, Procedure or Standard), or itself while it has none."""
        from policyhub.registry.kinds import kinds

        return kinds[self.kind].model.objects.get(pk=self.pk) if self.kind in kinds else self


def free_slug(title: str, rule: Rule) -> str:
    """A readable address for ``rule``, with its reference behind it where another rule has or had that one."""
    reference = rule.reference.lower()
    slug = slugify(title)[:60].strip("-") or reference
    taken = Rule.objects.filter(slug=slug).exclude(pk=rule.pk)
    was_taken = OldSlug.objects.filter(slug=slug).exclude(rule_id=rule.pk)
    return f"{slug}-{reference}" if slug in RESERVED_SLUGS or taken.exists() or was_taken.exists() else slug


RESERVED_SLUGS = {
    "new",
    "capture",
    "sign",
    "together",
    "undecided",
    "firm",
    "unwritten",
    "left",
    "pack",
    "starters",
    "advice",
}


class OldSlug(models.Model):
    """An address that a rule had before it was renamed; it leads to the rule for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug
