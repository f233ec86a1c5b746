"""The list of this kind, and a form for a new one."""

from policyhub.registry.views import listing, writing


class List(listing.RuleList):
    kind = "procedure"


class Create(writing.Create):
    kind = "procedure"
