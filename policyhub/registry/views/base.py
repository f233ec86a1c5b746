"""What pages about one rule share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.ui import pages
from policyhub.ui.pages import FormPageView, add_errors
from policyhub.ui.races import stale_if_somebody_was_first

from ..hooks import with_extra_columns
from ..models import Rule
from ..models.rule import OldSlug


def find_rule(person: User, slug: str) -> Rule:
    """The rule at this address, if ``person`` may know of it; else 404."""
    rules = Rule.objects.for_reader(person).select_related("owner", "team", "captured_by", "checked_by")
    rule: Rule | None = with_extra_columns(rules, person).filter(slug=slug).first()
    if rule is None:
        old = OldSlug.objects.filter(slug=slug, rule__in=rules).select_related("rule").first()
        if old is None:
            raise Http404(_("There's no rule at this address."))
        raise RuleMovedError(old.rule)
    return rule


class RuleMovedError(Exception):
    """The rule was renamed; it is at another address now."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.slug)
        self.rule = rule

    def response(self, request: HttpRequest) -> HttpResponse:
        match = request.resolver_match
        assert match is not None  # a page found this rule, so its address was resolved
        address = reverse(match.view_name, kwargs={**match.kwargs, "slug": self.rule.slug})
        query = request.META.get("QUERY_STRING", "")
        # preserve_request: what somebody typed into the form at the old address comes along
        return HttpResponsePermanentRedirect(
            f"{address}?{query}" if query else address, preserve_request=request.method == "POST"
        )


class RuleActionView(FormPageView):
    """A page with a form about one rule. ``is_allowed`` says who may; a stale save shows its page, 409."""

    rule: Rule

    def is_allowed(self, person: User) -> bool:
        return False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        try:
            self.rule = find_rule(self.person, kwargs["slug"])
        except RuleMovedError as moved:
            return moved.response(request)
        access.require(self.is_allowed(self.person))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"rule": self.rule} | kwargs)

    def act(self, form: Any) -> None:
        """Call the verb. ValidationError comes back at the form; Stale as its own page."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with stale_if_somebody_was_first():
                self.act(form)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        except pages.Stale:
            return render(self.request, "registry/stale.html", {"rule": self.rule, "form": form}, status=409)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return Rule.objects.get(pk=self.rule.pk).get_absolute_url()
