from django.urls import path

from .views import force, listing, record, tagging, together, writing

urlpatterns = [
    path("rules/", listing.RuleList.as_view(), name="rules"),
    path("rules/list.csv", listing.as_csv, name="rules_csv"),
    path("rules/together/", together.InForce.as_view(), name="rules_in_force"),
    path("rules/sign/", together.SignTogether.as_view(), name="rules_sign"),
    path("rules/new/", writing.ChooseKind.as_view(), name="rule_new"),
    path("rules/new/undecided/", writing.Create.as_view(), name="rule_create"),
    path("rules/capture/", writing.Capture.as_view(), name="rule_capture"),
    # rules/<slug>/ itself is the card, in the look-up's room
    path("rules/<slug:slug>/edit/", writing.Edit.as_view(), name="rule_edit"),
    path("rules/<slug:slug>/kind/", writing.ChangeKind.as_view(), name="rule_kind"),
    path("rules/<slug:slug>/classify/", writing.Decide.as_view(), name="rule_decide"),
    path("rules/<slug:slug>/tag/", tagging.Tag.as_view(), name="rule_tag"),
    path("rules/<slug:slug>/links/", writing.Links.as_view(), name="rule_links"),
    path("rules/<slug:slug>/links/<int:pk>/remove/", writing.unlink, name="rule_unlink"),
    path("rules/<slug:slug>/propose/", force.Propose.as_view(), name="rule_propose"),
    path("rules/<slug:slug>/sign/", force.Sign.as_view(), name="rule_sign"),
    path("rules/<slug:slug>/withdraw/", force.Withdraw.as_view(), name="rule_withdraw"),
    path("rules/<slug:slug>/retire/", force.Retire.as_view(), name="rule_retire"),
    path("rules/<slug:slug>/restore/", force.Restore.as_view(), name="rule_restore"),
    path("rules/<slug:slug>/history/", record.history, name="rule_history"),
    path("rules/<slug:slug>/on/<str:day>/", record.on_day, name="rule_on"),
]
