"""Every model for which no app registered an admin of its own gets a read-only one."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model

from policyhub.accounts.models import Session
from policyhub.authoring.models import Draft
from policyhub.classification.models import Suggestion
from policyhub.customers import models as customers
from policyhub.evidence.models import Chain
from policyhub.feedback.models import Pulse
from policyhub.imports.models import Upload
from policyhub.lookup import models as lookup
from policyhub.registry.models.rule import OldSlug
from policyhub.search import models as search
from policyhub.ui.admin import ReadOnlyAdmin

INDEX = "part of the search index, which is made again from the versions in force"
CACHE = "kept for speed, and made again from the version in force"
LEFT_OUT: dict[type[Model], str] = {
    search.TermWeights: INDEX,
    search.Gram: INDEX,
    search.SearchRow: INDEX,
    search.Uncounted: INDEX,
    search.IndexedWord: INDEX,
    lookup.Card: CACHE,
    lookup.PopularRule: CACHE,
    customers.CustomerPage: CACHE,
    customers.CustomerAddress: "leads from old addresses of customer pages to new ones, by itself",
    OldSlug: "leads from old addresses of rules to new ones, by itself",
    Suggestion: "what the suggestions read in a text; made again whenever the text changes",
    Chain: "the head of a list of events, each of which names what it is about",
    Upload: "the bytes of a file while it is read; the imported documents show what was in it",
    Session: "its key opens somebody's session, and the admin's addresses would show it",
    Draft: "what somebody has typed and not saved is nobody else's",
    Pulse: "what somebody feels is told in figures alone, and never with their name",
}
OURS = ("policyhub.", "policies", "procedures", "standards")


def register_the_rest() -> None:
    for model_of_library in (Group, EmailAddress, Authenticator):  # of libraries, and changed there without an event
        if admin.site.is_registered(model_of_library):
            admin.site.unregister(model_of_library)
    for model in apps.get_models():
        if model in LEFT_OUT:
            continue
        if model.__module__.startswith(OURS) and not admin.site.is_registered(model):
            admin.site.register(model, ReadOnlyAdmin)


register_the_rest()
