from django.urls import path

from .views import bulk, record, verbs

urlpatterns = [
    path("rules/together/", bulk.BulkPublishView.as_view(), name="rules_in_force"),
    path("rules/sign/", bulk.BulkSignView.as_view(), name="rules_sign"),
    path("rules/<slug:slug>/propose/", verbs.ProposeView.as_view(), name="rule_propose"),
    path("rules/<slug:slug>/sign/", verbs.SignView.as_view(), name="rule_sign"),
    path("rules/<slug:slug>/withdraw/", verbs.WithdrawView.as_view(), name="rule_withdraw"),
    path("rules/<slug:slug>/retire/", verbs.RetireView.as_view(), name="rule_retire"),
    path("rules/<slug:slug>/restore/", verbs.RestoreView.as_view(), name="rule_restore"),
    path("rules/<slug:slug>/history/", record.history, name="rule_history"),
    path("rules/<slug:slug>/on/<str:day>/", record.on_day, name="rule_on"),
]
