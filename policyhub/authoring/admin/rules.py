"""Rules of every kind, and their situations, saved by the same actions as on our pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.classification.actions import classify
from policyhub.classification.admin_actions import mark_black, mark_grey, more_actions
from policyhub.registry import content, writing
from policyhub.registry.kinds import Kind, kinds, row_specs_of
from policyhub.registry.models import Rule, Situation
from policyhub.registry.templatetags.look import kind_label, plate
from policyhub.ui import pages
from policyhub.ui.admin import VersionedAdmin

from ..forms.editor import COUNTER_FIELDS, ENFORCEMENT_FIELDS, LIVE_FIELDS, RULE_FIELDS
from .forms import RuleAdminForm, SituationAdminForm, inline_of, rows_below, rows_typed

RULE_COLUMNS = ["bends", "shown", "why", "kind_words", "owner", "team", "next_review", "reference"]


class KindFilter(admin.SimpleListFilter):
    """Policies, procedures, standards, and rules of which nobody has said."""

    title = gettext_lazy("type")
    parameter_name = "kind"
    UNSURE = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((kind.name, kind.plural) for kind in kinds.values()), (self.UNSURE, _("No type yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(kind="" if self.value() == self.UNSURE else self.value())


class RuleAdmin(VersionedAdmin):
    """Rules of every kind in one list. Opening one leads to the admin of its kind."""

    can_add = can_change = True
    kind: Kind | None = None
    form = RuleAdminForm
    list_display: Any = RULE_COLUMNS
    list_display_links = ["shown", "reference"]
    list_filter = ["flexibility", KindFilter, "stage", "team", "meets_customers", "restricted", "language"]
    search_fields = ["title", "reference", "statement"]
    autocomplete_fields = ["owner", "team"]
    list_select_related = ["owner", "team"]
    date_hierarchy = "next_review"
    ordering = ["title"]
    readonly_fields = ["reference", "kind_words", "stage", "on_customer_page", "next_review", "page"]
    filter_horizontal = ["restricted_to"]
    actions = [mark_black, mark_grey]

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        for action in more_actions:
            actions[action.__name__] = self.get_action(action)
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        readable: Any = super().get_queryset(request)
        return readable.for_reader(access.person_of(request))  # type: ignore[no-any-return]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return [inline_of(spec) for spec in row_specs_of(self.kind.name if self.kind else "")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind_fields = self.kind.fields if self.kind else ()
        live_fields = [name for name in LIVE_FIELDS if name != "language"]
        return [
            (None, {"fields": [*RULE_FIELDS, *kind_fields, "opened"]}),
            (_("Black or grey"), {"fields": ["bends", "because", *ENFORCEMENT_FIELDS]}),
            (_("At the counter"), {"fields": COUNTER_FIELDS}),
            (_("Owner and review"), {"fields": [*live_fields, "language"]}),
            (_("Status"), {"fields": self.readonly_fields if obj else ["kind_words"]}),
        ]

    @admin.display(description=gettext_lazy("rule"), ordering="title")
    def shown(self, obj: Rule) -> str:
        return obj.title

    @admin.display(description=gettext_lazy("black or grey"), ordering="flexibility")
    def bends(self, obj: Rule) -> SafeString:
        state = "unwritten" if obj.stage == "unwritten" else obj.flexibility
        return plate(state, False)

    @admin.display(description=gettext_lazy("why"))
    def why(self, obj: Rule) -> str:
        return obj.rationale if len(obj.rationale) < 90 else obj.rationale[:88] + "…"

    @admin.display(description=gettext_lazy("type"), ordering="kind")
    def kind_words(self, obj: Rule) -> str:
        return kind_label(obj.kind or (self.kind.name if self.kind else "")) or _("No type yet")

    @admin.display(description=gettext_lazy("on its page"))
    def page(self, obj: Rule) -> str:
        label = _("Open the rule's page to publish, approve or retire it, or to show it to customers")
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), label)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        rule = Rule.objects.filter(pk=object_id).only("kind").first() if object_id.isdigit() else None
        if rule is not None and self.kind is None and rule.kind in kinds:
            return redirect(f"admin:{kinds[rule.kind].model._meta.label_lower.replace('.', '_')}_change", object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        by, now, cleaned = access.person_of(request), timezone.now(), dict(form.cleaned_data)
        flexibility, why, version = (cleaned.pop(name) for name in ("bends", "because", "opened"))
        teams = cleaned.pop("restricted_to")
        rows = rows_below(form.instance, self.kind, formsets) if change else rows_typed(formsets)
        text = writing.RuleInput(cleaned, rows, teams)
        changed_fields = set(form.changed_data) - {"bends", "because", "opened"}
        if not change:
            kind = self.kind.name if self.kind else ""
            rule = writing.write_new(kind, text, client_key=None, by=by, now=now)
        elif changed_fields or any(formset.has_changed() for formset in formsets):
            rule = writing.write(Rule.objects.get(pk=form.instance.pk), text, version=version, by=by, now=now)
        else:
            rule = Rule.objects.get(pk=form.instance.pk)
            if rule.version != version:
                raise pages.Stale
        if (flexibility, why) != (rule.flexibility, rule.rationale):
            classify.decide(rule, flexibility, why, version=rule.version, by=by, now=now)
        form.instance.pk = rule.pk

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        rule = self.get_object(request, object_id)
        return redirect("publishing:history", rule.slug) if rule else redirect("admin:index")


@admin.register(Situation)
class SituationAdmin(VersionedAdmin):
    """A situation with its options: saved as a part of its rule, with that rule's version."""

    can_change = True
    list_display = ["text", "rule"]
    list_select_related = ["rule"]
    search_fields = ["text", "rule__title"]
    fields = ["rule", "text", "opened"]
    readonly_fields = ["rule"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        readable = Rule.objects.for_reader(access.person_of(request))
        return super().get_queryset(request).filter(dropped_at=None, rule__in=readable)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        spec = next(spec for spec in row_specs_of("") if spec.model is Situation)
        return [inline_of(nested) for nested in spec.nested]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=SituationAdminForm, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        rule = Rule.objects.get(pk=form.instance.rule_id)
        spec = next(spec for spec in row_specs_of("") if spec.model is Situation)
        rows = content.rows(rule, spec)
        for row in rows:
            if str(row["key"]) == str(form.instance.key):
                row |= {"text": form.cleaned_data["text"], **rows_typed(formsets)}
        text, version = writing.RuleInput({}, {spec.name: rows}), form.cleaned_data["opened"]
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            writing.write(rule, text, version=version, by=access.person_of(request), now=timezone.now())


admin.site.register(Rule, RuleAdmin)


def register_kinds() -> None:
    """An admin for each kind, with its own fields and rows."""
    for kind in kinds.values():
        admin.site.register(kind.model, type(f"{kind.model.__name__}Admin", (RuleAdmin,), {"kind": kind}))


register_kinds()
