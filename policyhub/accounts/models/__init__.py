"""The organisation, its people and teams, and how people come in."""

from .organisation import Organisation, Team
from .people import Invitation, Membership, Role, User
from .session import Session

__all__ = ["Invitation", "Membership", "Organisation", "Role", "Session", "Team", "User"]
