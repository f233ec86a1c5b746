"""Propose, sign, put in force, withdraw, retire, restore."""

from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.authoring.advice import AdviceContext, dismissed_findings, writing_advice
from policyhub.authoring.models import Draft
from policyhub.authoring.texts import texts_of
from policyhub.registry.content import draft
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.requirements import missing_items
from policyhub.registry.views.base import RuleActionView
from policyhub.ui import pages

from .. import actions as publishing
from .. import forms


class SignedActionView(RuleActionView):
    """A page whose form is signed, and knows which edition it expects to make."""

    def can_sign_alone(self) -> bool:
        return access.may_put_in_force_alone(self.person, self.rule)

    def get_initial(self) -> dict[str, Any]:
        return {"number": publishing.next_number(self.rule), "version": self.rule.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person, "signed": self.can_sign_alone()}

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def add_success_message(self, edition: Edition) -> None:
        """Say what became of it."""
        if edition.state == State.WAITING:
            message = _("Sent for approval.")
        elif edition.retires:
            message = _("Retired. Staff no longer find it.")
        elif edition.is_in_force(timezone.now()):
            message = _("Published. It's in force now.")
        else:
            message = _("Signed. It comes into force on the date you set.")
        messages.success(self.request, message)


def count_advice(rule: Rule, content: dict[str, Any]) -> int:
    """How many suggestions the writing help has, without those that were dismissed."""
    advice_context = AdviceContext(rule.language, rule.instead, rule, dismissed_findings(rule))
    places = writing_advice([text for text in texts_of(content) if text.text.strip()], advice_context).open
    return sum(len(group.stretches) for place in places for group in place.groups)


class ProposeView(SignedActionView):
    """Put the rule in force alone, or propose it to a second person; whichever holds here."""

    form_class = forms.ProposeForm
    template_name = "publishing/propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = draft(self.rule)
        alone = self.can_sign_alone()
        context = {
            "heading": _("Publish") if alone else _("Send for approval"),
            "button": _("Publish") if alone else _("Send for approval"),
            "said": content,
            "alone": alone,
            "missing": publishing.missing_to_publish(self.rule),
            "lacking": missing_items(content, meets_customers=self.rule.meets_customers),
            "advised": count_advice(self.rule, content),
            "drafts": Draft.objects.open().of(self.person).filter(rule=self.rule),
            "complete_first": Organisation.current().complete_before_in_force,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        verb = publishing.put_in_force if self.can_sign_alone() else publishing.propose
        number = form.cleaned_data["number"]
        self.add_success_message(verb(self.rule, form.proposal(), number=number, by=self.person, now=timezone.now()))


class SignView(SignedActionView):
    """Read what is proposed, and answer it."""

    form_class = forms.SignForm
    template_name = "publishing/sign.html"
    heading = gettext_lazy("Approve and sign")
    button = gettext_lazy("Sign")

    def is_allowed(self, person: User) -> bool:
        waiting = self.rule.waiting
        proposer = waiting.proposed_by_id if waiting else None
        return access.manages(person, self.rule) or access.may_sign(person, self.rule, proposer_id=proposer)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"signed": True}

    def get_initial(self) -> dict[str, Any]:
        waiting = self.rule.waiting
        return {"digest": waiting.digest, "number": waiting.number} if waiting else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.rule.waiting
        may_sign = waiting and access.may_sign(self.person, self.rule, proposer_id=waiting.proposed_by_id)
        context = {"edition": waiting, "said": waiting.content_data if waiting else None, "may_sign": may_sign}
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        if self.rule.waiting is None:
            raise pages.Stale
        cleaned = form.cleaned_data
        publishing.sign(
            self.rule.waiting,
            cleaned["meaning"],
            cleaned["comment"],
            digest=cleaned["digest"],
            by=self.person,
            now=timezone.now(),
        )
        messages.success(self.request, _("Signed. Thank you."))


class WithdrawView(SignedActionView):
    """Take back a proposal, or a signed edition that has not begun."""

    form_class = forms.EditionSignatureForm
    template_name = "publishing/withdraw.html"
    heading = gettext_lazy("Withdraw this version?")
    lead = gettext_lazy("What's in force now stays in force. Nothing you wrote is lost.")
    button = gettext_lazy("Withdraw")

    def is_allowed(self, person: User) -> bool:
        return access.manages(person, self.rule)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"signed": False}

    def edition(self) -> Edition | None:
        newest_first = self.rule.editions.order_by("-number").defer("content")
        return self.rule.waiting or next((e for e in newest_first if e.is_planned(timezone.now())), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(edition=self.edition(), **kwargs)

    def get_initial(self) -> dict[str, Any]:
        edition = self.edition()
        return {"number": edition.number if edition else 0}

    def act(self, form: Any) -> None:
        edition = self.edition()
        if edition is None or edition.number != form.cleaned_data["number"]:
            raise pages.Stale
        publishing.withdraw(edition, by=self.person, now=timezone.now())
        messages.success(self.request, _("Withdrawn."))


class RetireView(SignedActionView):
    """End a rule: what depends on it is shown first."""

    form_class = forms.RetireForm
    template_name = "publishing/retire.html"
    heading = gettext_lazy("Retire this rule?")
    button = gettext_lazy("Retire")

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = Rule.objects.for_reader(self.person).with_edition_in_force(timezone.now()).exclude(pk=self.rule.pk)
        return super().get_form_kwargs() | {"rules": rules}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readable = Rule.objects.for_reader(self.person)
        links = self.rule.links_here.filter(from_rule__in=readable).select_related("from_rule")
        return super().get_context_data(links=links, said=draft(self.rule), **kwargs)

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        edition = publishing.retire(
            self.rule,
            why=cleaned["why"],
            successor=cleaned["successor"],
            number=cleaned["number"],
            by=self.person,
            now=timezone.now(),
        )
        self.add_success_message(edition)


class RestoreView(SignedActionView):
    """Bring a retired rule back."""

    form_class = forms.RestoreForm
    template_name = "publishing/restore.html"
    heading = gettext_lazy("Restore this rule?")
    lead = gettext_lazy("It comes back into force with the text below.")
    button = gettext_lazy("Restore")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(said=draft(self.rule), **kwargs)

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        edition = publishing.restore(
            self.rule,
            why=cleaned["why"],
            number=cleaned["number"],
            version=cleaned["version"],
            by=self.person,
            now=timezone.now(),
        )
        self.add_success_message(edition)
