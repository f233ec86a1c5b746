from django.urls import path

from .views import advice, editor, progress, starters, unwritten, writing

urlpatterns = [
    path("rules/new/", starters.ChooseKind.as_view(), name="rule_new"),
    path("rules/new/undecided/", editor.Create.as_view(), name="rule_create"),
    path("rules/new/paste/", starters.Paste.as_view(), name="rule_paste"),
    path("rules/new/story/", starters.Story.as_view(), name="rule_story"),
    path("rules/new/copy/", starters.Copy.as_view(), name="rule_copy"),
    path("rules/capture/", writing.Capture.as_view(), name="rule_capture"),
    path("rules/unwritten/", unwritten.Unwritten.as_view(), name="rules_unwritten"),
    path("rules/advice/", advice.while_writing, name="rules_advice"),
    path("rules/<slug:slug>/write/", progress.task_list, name="rule_write"),
    path("rules/<slug:slug>/write/touchpoints/", progress.CoversTouchpoints.as_view(), name="rule_touchpoints"),
    path("rules/<slug:slug>/write/<slug:part>/", editor.WritePart.as_view(), name="rule_part"),
    path("rules/<slug:slug>/edit/", editor.Edit.as_view(), name="rule_edit"),
    path("rules/<slug:slug>/take-over/", unwritten.take_over, name="rule_take_over"),
    path("rules/<slug:slug>/ask-for-more/", unwritten.AskForMore.as_view(), name="rule_ask_more"),
    path("rules/<slug:slug>/tell-more/", unwritten.TellMore.as_view(), name="rule_tell_more"),
    path("rules/<slug:slug>/kind/", writing.ChangeKind.as_view(), name="rule_kind"),
    path("rules/<slug:slug>/links/", writing.Links.as_view(), name="rule_links"),
    path("rules/<slug:slug>/links/<int:pk>/remove/", writing.unlink, name="rule_unlink"),
    path("rules/<slug:slug>/advice/", advice.RuleAdvice.as_view(), name="rule_advice"),
]
