"""Who may read a rule, who of them is likely to be asked about it, and whom a text calls by name."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from policyhub.accounts.models import Membership, Role, User

from .models import Edition, Rule
from .models.edition import State
from .models.rule import Stage


def is_known_to_staff(rule: Rule) -> bool:
    """Whether ``rule`` is more than a draft, which those who document know alone."""
    return rule.stage == Stage.UNWRITTEN or Edition.objects.filter(rule=rule, state=State.APPROVED).exists()


def readers_of(rule: Rule, *, among_writers: bool = False) -> QuerySet[User]:
    """The active people who may know of ``rule``: ``Rule.objects.for_reader``, asked the other way round; or those
    of them who may read what is said ``among_writers``."""
    places = Membership.objects.filter(person_id=OuterRef("pk"))
    may = Q()
    if rule.restricted:
        may &= Q(Exists(places.filter(team__in=rule.restricted_to.all())))
    if among_writers or not is_known_to_staff(rule):
        may &= Q(Exists(places.filter(role=Role.MANAGER)))
    people: QuerySet[User] = User.objects.active()
    return people.filter(Q(is_admin=True) | may) if may else people
