"""Who is signed in: allauth's backend, which takes the person that the session store has already read."""

from typing import Any

from allauth.account import auth_backends

from .models import User
from .sessions import take_loaded_user


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """Django calls it right after it has loaded the session, and then checks that the password is still the
        one with which the session was begun."""
        user = take_loaded_user(user_id) or User.objects.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
