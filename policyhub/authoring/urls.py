from django.urls import path

from .views import advice, editor, progress, starters, unwritten, writing

app_name = "authoring"
urlpatterns = [
    path("rules/new/", starters.ChooseKindView.as_view(), name="new"),
    path("rules/new/undecided/", editor.RuleCreateView.as_view(), name="create"),
    path("rules/new/paste/", starters.PasteView.as_view(), name="paste"),
    path("rules/new/story/", starters.StoryView.as_view(), name="story"),
    path("rules/new/copy/", starters.CopyRuleView.as_view(), name="copy"),
    path("rules/capture/", writing.CaptureView.as_view(), name="capture"),
    path("rules/unwritten/", unwritten.UnwrittenRuleListView.as_view(), name="unwritten"),
    path("rules/advice/", advice.advice_while_writing, name="advice_list"),
    path("rules/<slug:slug>/write/", progress.task_list, name="write"),
    path("rules/<slug:slug>/write/touchpoints/", progress.RuleTouchpointsView.as_view(), name="touchpoints"),
    path("rules/<slug:slug>/write/<slug:part>/", editor.RuleSectionView.as_view(), name="section"),
    path("rules/<slug:slug>/edit/", editor.RuleUpdateView.as_view(), name="edit"),
    path("rules/<slug:slug>/take-over/", unwritten.take_over, name="take_over"),
    path("rules/<slug:slug>/ask-for-more/", unwritten.AskForMoreView.as_view(), name="ask_for_more"),
    path("rules/<slug:slug>/tell-more/", unwritten.TellMoreView.as_view(), name="tell_more"),
    path("rules/<slug:slug>/kind/", writing.ChangeKindView.as_view(), name="change_type"),
    path("rules/<slug:slug>/links/", writing.RuleLinksView.as_view(), name="links"),
    path("rules/<slug:slug>/links/<int:pk>/remove/", writing.unlink, name="remove_link"),
    path("rules/<slug:slug>/advice/", advice.RuleAdviceView.as_view(), name="advice"),
]
