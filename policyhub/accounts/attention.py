"""What needs whoever administers: shown above the settings. Later apps add their own functions to the list."""

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
class Need:
    """One thing: what to say of it, and where it is mended, if a page can mend it."""

    words: str
    address: str = ""
    link: str = ""


Notice = Callable[[datetime], Iterator[Need]]


def about_people(now: datetime) -> Iterator[Need]:
    people = reverse("people")
    if User.objects.active().filter(is_admin=True).count() == 1:
        yield Need(
            _("There's only one administrator. If they're away, nobody can manage PolicyHub."),
            people,
            _("Add another"),
        )
    managers = Membership.objects.filter(team=OuterRef("pk"), role=Role.MANAGER, person__is_active=True)
    members = Membership.objects.filter(team=OuterRef("pk"), person__is_active=True)
    for team in Team.objects.filter(Exists(members), ~Exists(managers)):
        yield Need(_("“%(team)s” has no manager.") % {"team": team}, people, _("Choose one"))
    if Organisation.the().second_person and User.objects.managers().count() < 2:
        yield Need(
            _(
                "A second person should sign, but there's only one manager. Until there are two, that manager signs "
                "alone."
            ),
            people,
        )
    over = [i for i in Invitation.objects.filter(used_at=None) if not i.open_at(now)]
    if over:
        words = ngettext(
            "%(n)s invitation expired without being used.", "%(n)s invitations expired without being used.", len(over)
        )
        yield Need(words % {"n": len(over)}, people, _("View"))


def about_mail(now: datetime) -> Iterator[Need]:
    if mail.server() is None:
        words = _("No mail server is set up. Nothing depends on it: everyone finds their work in To do.")
        yield Need(words, reverse("mail_server"), _("Set up"))
    given_up = Outbox.objects.given_up()
    if n := given_up.count():
        words = ngettext("%(n)s email couldn't be sent.", "%(n)s emails couldn't be sent.", n) % {"n": n}
        last = given_up.order_by("-pk").values_list("error", flat=True).first()
        yield Need(f"{words} {last or ''}".strip(), reverse("mail_server"), _("Check the mail server"))


notices: list[Notice] = [about_people, about_mail]


def needs(now: datetime) -> list[Need]:
    """All that needs attention at ``now``."""
    return [need for notice in notices for need in notice(now)]
