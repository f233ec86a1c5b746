"""Who may answer a question, and who of them is asked. The counterpart of ``access.may_answer``."""

from collections.abc import Collection

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from policyhub.accounts import access
from policyhub.accounts.models import Membership, Role, User
from policyhub.registry.models import Rule
from policyhub.registry.visibility import readers_of

MAX_RECIPIENTS = 5  # who are named and written to


def answerers(asker: User, rule: Rule | None, grantor: str = "") -> QuerySet[User]:
    """The active people who may answer what ``asker`` asks about ``rule``, and grant what ``grantor`` may grant."""
    people = (readers_of(rule) if rule else User.objects.active()).exclude(pk=asker.pk)
    in_team = Q(Exists(_memberships(asker, rule, access.GRANTING_ROLES.get(grantor, access.LEADS))))
    if grantor in access.GRANTING_ROLES:
        return people.filter(in_team)
    return people.filter(in_team | Q(is_admin=True) | Q(pk=rule.owner_id if rule else None))


def recipients_of(asker: User, rule: Rule | None, grantor: str = "") -> list[User]:
    """Who is asked: whoever looks after the rule; else the leads, then the managers. Nobody who only administers."""
    people = answerers(asker, rule, grantor)
    if (
        rule
        and rule.owner_id
        and grantor not in access.GRANTING_ROLES
        and (owner := people.filter(pk=rule.owner_id).first())
    ):
        return [owner]
    leads, managers = (_memberships(asker, rule, {role}) for role in (Role.LEAD, Role.MANAGER))
    turn = Case(When(Exists(leads), then=Value(0)), When(Exists(managers), then=Value(1)), default=None)
    leads_first = people.annotate(turn=turn).filter(turn__isnull=False)
    return list(leads_first.order_by("turn", "name", "pk")[:MAX_RECIPIENTS])


def people_to_call(asker: User) -> list[tuple[User, bool]]:
    """Whom ``asker`` may call whatever the rule: those who lead their teams, then those who manage them. With each
    whether they manage, and so may grant what a lead may not. One query."""
    manages = Exists(_memberships(asker, None, {Role.MANAGER}))
    people = answerers(asker, None, Role.LEAD).annotate(manages=manages).order_by("name", "pk")
    people_and_manages: list[tuple[User, bool]] = [(person, person.manages) for person in people]
    return [pair for pair in people_and_manages if not pair[1]][:MAX_RECIPIENTS] + [
        pair for pair in people_and_manages if pair[1]
    ][:MAX_RECIPIENTS]


def _memberships(asker: User, rule: Rule | None, roles: Collection[str]) -> QuerySet[Membership]:
    teams = [rule.team_id] if rule and rule.team_id else list(asker.roles)
    return Membership.objects.filter(person=OuterRef("pk"), team__in=teams, role__in=roles)
