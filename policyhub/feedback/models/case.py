"""Cases: what staff asked at the counter, what they did when nobody could be asked, what they took further up.
Words for each other, and no evidence: they can be erased."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from policyhub.accounts import access
from policyhub.accounts.models import Membership, User
from policyhub.registry.models import Edition, Rule

MAX_TEXT_LENGTH = 600
WITHDRAW_WITHIN = timedelta(days=1)  # how long an approval in person may be taken back by whoever noted it


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        """Nobody has answered yet, and there is something to answer."""
        return self.filter(answer="", granted_by_name="", erased_at=None)

    def readable_by(self, person: User) -> "CaseQuerySet":
        """What ``person`` may read: their own, and what is about rules that they write, look after or lead in."""
        lead = _in_teams(person, access.LEADS) | Q(rule__owner=person)
        theirs = Q() if person.is_admin else lead | Q(rule__in=Rule.objects.for_writer(person))
        return self.filter(Q(person=person) | _readable(person) & theirs)

    def for_answerer(self, person: User) -> "CaseQuerySet":
        """Cases of which ``access.may_answer`` says that ``person`` may answer them."""
        may = ~Q(grantor__in=access.GRANTING_ROLES)
        if not person.is_admin:
            may &= _in_teams(person, access.LEADS) | Q(rule__owner=person)
        for grantor, roles in access.GRANTING_ROLES.items():
            may |= Q(grantor=grantor) & _in_teams(person, roles)
        return self.filter(_readable(person) & may).exclude(person=person)

    def with_signed_rule(self, person: User, now: datetime) -> "CaseQuerySet":
        """Each with its rule as staff see it: ``shown_title`` and ``shown_flexibility``, as they were signed.
        They are None where ``person`` may not read the rule."""
        rules = Rule.objects.for_reader(person).filter(pk=OuterRef("rule"))
        readable = Rule.objects.for_reader(person)
        editions = Edition.objects.as_signed(now).filter(rule=OuterRef("rule"), rule__in=readable)
        signed_fields = {
            f"shown_{name}": Coalesce(Subquery(editions.values(name)[:1]), Subquery(rules.values(name)[:1]))
            for name in ("title", "flexibility")
        }
        return self.select_related("rule", "person", "asked_of").annotate(**signed_fields)


def _readable(person: User) -> Q:
    return Q(rule=None) | Q(rule__in=Rule.objects.for_reader(person))


def _in_teams(person: User, roles: Collection[str]) -> Q:
    """``person`` has one of these roles in the team of the rule or, where that has none, in one of the asker's."""
    teams = [team for team, role in person.roles.items() if role in roles]
    colleagues = Membership.objects.filter(person=OuterRef("person"), team__in=teams)
    return Q(rule__team__in=teams) | Q(rule__team=None) & Q(Exists(colleagues))


