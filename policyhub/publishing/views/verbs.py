"""Propose, sign, put in force, withdraw, retire, restore."""

from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.authoring.advice import Known, help_with, waved_of
from policyhub.authoring.models import Draft
from policyhub.authoring.texts import texts_of
from policyhub.registry.content import draft
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.requirements import lacks
from policyhub.registry.views.base import RulePage
from policyhub.ui import pages

from .. import actions as publishing
from .. import forms


class SignedPage(RulePage):
    """A page whose form is signed, and knows which edition it expects to make."""

    def alone(self) -> bool:
        return access.may_put_in_force_alone(self.person, self.rule)

    def get_initial(self) -> dict[str, Any]:
        return {"number": publishing.next_number(self.rule), "version": self.rule.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person, "signed": self.alone()}

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def done(self, edition: Edition) -> None:
        """Say what became of it."""
        if edition.state == State.WAITING:
            words = _("Sent for approval.")
        elif edition.retires:
            words = _("Retired. Staff no longer find it.")
        elif edition.is_in_force(timezone.now()):
            words = _("Published. It's in force now.")
        else:
            words = _("Signed. It comes into force on the date you set.")
        messages.success(self.request, words)


def advised(rule: Rule, said: dict[str, Any]) -> int:
    """How many things the writing help would say better, but for those waved off."""
    known = Known(rule.language, rule.instead, rule, waved_of(rule))
    places = help_with([one for one in texts_of(said) if one.text.strip()], known).places
    return sum(len(group.stretches) for place in places for group in place.groups)


class Propose(SignedPage):
    """Put the rule in force alone, or propose it to a second person; whichever holds here."""

    form_class = forms.ProposeForm
    template_name = "publishing/propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = draft(self.rule)
        alone = self.alone()
        words = {
            "heading": _("Publish") if alone else _("Send for approval"),
            "button": _("Publish") if alone else _("Send for approval"),
            "said": said,
            "alone": alone,
            "missing": publishing.missing(self.rule),
            "lacking": lacks(said, meets_customers=self.rule.meets_customers),
            "advised": advised(self.rule, said),
            "drafts": Draft.objects.open().of(self.person).filter(rule=self.rule),
            "complete_first": Organisation.the().complete_before_in_force,
        }
        return super().get_context_data(**words | kwargs)

    def act(self, form: Any) -> None:
        verb = publishing.put_in_force if self.alone() else publishing.propose
        number = form.cleaned_data["number"]
        self.done(verb(self.rule, form.proposal(), number=number, by=self.person, now=timezone.now()))


class Sign(SignedPage):
    """Read what is proposed, and answer it."""

    form_class = forms.SignForm
    template_name = "publishing/sign.html"
    heading = gettext_lazy("Approve and sign")
    button = gettext_lazy("Sign")

    def allowed(self, person: User) -> bool:
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
        words = {"edition": waiting, "said": waiting.said if waiting else None, "may_sign": may_sign}
        return super().get_context_data(**words | kwargs)

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


class Withdraw(SignedPage):
    """Take back a proposal, or a signed edition that has not begun."""

    form_class = forms.SignedForm
    template_name = "publishing/withdraw.html"
    heading = gettext_lazy("Withdraw this version?")
    lead = gettext_lazy("What's in force now stays in force. Nothing you wrote is lost.")
    button = gettext_lazy("Withdraw")

    def allowed(self, person: User) -> bool:
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


class Retire(SignedPage):
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
        self.done(edition)


class Restore(SignedPage):
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
        self.done(edition)
