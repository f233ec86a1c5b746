from django.urls import path

from .views import left, listing

urlpatterns = [
    path("rules/", listing.RuleList.as_view(), name="rules"),
    path("rules/list.csv", listing.as_csv, name="rules_csv"),
    path("rules/left/", left.left, name="rules_left"),
    path("rules/left/<slug:name>/", left.LeftList.as_view(), name="rules_left_list"),
]
