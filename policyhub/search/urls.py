from django.urls import path

from .views import failed_searches, synonyms

app_name = "search"
urlpatterns = [
    path("synonyms/", synonyms.synonyms, name="synonyms"),
    path("synonyms/new/", synonyms.SynonymCreateView.as_view(), name="new_synonym"),
    path("synonyms/<slug:key>/edit/", synonyms.SynonymUpdateView.as_view(), name="edit_synonym"),
    path("synonyms/<slug:key>/switch/", synonyms.switch, name="switch_synonym"),
    path("missed/", failed_searches.failed_searches, name="failed_searches"),
    path("missed/then/", failed_searches.opened_afterwards, name="failed_search_opened"),
    path("missed/<int:pk>/rule/", failed_searches.needs_rule, name="failed_search_rule"),
    path("missed/<int:pk>/means/", failed_searches.FailedSearchMeaningView.as_view(), name="failed_search_synonym"),
    path("missed/<int:pk>/none/", failed_searches.NoRuleNeededView.as_view(), name="failed_search_none"),
    path("missed/<int:pk>/reopen/", failed_searches.reopen, name="failed_search_reopen"),
]
