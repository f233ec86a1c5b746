"""Every model that no room gave an admin of its own is there to be looked at."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model

from policyhub.accounts.models import Session
from policyhub.admin_parts import Shown
from policyhub.feedback.models import Pulse
from policyhub.registry.models import Draft

LEFT_OUT: dict[type[Model], str] = {
    Session: "its key opens somebody's session, and the admin's addresses would show it",
    Draft: "what somebody has typed and not saved is nobody else's",
    Pulse: "what somebody feels is told in figures alone, and never with their name",
}
OURS = ("policyhub.", "policies", "procedures", "standards")


def register_the_rest() -> None:
    for theirs in (Group, EmailAddress, Authenticator):  # of libraries, and changed there without an event
        if admin.site.is_registered(theirs):
            admin.site.unregister(theirs)
    for model in apps.get_models():
        if model in LEFT_OUT:
            continue
        if model.__module__.startswith(OURS) and not admin.site.is_registered(model):
            admin.site.register(model, Shown)


register_the_rest()
