"""Who may do what. Everything else is closed.

Views ask here and nowhere else; ``tests/access_matrix.py`` says the same once more, as a table.
"""

from collections.abc import Collection
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import Organisation, Role, User


class HasTeam(Protocol):
    """Anything that belongs to a team, or to none (``team_id`` is None)."""

    @property
    def team_id(self) -> int | None: ...


class HasAuthor(Protocol):
    """Anything with an author."""

    @property
    def author_id(self) -> int: ...


class CaseLike(Protocol):
    """A question, log entry or request from the counter: ``feedback.Case``, seen from below."""

    person_id: int

    @property
    def owner_id(self) -> int | None: ...

    @property
    def teams(self) -> Collection[int]: ...  # whose leads and managers may answer

    @property
    def grantor(self) -> str: ...  # the role that must grant it; any other text if no role must


LEADS = frozenset({Role.LEAD, Role.MANAGER})
# Which roles may stand in for the one that must grant something
GRANTING_ROLES = {Role.LEAD.value: LEADS, Role.MANAGER.value: frozenset({Role.MANAGER})}


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in. Pages are closed to everybody else before they get here."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def require_documenter(request: HttpRequest) -> User:
    """The signed-in person, who must be one of those who write rules. Raises PermissionDenied if they are not."""
    person = person_of(request)
    require(may_document(person))
    return person


def is_manager(person: User) -> bool:
    """A manager of at least one team."""
    return person.is_active and Role.MANAGER in person.roles.values()


def manages(person: User, owned: HasTeam) -> bool:
    """A manager of the team that ``owned`` belongs to; what has no team is any manager's."""
    if owned.team_id is None:
        return is_manager(person)
    return person.is_active and person.roles.get(owned.team_id) == Role.MANAGER


def may_document(person: User) -> bool:
    """See the rooms in which rules are written: drafts, lists of what is missing."""
    return person.is_active and (person.is_admin or is_manager(person))


def may_write(person: User, rule: HasTeam) -> bool:
    """Write, classify and propose this rule."""
    return person.is_active and (person.is_admin or manages(person, rule))


def may_sign(person: User, rule: HasTeam, *, proposer_id: int | None) -> bool:
    """Put a waiting edition in force. Administering alone does not suffice, nor does one's own proposal
    where a second person signs. A team without a second manager borrows one."""
    if not second_person_signs():
        return manages(person, rule)
    if person.pk == proposer_id:
        return False
    if manages(person, rule):
        return True
    managers = User.objects.managers(of=rule.team_id).values_list("pk", flat=True)
    return is_manager(person) and not set(managers) - {proposer_id}


def may_put_in_force_alone(person: User, rule: HasTeam) -> bool:
    return manages(person, rule) and not second_person_signs()


def may_see_feedback(person: User, rule: HasTeam) -> bool:
    """See the feedback about this rule: whoever may write it, and the leads of its team."""
    roles = person.roles.values() if rule.team_id is None else [person.roles.get(rule.team_id)]
    return may_write(person, rule) or (person.is_active and Role.LEAD in roles)


def may_erase_text(person: User, authored: HasAuthor) -> bool:
    """Erase the text of a comment or case: its author may, and administrators."""
    return person.is_active and (person.is_admin or person.pk == authored.author_id)


def may_resolve(person: User, question: HasAuthor, rule: HasTeam) -> bool:
    """Resolve a question about ``rule`` or reopen it: whoever asked it, and whoever may write the rule."""
    return may_write(person, rule) or (person.is_active and person.pk == question.author_id)


def may_coach(person: User) -> bool:
    """See what colleagues asked and logged, all of it that is theirs to answer."""
    return person.is_active and (person.is_admin or bool(LEADS & set(person.roles.values())))


def may_answer(person: User, case: CaseLike) -> bool:
    """Answer a colleague: who looks after the rule, who leads or manages one of the teams, and administrators. What
    needs a role's say is granted by that role alone. Nobody answers themselves; that ``person`` may read the rule is
    seen to where the case is found."""
    if not person.is_active or person.pk == case.person_id:
        return False
    if case.grantor not in GRANTING_ROLES and (person.is_admin or person.pk == case.owner_id):
        return True
    return any(person.roles.get(team) in GRANTING_ROLES.get(case.grantor, LEADS) for team in case.teams)


def may_administer(person: User) -> bool:
    """People, teams, switches."""
    return person.is_active and person.is_admin


def second_person_signs() -> bool:
    """The organisation's switch; it rests while there is only one manager."""
    organisation = Organisation.current_or_none()
    return organisation is not None and organisation.second_person and User.objects.managers().count() > 1
