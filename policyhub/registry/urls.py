from django.urls import path

from .views import force, listing, record, tagging, together, touchpoints, writing

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
    path("touchpoints/", touchpoints.the_map, name="touchpoints"),
    path("touchpoints/walk-through/", touchpoints.Walk.as_view(), name="touchpoints_walk"),
    path("touchpoints/<int:pk>/", touchpoints.touchpoint, name="touchpoint"),
    path("touchpoints/<int:pk>/decide/<slug:kind>/", touchpoints.Decide.as_view(), name="touchpoint_decide"),
    path("touchpoints/<int:pk>/none/", touchpoints.DecideNone.as_view(), name="touchpoint_none"),
    path("touchpoints/<int:pk>/rename/", touchpoints.Rename.as_view(), name="touchpoint_rename"),
    path("touchpoints/<int:pk>/rules/", touchpoints.LinkRules.as_view(), name="touchpoint_rules"),
    path("touchpoints/<int:pk>/rules/<slug:reference>/remove/", touchpoints.unlink, name="touchpoint_unlink"),
    path("touchpoints/<int:pk>/merge/", touchpoints.Merge.as_view(), name="touchpoint_merge"),
    path("touchpoints/<int:pk>/drop/", touchpoints.Drop.as_view(), name="touchpoint_drop"),
]
