"""Who may do what. Everything else is closed.

Views ask here and nowhere else; ``tests/access_matrix.py`` says the same once more, as a table.
"""

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

    author_id: int


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


def may_remove_words(person: User, said: ByAuthor) -> bool:
    """Have a comment's words erased: one's own, or as an administrator anybody's."""
    return person.is_active and (person.is_admin or person.pk == said.author_id)


def may_settle(person: User, asked: ByAuthor, rule: OfTeam) -> bool:
    """Say that a question about ``rule`` is resolved, or open it again: whoever asked, and whoever writes the rule."""
    return may_write(person, rule) or (person.is_active and person.pk == asked.author_id)


def may_administer(person: User) -> bool:
    """People, teams, switches."""
    return person.is_active and person.is_admin


def second_person_signs() -> bool:
    """The organisation's switch; it rests while there is only one manager."""
    organisation = Organisation.current()
    return organisation is not None and organisation.second_person and User.objects.managers().count() > 1
