"""People, what they are in each team, and the links by which they come in."""

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation, Team


class Role(models.TextChoices):
    """What a person is in one team. Each may do what those before it may."""

    STAFF = "staff", _("Staff")
    LEAD = "lead", _("Lead")
    MANAGER = "manager", _("Manager")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def managers(self, of: int | None = None) -> "UserQuerySet":
        """Active people who are a manager: of the team with the key ``of``, or of any."""
        memberships = Membership.objects.filter(role=Role.MANAGER)
        return (
            self.active()
            .filter(memberships__in=memberships if of is None else memberships.filter(team_id=of))
            .distinct()
        )


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def managers(self, of: int | None = None) -> UserQuerySet:
        return self.get_queryset().managers(of)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """For ``manage.py createsuperuser``; makes the organisation too, if this is the first person."""
        Organisation.objects.get_or_create(pk=1, defaults={"name": "PolicyHub"})
        return self.create_user(username, password, is_admin=True, **fields)


class User(AbstractBaseUser):
    """A person who works here. People leave; their row and what they signed stay."""

    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This username is taken.")},
    )
    email = models.EmailField(_("email"), blank=True)
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone or extension"), max_length=40, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_admin = models.BooleanField(_("administrator"), default=False)
    reset_at = models.DateTimeField(
        _("reset on"), null=True, editable=False, help_text=_("Until the person has confirmed that it was them.")
    )
    joined_at = models.DateTimeField(_("joined on"), auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_told_apart_without_case",
                violation_error_message=_("This username is taken."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="email_of_one_person",
                violation_error_message=_("This email address is already in use."),
            ),
        ]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are told apart without case, so they are kept in small letters."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open its admin."""
        return self.is_admin

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_admin

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_admin

    @cached_property
    def roles(self) -> dict[int, str]:
        """Team key to this person's role there, asked once a request."""
        return dict(self.memberships.values_list("team_id", "role"))

    def end_sessions(self, *, but: str | None = None) -> None:
        """Sign this person out everywhere, but for the session with the key ``but``."""
        self.sessions.exclude(session_key=but or "").delete()


class Membership(models.Model):
    """A person in a team, in one role."""

    person = models.ForeignKey(User, models.CASCADE, verbose_name=_("person"), related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"), related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STAFF)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "team"], name="once_in_a_team")]
        verbose_name = _("team membership")
        verbose_name_plural = _("team memberships")

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.team}"


def new_token() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """A link that lets one person in, once, into one team."""

    GOOD_FOR = timedelta(days=14)

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("email"), blank=True, help_text=_("Leave blank to share the link yourself."))
    team = models.ForeignKey(Team, models.CASCADE, verbose_name=_("team"), related_name="+")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STAFF)
    invited_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("invited by"), related_name="+")
    invited_at = models.DateTimeField(_("invited on"))
    used_by = models.OneToOneField(
        User, models.PROTECT, verbose_name=_("used by"), null=True, related_name="invitation"
    )
    used_at = models.DateTimeField(_("used on"), null=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_by=None, used_at=None)
                | models.Q(used_by__isnull=False, used_at__isnull=False),
                name="invitation_used_by_and_at",
            )
        ]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"Invitation for {self.name}"

    def open_at(self, now: datetime) -> bool:
        return self.used_at is None and now < self.invited_at + self.GOOD_FOR

    def clean(self) -> None:
        if self.email and User.objects.filter(email__iexact=self.email).exists():
            raise ValidationError({"email": _("This email address is already in use.")})
