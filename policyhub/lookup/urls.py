from django.urls import path

from .views import answers, missed, synonyms

urlpatterns = [
    path("", answers.home, name="home"),
    path("rules/<slug:slug>/", answers.rule, name="rule"),
    path("synonyms/", synonyms.synonyms, name="synonyms"),
    path("synonyms/new/", synonyms.NewSynonym.as_view(), name="synonym_new"),
    path("synonyms/<slug:key>/edit/", synonyms.EditSynonym.as_view(), name="synonym_edit"),
    path("synonyms/<slug:key>/switch/", synonyms.switch, name="synonym_switch"),
    path("missed/", missed.missed, name="missed"),
    path("missed/then/", missed.then, name="missed_then"),
    path("missed/<int:pk>/rule/", missed.needs_rule, name="missed_rule"),
    path("missed/<int:pk>/means/", missed.Means.as_view(), name="missed_means"),
    path("missed/<int:pk>/none/", missed.NoRule.as_view(), name="missed_none"),
    path("missed/<int:pk>/reopen/", missed.reopen, name="missed_reopen"),
]
