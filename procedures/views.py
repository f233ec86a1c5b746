"""The list of this kind, and a form for a new one."""

from policyhub.authoring.views import editor
from policyhub.registry.views import listing


class List(listing.RuleList):
    kind = "procedure"


class Create(editor.Create):
    kind = "procedure"
