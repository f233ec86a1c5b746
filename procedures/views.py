"""The list of this kind, and a form for a new one."""

from policyhub.authoring.views import editor
from policyhub.registry.views import listing


class ProcedureListView(listing.RuleListView):
    kind = "procedure"


class ProcedureCreateView(editor.RuleCreateView):
    kind = "procedure"
