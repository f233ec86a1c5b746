from django.urls import path

from .views import advice, editor, progress, starters, unwritten, writing

urlpatterns = [
    path("rules/new/", starters.ChooseKindView.as_view(), name="rule_new"),
    path("rules/new/undecided/", editor.RuleCreateView.as_view(), name="rule_create"),
    path("rules/new/paste/", starters.PasteView.as_view(), name="rule_paste"),
    path("rules/new/story/", starters.StoryView.as_view(), name="rule_story"),
    path("rules/new/copy/", starters.CopyRuleView.as_view(), name="rule_copy"),
    path("rules/capture/", writing.CaptureView.as_view(), name="rule_capture"),
    path("rules/unwritten/", unwritten.UnwrittenRuleListView.as_view(), name="rules_unwritten"),
    path("rules/advice/", advice.advice_while_writing, name="rules_advice"),
    path("rules/<slug:slug>/write/", progress.task_list, name="rule_write"),
    path("rules/<slug:slug>/write/touchpoints/", progress.RuleTouchpointsView.as_view(), name="rule_touchpoints"),
    path("rules/<slug:slug>/write/<slug:part>/", editor.RuleSectionView.as_view(), name="rule_part"),
    path("rules/<slug:slug>/edit/", editor.RuleUpdateView.as_view(), name="rule_edit"),
    path("rules/<slug:slug>/take-over/", unwritten.take_over, name="rule_take_over"),
    path("rules/<slug:slug>/ask-for-more/", unwritten.AskForMoreView.as_view(), name="rule_ask_more"),
    path("rules/<slug:slug>/tell-more/", unwritten.TellMoreView.as_view(), name="rule_tell_more"),
    path("rules/<slug:slug>/kind/", writing.ChangeKindView.as_view(), name="rule_kind"),
    path("rules/<slug:slug>/links/", writing.RuleLinksView.as_view(), name="rule_links"),
    path("rules/<slug:slug>/links/<int:pk>/remove/", writing.unlink, name="rule_unlink"),
    path("rules/<slug:slug>/advice/", advice.RuleAdviceView.as_view(), name="rule_advice"),
]
