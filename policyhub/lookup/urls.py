from django.urls import path, re_path

from .views import answers, customers, missed, saved_copy, showing, synonyms

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
    path("rules/<slug:slug>/show/", showing.show, name="rule_show"),
    path("rules/<slug:slug>/customers/", showing.Customers.as_view(), name="rule_customers"),
    path("customers/", customers.index, name="customers"),
    path("customers/sitemap.xml", customers.sitemap, name="customers_sitemap"),
    path("customers/<slug:slug>/", customers.page, name="customers_page"),
    path("customers/<slug:slug>/fragment/", customers.fragment, name="customers_fragment"),
    re_path(r"^robots\.txt$", customers.robots, name="robots"),
    path("saved-copy/", saved_copy.saved_copy, name="saved_copy"),
    path("offline/", saved_copy.offline, name="offline"),
    path("later/", saved_copy.later, name="later"),
    path("later/token/", saved_copy.token, name="later_token"),
    path("service-worker.js", saved_copy.service_worker, name="service_worker"),
    path("manifest.webmanifest", saved_copy.manifest, name="manifest"),
]
