"""What needs an administrator's attention, shown above the settings. Later apps append to ``sources``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policyhub.background import mail
from policyhub.background.models import Outbox

from .models import Invitation, Membership, Organisation, Role, Team, User


@dataclass(frozen=True)
class AttentionItem:
    """One problem: a sentence about it, and the page (address and link text) that solves it, if there is one."""

    text: str
    address: str = ""
    link: str = ""


AttentionSource = Callable[[datetime], Iterator[AttentionItem]]


def about_people(now: datetime) -> Iterator[AttentionItem]:
    people = reverse("accounts:people")
    if User.objects.active().filter(is_admin=True).count() == 1:
        yield AttentionItem(
            _("There's only one administrator. If they're away, nobody can manage PolicyHub."),
            people,
            _("Add another"),
        )
    managers = Membership.objects.filter(team=OuterRef("pk"), role=Role.MANAGER, person__is_active=True)
    members = Membership.objects.filter(team=OuterRef("pk"), person__is_active=True)
    for team in Team.objects.filter(Exists(members), ~Exists(managers)):
        yield AttentionItem(_("“%(team)s” has no manager.") % {"team": team}, people, _("Choose one"))
    if Organisation.current().second_person and User.objects.managers().count() < 2:
        yield AttentionItem(
            _(
                "A second person should sign, but there's only one manager. Until there are two, that manager signs "
                "alone."
            ),
            people,
        )
    expired = [i for i in Invitation.objects.filter(used_at=None) if not i.open_at(now)]
    if expired:
        message = ngettext(
            "%(n)s invitation expired without being used.",
            "%(n)s invitations expired without being used.",
            len(expired),
        )
        yield AttentionItem(message % {"n": len(expired)}, people, _("View"))


def about_mail(now: datetime) -> Iterator[AttentionItem]:
    if mail.server() is None:
        message = _("No mail server is set up. Nothing depends on it: everyone finds their work in To do.")
        yield AttentionItem(message, reverse("accounts:mail_server"), _("Set up"))
    given_up = Outbox.objects.given_up()
    if n := given_up.count():
        message = ngettext("%(n)s email couldn't be sent.", "%(n)s emails couldn't be sent.", n) % {"n": n}
        last = given_up.order_by("-pk").values_list("error", flat=True).first()
        yield AttentionItem(
            f"{message} {last or ''}".strip(), reverse("accounts:mail_server"), _("Check the mail server")
        )


sources: list[AttentionSource] = [about_people, about_mail]


def attention_items(now: datetime) -> list[AttentionItem]:
    """All that needs attention at ``now``."""
    return [item for source in sources for item in source(now)]
