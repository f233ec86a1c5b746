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
from django_stubs_ext import StrOrPromise

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.registry.content import draft
from policyhub.registry.models import Edition
from policyhub.registry.views.base import RuleActionView, RuleMovedError, find_rule
from policyhub.ui.form_messages import OwnMessagesMixin

from .. import actions as verbs
from ..models import CustomerPage
from ..pages import customer_text_of, screen_language
from ..warnings import fit_to_show, internal_details, warnings


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Turned to the customer: the public words of the rule in large type, whether or not it is on their pages."""
    person = access.person_of(request)
    try:
        rule = find_rule(person, slug)
    except RuleMovedError as moved:
        return moved.response(request)
    edition = rule.edition_at(timezone.now())
    if edition is None or edition.retires:
        return redirect(rule)
    content = edition.content_data
    customer_text = fit_to_show(customer_text_of(content), content["say_it"], internal_details(content))
    frame_language = screen_language(customer_text.language)
    with translation.override(frame_language):
        context = {
            "rule": rule,
            "customer_text": customer_text,
            "language": customer_text.language,
            "spoken": frame_language,
        }
        return render(request, "customers/show.html", context)


class CustomerPageSwitchForm(OwnMessagesMixin, forms.Form):
    """Which way the switch is to stand."""

    on = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], widget=forms.HiddenInput)


class CustomerPageView(RuleActionView):
    """What customers will see of a rule, what to look at again, and the switch that lets them."""

    form_class = CustomerPageSwitchForm
    template_name = "customers/preview.html"
    heading = gettext_lazy("Customer page")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def edition(self) -> Edition | None:
        """In force, and not the end of the rule."""
        edition = self.rule.edition_at(timezone.now())
        return edition if edition is not None and not edition.retires else None

    def get_initial(self) -> dict[str, Any]:
        return {"on": "off" if self.rule.on_customer_page else "on"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = CustomerPage.objects.public(timezone.now()).filter(rule=self.rule).select_related("address").first()
        obstacles = self.obstacles()
        context = {
            "texts": self.texts(),
            "obstacles": obstacles,
            "has_text_in_force": self.has_text_in_force,
            "public": page if page is not None and not obstacles else None,
            "address": self.request.build_absolute_uri(page.get_absolute_url()) if page else "",
        }
        return super().get_context_data(**context | kwargs)

    @property
    def has_text_in_force(self) -> bool:
        """The text in force has words for customers. Only then it can be opened: whoever opens it has seen them."""
        return self.edition is not None and customer_text_of(self.edition.content_data).has_text

    def obstacles(self) -> list[StrOrPromise]:
        """Reasons why customers can't read the page although the rule is shown to them."""
        customer_text = customer_text_of(self.edition.content_data) if self.edition else None
        reasons = [
            (
                self.rule.restricted,
                _("It's restricted to certain teams. Restricted rules are never shown to customers."),
            ),
            (self.edition is None, _("It's not in force.")),
            (customer_text and not customer_text.has_text, _("The version in force has no customer text.")),
            (
                not Organisation.current().customers_pages,
                _("Customer pages are turned off in Settings."),
            ),
        ]
        return [reason for applies, reason in reasons if applies]

    def texts(self) -> list[dict[str, Any]]:
        """What they read now, and, where it differs, what they will read once the working text is in force."""
        content = draft(self.rule)
        internal, coming = internal_details(content), customer_text_of(content)
        now = customer_text_of(self.edition.content_data) if self.edition else None
        texts = [(_("In force now"), now)] if now is not None and now.has_text else []
        if coming != now and coming.has_text:
            texts.append((_("After you publish the draft"), coming))
        return [
            {"heading": heading, "customer_text": customer_text, "warnings": warnings(customer_text, internal)}
            for heading, customer_text in texts
            if customer_text
        ]

    def act(self, form: Any) -> None:
        opens = form.cleaned_data["on"] == "on"
        if opens and not (self.has_text_in_force or self.rule.on_customer_page):
            raise ValidationError(_("The version in force has no customer text yet. Write it and publish it first."))
        verb = verbs.show_to_customers if opens else verbs.hide_from_customers
        verb(self.rule, by=self.person, now=timezone.now())
        if not opens:
            messages.success(self.request, _("Removed from customer pages. Cached copies are gone within a minute."))
        elif self.obstacles():
            messages.success(self.request, _("Saved. Customers can read it once the points below are settled."))
        else:
            messages.success(self.request, _("Customers can read it now."))

    def get_success_url(self) -> str:
        return reverse("customers:preview", args=[self.rule.slug])
