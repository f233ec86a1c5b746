from django.urls import path

from .views import bulk, record, verbs

app_name = "publishing"
urlpatterns = [
    path("rules/together/", bulk.BulkPublishView.as_view(), name="publish_many"),
    path("rules/sign/", bulk.BulkSignView.as_view(), name="sign_many"),
    path("rules/<slug:slug>/propose/", verbs.ProposeView.as_view(), name="propose"),
    path("rules/<slug:slug>/sign/", verbs.SignView.as_view(), name="sign"),
    path("rules/<slug:slug>/withdraw/", verbs.WithdrawView.as_view(), name="withdraw"),
    path("rules/<slug:slug>/retire/", verbs.RetireView.as_view(), name="retire"),
    path("rules/<slug:slug>/restore/", verbs.RestoreView.as_view(), name="restore"),
    path("rules/<slug:slug>/history/", record.history, name="history"),
    path("rules/<slug:slug>/on/<str:day>/", record.on_day, name="on_day"),
]
