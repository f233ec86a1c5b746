"""What people say and ask of a rule, where it stands. Words for each other, and no evidence: they can be erased."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Rule

TEXT_LIMIT = 4000


class CommentQuerySet(models.QuerySet["Comment"]):
    def for_reader(self, person: User) -> "CommentQuerySet":
        """What ``person`` may read of it, where they may read the rule: what was said among those who write rules
        stays among them, also once the rule is in force."""
        return self if access.may_document(person) else self.filter(among_writers=False)

    def threads(self) -> "CommentQuerySet":
        """What begins a thread: everything that is no answer."""
        return self.filter(answer_to=None)

    def open(self) -> "CommentQuerySet":
        """Threads that wait for an end. One whose first words were removed has it."""
        return self.threads().filter(resolved_at=None, erased_at=None)

    def new_to(self, person: User) -> "CommentQuerySet":
        """Words of others that ``person`` has not answered, nor put away as done."""
        seen_mentions = Mention.objects.filter(comment_id=OuterRef("pk"), person=person, seen_at__isnull=False)
        return self.filter(~Exists(seen_mentions), erased_at=None).exclude(author=person)


class Comment(models.Model):
    """Somebody asks or says something of a rule, or of one part of it; or answers that. Answers have no answers."""

    class Purpose(models.TextChoices):
        """What a thread is for, where a button opened it."""

        WORDS = "words", _("Find better words")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="comments")
    part = models.CharField(
        _("about"), max_length=20, blank=True, help_text="The name of a part; blank for the whole rule."
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, blank=True)
    answer_to = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("reply to"), null=True, related_name="answers"
    )
    text = models.TextField(_("text"), max_length=TEXT_LIMIT, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    author_name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("date"))
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("resolved by (account)"), null=True, related_name="+"
    )
    resolved_by_name = models.CharField(_("resolved by"), max_length=200, blank=True)
    resolved_at = models.DateTimeField(_("resolved on"), null=True)
    erased_at = models.DateTimeField(_("text deleted on"), null=True, help_text="When its text was deleted.")
    among_writers = models.BooleanField(
        _("only for people who write rules"),
        default=False,
        help_text="Written while staff couldn't read the rule.",
    )
    client_key = models.UUIDField(null=True, unique=True, help_text="Stops a double click from saving twice.")

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(answer_to=None) | Q(resolved_at=None, purpose=""), name="threads_alone_are_resolved"
            ),
            models.CheckConstraint(condition=~Q(answer_to=F("id")), name="no_answer_to_itself"),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(text="") | Q(erased_at__isnull=False, text=""),
                name="comment_has_words_or_was_erased",
            ),
            models.UniqueConstraint(
                fields=["rule", "purpose"],
                condition=Q(resolved_at=None, erased_at=None) & ~Q(purpose=""),
                name="one_open_thread_for_a_purpose",
            ),
        ]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return f"{self.author_name}, {self.rule}"

    def get_absolute_url(self) -> str:
        return f"{reverse('discussion:thread', args=[self.rule.slug])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its rule."""
        return f"comment-{self.pk}"

    @property
    def thread_key(self) -> int:
        """The key of the comment that began the thread."""
        return self.answer_to_id or self.pk

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None and self.erased_at is None


class Mention(models.Model):
    """That a comment is for somebody: it names them, or answers in a thread of theirs. Once they answered, or put
    it away, it is seen; whoever owns the rule has a row of what they put away, though nobody named them."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(_("seen on"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once_in_a_comment")]
        indexes = [models.Index(fields=["person"], condition=Q(seen_at=None), name="mentions_not_seen")]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")

    def __str__(self) -> str:
        return str(self.person)
