from django.urls import path

from .views import failed_searches, synonyms

urlpatterns = [
    path("synonyms/", synonyms.synonyms, name="synonyms"),
    path("synonyms/new/", synonyms.SynonymCreateView.as_view(), name="synonym_new"),
    path("synonyms/<slug:key>/edit/", synonyms.SynonymUpdateView.as_view(), name="synonym_edit"),
    path("synonyms/<slug:key>/switch/", synonyms.switch, name="synonym_switch"),
    path("missed/", failed_searches.failed_searches, name="missed"),
    path("missed/then/", failed_searches.opened_afterwards, name="missed_then"),
    path("missed/<int:pk>/rule/", failed_searches.needs_rule, name="missed_rule"),
    path("missed/<int:pk>/means/", failed_searches.FailedSearchMeaningView.as_view(), name="missed_means"),
    path("missed/<int:pk>/none/", failed_searches.NoRuleNeededView.as_view(), name="missed_none"),
    path("missed/<int:pk>/reopen/", failed_searches.reopen, name="missed_reopen"),
]
