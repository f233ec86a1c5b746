"""Who may do what. Everything else is closed.

Views ask here and nowhere else; ``tests/access_matrix.py`` says the same once more, as a table.
"""

from collections.abc import Collection
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import Organisation, Role, User


class OfTeam(Protocol):
    """Whatever belongs to a team, or to nobody in particular."""

    @property
    def team_id(self) -> int | None: ...


class ByAuthor(Protocol):
    """Whatever somebody wrote."""

    @property
    def author_id(self) -> int: ...


class Asked(Protocol):
    """What somebody at the counter asks, logs or wants granted."""

    person_id: int

    @property
    def owner_id(self) -> int | None: ...

    @property
    def teams(self) -> Collection[int]: ...  # whose leads and managers may answer

    @property
    def grantor(self) -> str: ...  # the role whose say is needed; "" or another word where none in particular is


LEADS = frozenset({Role.LEAD, Role.MANAGER})
SUFFICES = {Role.LEAD.value: LEADS, Role.MANAGER.value: frozenset({Role.MANAGER})}  # for what needs a role's say


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in. Pages are closed to everybody else before they get here."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def is_manager(person: User) -> bool:
    """A manager of at least one team."""
    return person.is_active and Role.MANAGER in person.roles.values()


def manages(person: User, thing: OfTeam) -> bool:
    """A manager of the team of ``thing``; what has no team is any manager's."""
    if thing.team_id is None:
        return is_manager(person)
    return person.is_active and person.roles.get(thing.team_id) == Role.MANAGER


def may_document(person: User) -> bool:
    """See the rooms in which rules are written: drafts, lists of what is missing."""
    return person.is_active and (person.is_admin or is_manager(person))


def may_write(person: User, rule: OfTeam) -> bool:
    """Write, classify and propose this rule."""
    return person.is_active and (person.is_admin or manages(person, rule))


def may_sign(person: User, rule: OfTeam, *, proposer_id: int | None) -> bool:
    """Put a waiting edition in force. Administering alone does not suffice, nor does one's own proposal
    where a second person signs. A team without a second manager borrows one."""
    if not second_person_signs():
        return manages(person, rule)
    if person.pk == proposer_id:
        return False
    if manages(person, rule):
        return True
    there = User.objects.managers(of=rule.team_id).values_list("pk", flat=True)
    return is_manager(person) and not set(there) - {proposer_id}


def may_put_in_force_alone(person: User, rule: OfTeam) -> bool:
    return manages(person, rule) and not second_person_signs()


def may_hear(person: User, rule: OfTeam) -> bool:
    """See what staff tell back about this rule: whoever writes it, and the leads of its team."""
    roles = person.roles.values() if rule.team_id is None else [person.roles.get(rule.team_id)]
    return may_write(person, rule) or (person.is_active and Role.LEAD in roles)


def may_remove_words(person: User, said: ByAuthor) -> bool:
    """Have a comment's words erased: one's own, or as an administrator anybody's."""
    return person.is_active and (person.is_admin or person.pk == said.author_id)


def may_settle(person: User, asked: ByAuthor, rule: OfTeam) -> bool:
    """Say that a question about ``rule`` is resolved, or open it again: whoever asked, and whoever writes the rule."""
    return may_write(person, rule) or (person.is_active and person.pk == asked.author_id)


def may_coach(person: User) -> bool:
    """See what colleagues asked and logged, all of it that is theirs to answer."""
    return person.is_active and (person.is_admin or bool(LEADS & set(person.roles.values())))


def may_answer(person: User, asked: Asked) -> bool:
    """Answer a colleague: who looks after the rule, who leads or manages one of the teams, and administrators. What
    needs a role's say is granted by that role alone. Nobody answers themselves; that ``person`` may read the rule is
    seen to where the case is found."""
    if not person.is_active or person.pk == asked.person_id:
        return False
    if asked.grantor not in SUFFICES and (person.is_admin or person.pk == asked.owner_id):
        return True
    return any(person.roles.get(team) in SUFFICES.get(asked.grantor, LEADS) for team in asked.teams)


def may_administer(person: User) -> bool:
    """People, teams, switches."""
    return person.is_active and person.is_admin


def second_person_signs() -> bool:
    """The organisation's switch; it rests while there is only one manager."""
    organisation = Organisation.current()
    return organisation is not None and organisation.second_person and User.objects.managers().count() > 1
