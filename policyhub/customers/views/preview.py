"""What customers see of a rule: shown to one of them at the counter, and to its writer before anybody reads it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.registry.content import draft
from policyhub.registry.models import Edition
from policyhub.registry.views.base import Moved, RulePage, find_rule
from policyhub.ui.form_messages import OwnMessages
from policyhub.ui.pages import Words

from .. import actions as verbs
from ..models import CustomerPage
from ..pages import for_customers, screen_language
from ..warnings import fit_to_show, inside, warnings


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Turned to the customer: the public words of the rule in large type, whether or not it is on their pages."""
    person = access.person_of(request)
    try:
        rule = find_rule(person, slug)
    except Moved as moved:
        return moved.response(request)
    edition = rule.edition_at(timezone.now())
    if edition is None or edition.retires:
        return redirect(rule)
    said = edition.said
    told = fit_to_show(for_customers(said), said["say_it"], inside(said))
    spoken = screen_language(told.language)
    with translation.override(spoken):
        context = {"rule": rule, "told": told, "language": told.language, "spoken": spoken}
        return render(request, "customers/show.html", context)


class SwitchForm(OwnMessages, forms.Form):
    """Which way the switch is to stand."""

    on = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], widget=forms.HiddenInput)


class Customers(RulePage):
    """What customers will see of a rule, what to look at again, and the switch that lets them."""

    form_class = SwitchForm
    template_name = "customers/preview.html"
    heading = gettext_lazy("Customer page")

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def edition(self) -> Edition | None:
        """In force, and not the end of the rule."""
        found = self.rule.edition_at(timezone.now())
        return found if found is not None and not found.retires else None

    def get_initial(self) -> dict[str, Any]:
        return {"on": "off" if self.rule.on_customer_page else "on"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = CustomerPage.objects.public(timezone.now()).filter(rule=self.rule).select_related("address").first()
        keeps = self.keeps()
        words = {
            "texts": self.texts(),
            "keeps": keeps,
            "readable": self.readable,
            "public": page if page is not None and not keeps else None,
            "address": self.request.build_absolute_uri(page.get_absolute_url()) if page else "",
        }
        return super().get_context_data(**words | kwargs)

    @property
    def readable(self) -> bool:
        """The text in force has words for customers. Only then it can be opened: whoever opens it has seen them."""
        return self.edition is not None and for_customers(self.edition.said).is_told

    def keeps(self) -> list[Words]:
        """What keeps customers from reading it, whatever its switch says."""
        told = for_customers(self.edition.said) if self.edition else None
        found = [
            (
                self.rule.restricted,
                _("It's restricted to certain teams. Restricted rules are never shown to customers."),
            ),
            (self.edition is None, _("It's not in force.")),
            (told and not told.is_told, _("The version in force has no customer text.")),
            (
                not Organisation.the().customers_pages,
                _("Customer pages are turned off in Settings."),
            ),
        ]
        return [words for so, words in found if so]

    def texts(self) -> list[dict[str, Any]]:
        """What they read now, and, where it differs, what they will read once the working text is in force."""
        said = draft(self.rule)
        known, coming = inside(said), for_customers(said)
        now = for_customers(self.edition.said) if self.edition else None
        told = [(_("In force now"), now)] if now is not None and now.is_told else []
        if coming != now and coming.is_told:
            told.append((_("After you publish the draft"), coming))
        return [{"heading": heading, "told": one, "warnings": warnings(one, known)} for heading, one in told if one]

    def act(self, form: Any) -> None:
        opens = form.cleaned_data["on"] == "on"
        if opens and not (self.readable or self.rule.on_customer_page):
            raise ValidationError(_("The version in force has no customer text yet. Write it and publish it first."))
        verb = verbs.open_to if opens else verbs.close_to
        verb(self.rule, by=self.person, now=timezone.now())
        if not opens:
            messages.success(self.request, _("Removed from customer pages. Cached copies are gone within a minute."))
        elif self.keeps():
            messages.success(self.request, _("Saved. Customers can read it once the points below are settled."))
        else:
            messages.success(self.request, _("Customers can read it now."))

    def get_success_url(self) -> str:
        return reverse("rule_customers", args=[self.rule.slug])
