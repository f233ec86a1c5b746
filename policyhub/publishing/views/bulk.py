"""Several rules under one signature: put in force or proposed together, and signed together."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policyhub.accounts import access
from policyhub.registry.forms.register import NOT_IN_FORCE
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.models.rule import Stage
from policyhub.registry.views.listing import in_register
from policyhub.ui import pages
from policyhub.ui.pages import FormPageView
from policyhub.ui.races import stale_if_somebody_was_first

from .. import bulk
from ..forms import SignatureForm

MAX_RULES = 200  # at once: more than anybody reads before signing


class BulkActionView(FormPageView):
    """A list with ticks and one signature under it. Where one of them is stale, the page comes back, 409."""

    form_class = SignatureForm
    success_url = reverse_lazy("registry:list")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        access.require(access.may_document(self.person))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def act(self) -> str:
        """Do it; returns what to say of it."""
        return ""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with stale_if_somebody_was_first():
                messages.success(self.request, self.act())
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        except pages.Stale:
            form.add_error(None, _("One of these rules has changed. Check them again before you continue."))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)


class BulkPublishView(BulkActionView):
    """The chosen rules, those that cannot be put in force with their reason, and one signature."""

    template_name = "publishing/bulk.html"

    @cached_property
    def rules(self) -> list[Rule]:
        """The chosen ones that this person may bring in force; without a choice all that are ready."""
        query = self.request.POST if self.request.method == "POST" else self.request.GET
        values = [*query.getlist("chosen"), *(snapshot.split(":")[0] for snapshot in query.getlist("seen"))]
        references = [name for name in values if re.fullmatch(r"R-\d{3,9}", name)]
        rules = in_register(self.person).filter(stage=Stage.WRITTEN, waits=False, retired=False)
        rules = rules.filter(Q(reference__in=references) if references else NOT_IN_FORCE | Q(changed=True))
        candidates = (
            rules.select_related("owner", "team").defer("body", "customer_text").order_by("pk")[: MAX_RULES + 1]
        )
        return [rule for rule in candidates if access.may_write(self.person, rule)][:MAX_RULES]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"signed": any(self.can_sign_alone(rule) for rule in self.rules)}

    @cached_property
    def second_person_signs(self) -> bool:
        return access.second_person_signs()

    def can_sign_alone(self, rule: Rule) -> bool:
        return access.manages(self.person, rule) and not self.second_person_signs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing, snapshots = bulk.missing_by_rule(self.rules), bulk.snapshots(self.rules)
        ready = [(rule, snapshots[rule.pk]) for rule in self.rules if rule.pk not in missing]
        alone = all(self.can_sign_alone(rule) for rule, _snapshot in ready)
        context = {
            "heading": _("Publish rules") if alone else _("Send rules for approval"),
            "button": _("Publish") if alone else _("Send for approval"),
            "ready": ready,
            "kept_back": [(rule, missing[rule.pk]) for rule in self.rules if rule.pk in missing],
            "undecided": any(rule.flexibility == "undecided" for rule, _snapshot in ready),
            "alone": alone,
            "ticked": set(self.request.POST.getlist("seen")) if self.request.method == "POST" else None,
        }
        return super().get_context_data(**context | kwargs)

    def act(self) -> str:
        references = {rule.reference for rule in self.rules}
        snapshots = [snapshot for snapshot in map(parse_snapshot, self.request.POST.getlist("seen")) if snapshot]
        if not snapshots:
            raise ValidationError(_("Select at least one rule."))
        if unlisted := {snapshot.reference for snapshot in snapshots} - references:
            for rule in Rule.objects.filter(reference__in=unlisted):
                access.require(access.may_write(self.person, rule))
            raise pages.Stale
        editions = bulk.bring_in_force(snapshots, by=self.person, now=timezone.now())
        if editions[0].state == State.APPROVED:
            message = ngettext("%(n)s rule published.", "%(n)s rules published.", len(editions))
        else:
            message = ngettext("%(n)s rule sent for approval.", "%(n)s rules sent for approval.", len(editions))
        return message % {"n": len(editions)}


def parse_snapshot(text: str) -> bulk.RuleSnapshot | None:
    match = re.fullmatch(r"(R-\d{3,9}):(\d{1,9}):(\d{1,9})", text)
    return bulk.RuleSnapshot(match[1], int(match[2]), int(match[3])) if match else None


class BulkSignView(BulkActionView):
    """All that waits for this person's signature, to be read and signed in one go."""

    template_name = "publishing/bulk_sign.html"
    heading = gettext_lazy("Approve and sign together")
    button = gettext_lazy("Approve selected and sign")
    success_url = reverse_lazy("dashboard:to_do")

    @cached_property
    def waiting(self) -> list[Edition]:
        return editions_to_sign(self.person)[:MAX_RULES]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ticked = set(self.request.POST.getlist("seen")) if self.request.method == "POST" else None
        return super().get_context_data(**{"waiting": self.waiting, "ticked": ticked} | kwargs)

    def act(self) -> str:
        digests = dict(
            ticked_value.rsplit(":", 1) for ticked_value in self.request.POST.getlist("seen") if ":" in ticked_value
        )
        signatures = [(edition, digests.pop(edition.rule.reference, "")) for edition in self.waiting]
        signatures = [(edition, digest) for edition, digest in signatures if digest]
        if digests:
            not_theirs = Edition.objects.filter(state=State.WAITING, rule__reference__in=digests)
            access.require(not not_theirs.exists())
            raise pages.Stale
        if not signatures:
            raise ValidationError(_("Select at least one rule."))
        signed = bulk.sign_together(signatures, by=self.person, now=timezone.now())
        return _("Signed: %(n)s. Thank you.") % {"n": len(signed)}


def editions_to_sign(person: Any) -> list[Edition]:
    """The editions that wait for this person's signature, oldest first."""
    waiting = Edition.objects.filter(state=State.WAITING, rule__in=Rule.objects.for_reader(person))
    editions = list(waiting.select_related("rule", "rule__team").order_by("proposed_at"))
    edition_by_question = {(e.rule.team_id, e.proposed_by_id): e for e in editions}
    may_sign = {
        key: access.may_sign(person, e.rule, proposer_id=e.proposed_by_id) for key, e in edition_by_question.items()
    }
    return [e for e in editions if may_sign[e.rule.team_id, e.proposed_by_id]]