class Case(models.Model):
    """One thing that happened to one person at the counter, and what a lead or manager made of it."""

    class Kind(models.TextChoices):
        ASK = "ask", _("Asked")
        LOG = "log", _("Logged")
        ESCALATE = "escalate", _("Escalated")

    class Answer(models.TextChoices):
        AGREE = "agree", _("Agree")
        ADJUST = "adjust", _("Adjust")
        TALK = "talk", _("Discuss")

    AFFIRMED = (Answer.AGREE, Answer.ADJUST)  # something to go by next time

    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="cases")
    edition = models.PositiveIntegerField(
        _("version"), null=True, help_text="The number of the version in force then."
    )
    situation_key = models.UUIDField(null=True, help_text="The situation in that version it's closest to.")
    option_key = models.UUIDField(null=True, help_text="The option someone wants approved.")
    grantor = models.CharField(
        _("who can approve it"), max_length=10, blank=True, help_text="Who can approve that option, as it says itself."
    )
    about = models.CharField(_("what it's about"), max_length=300, blank=True)
    would = models.TextField(_("what I'd do"), max_length=MAX_TEXT_LENGTH, blank=True)
    because = models.TextField(_("why"), max_length=MAX_TEXT_LENGTH, blank=True)
    waiting = models.BooleanField(_("the customer is waiting"), default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases")
    person_name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("date"))
    client_key = models.UUIDField(null=True, unique=True, help_text="Stops a double click from saving twice.")
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("sent to"),
        null=True,
        related_name="+",
        help_text="Who is asked first.",
    )

    # What was answered, and that it was heard
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True)
    answer_words = models.TextField(_("answer in words"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("answered by (account)"), null=True, related_name="+"
    )
    answered_by_name = models.CharField(_("answered by"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True)
    heard_at = models.DateTimeField(
        _("answer seen on"), null=True, help_text="When the person who asked saw the answer."
    )

    # What was granted above somebody's limit; by a role that is nobody's account, only its name stands here
    granted = models.TextField(_("what was approved"), max_length=MAX_TEXT_LENGTH, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("approved by (account)"), null=True, related_name="+"
    )
    granted_by_name = models.CharField(_("approved by"), max_length=200, blank=True)
    granted_at = models.DateTimeField(_("approved on"), null=True)
    in_person = models.BooleanField(
        _("approved in person"),
        default=False,
        help_text="Approved by word of mouth, recorded by the person who asked.",
    )

    # What became of it
    grown_option_key = models.UUIDField(null=True)
    grown_situation_key = models.UUIDField(null=True)
    erased_at = models.DateTimeField(_("text deleted on"), null=True, help_text="When its text was deleted.")

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["rule", "at"]),
            models.Index(fields=["at"], condition=Q(answer="", granted_by_name=""), name="cases_without_an_answer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="case_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answer_words="", answered_by=None, answered_by_name="")
                | Q(answered_by__isnull=False) & ~Q(answer="") & ~Q(answered_by_name=""),
                name="case_answer_has_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer="adjust", answer_words="", erased_at=None), name="case_adjusted_in_words"
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("person")), name="nobody_answers_themselves"
            ),
            models.CheckConstraint(
                condition=Q(heard_at=None) | Q(answered_at__isnull=False), name="case_heard_once_answered"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None, granted_at=None) | Q(granted_by__isnull=False, granted_at__isnull=False),
                name="case_granted_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(granted_by_name="", granted_by=None, granted="", in_person=False)
                | Q(kind="escalate") & ~Q(granted_by_name=""),
                name="case_granted_further_up",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("person")), name="nobody_grants_themselves"
            ),
            models.CheckConstraint(condition=~Q(kind="escalate", rule=None), name="case_taken_up_has_a_rule"),
            models.CheckConstraint(
                condition=Q(grown_option_key=None, grown_situation_key=None) | Q(answer__in=["agree", "adjust"]),
                name="case_grows_once_affirmed",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(about="")
                | Q(erased_at__isnull=False, about="", would="", because="", granted=""),
                name="case_has_words_or_was_erased",
            ),
        ]
        verbose_name = _("question or log")
        verbose_name_plural = _("questions and logs")

    def __str__(self) -> str:
        return f"{self.person_name}, {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:case", args=[self.pk])

    @property
    def subject(self) -> str:
        """The name of this case's chain of events."""
        return f"case:{self.pk}"

    @property
    def author_id(self) -> int:
        """Whose words they are."""
        return self.person_id

    @property
    def owner_id(self) -> int | None:
        return self.rule.owner_id if self.rule else None

    @cached_property
    def teams(self) -> Collection[int]:
        """The team of the rule; where it has none, those of the asker."""
        return [self.rule.team_id] if self.rule and self.rule.team_id else list(self.person.roles)

    @property
    def is_open(self) -> bool:
        return not (self.answer or self.granted_by_name or self.erased_at)

    @property
    def affirmed(self) -> bool:
        return self.answer in self.AFFIRMED

    @property
    def advice(self) -> str:
        """What to do next time: the adjusted words, else what the asker would do."""
        return self.answer_words if self.answer == self.Answer.ADJUST or not self.would else self.would

    @property
    def may_withdraw_answer(self) -> bool:
        """An answer that nobody has heard and of which nothing has grown."""
        return bool(self.answer and not (self.heard_at or self.grown_option_key or self.grown_situation_key))

    def may_withdraw_approval(self, now: datetime) -> bool:
        """An approval in person, noted a short while ago."""
        return self.in_person and now - self.at < WITHDRAW_WITHIN
