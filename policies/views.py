"""The list of this kind, and a form for a new one."""

from policyhub.authoring.views import editor
from policyhub.registry.views import listing


class PolicyListView(listing.RuleListView):
    kind = "policy"


class PolicyCreateView(editor.RuleCreateView):
    kind = "policy"
