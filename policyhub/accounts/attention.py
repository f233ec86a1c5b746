"""What needs whoever administers: shown above the settings. Later rooms add their own functions to the list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policyhub.post import mail
from policyhub.post.models import Outbox

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
            _("One person alone administers PolicyHub. If they are away, nobody can."), people, _("Add another")
        )
    managers = Membership.objects.filter(team=OuterRef("pk"), role=Role.MANAGER, person__is_active=True)
    members = Membership.objects.filter(team=OuterRef("pk"), person__is_active=True)
    for team in Team.objects.filter(Exists(members), ~Exists(managers)):
        yield Need(_("Nobody manages “%(team)s”.") % {"team": team}, people, _("Choose somebody"))
    if Organisation.the().second_person and User.objects.managers().count() < 2:
        yield Need(
            _("A second person should sign, but there is only one manager. Until then, one signs alone."), people
        )
    over = [i for i in Invitation.objects.filter(used_at=None) if not i.open_at(now)]
    if over:
        words = ngettext(
            "%(n)s link was never used and is over.", "%(n)s links were never used and are over.", len(over)
        )
        yield Need(words % {"n": len(over)}, people, _("Look at them"))


def about_mail(now: datetime) -> Iterator[Need]:
    if mail.server() is None:
        words = _("No mail server is set. Nothing waits for mail: To do shows everybody what waits for them.")
        yield Need(words, reverse("mail_server"), _("Set one"))
    given_up = Outbox.objects.given_up()
    if n := given_up.count():
        words = ngettext("%(n)s mail could not be sent.", "%(n)s mails could not be sent.", n) % {"n": n}
        last = given_up.order_by("-pk").values_list("error", flat=True).first()
        yield Need(f"{words} {last or ''}".strip(), reverse("mail_server"), _("Look at the server"))


notices: list[Notice] = [about_people, about_mail]


def needs(now: datetime) -> list[Need]:
    """All that needs attention at ``now``."""
    return [need for notice in notices for need in notice(now)]
