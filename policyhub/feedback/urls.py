from django.urls import path

from .views import asking, cases, promote, signals, taps

app_name = "feedback"
urlpatterns = [
    path("ask/new/", asking.AskLeadView.as_view(), name="ask"),
    path("log/new/", asking.LogCaseView.as_view(), name="log"),
    path("escalate/new/", asking.EscalateView.as_view(), name="escalate"),
    path("ask/<int:pk>/", cases.case, name="case"),
    path("ask/<int:pk>/answer/", cases.answer, name="case_answer"),
    path("ask/<int:pk>/take-back/", cases.withdraw, name="case_take_back"),
    path("ask/<int:pk>/heard/", cases.mark_seen, name="case_seen"),
    path("ask/<int:pk>/erase/", cases.erase, name="case_erase"),
    path("ask/<int:pk>/option/", promote.make_option, name="case_option"),
    path("ask/<int:pk>/situation/", promote.make_situation, name="case_situation"),
    path("cases/", cases.inbox, name="cases"),
    path("cases/new/", cases.new, name="cases_new"),
    path("my-cases/", cases.my_cases, name="my_cases"),
    path("grown/", promote.adopted_ideas, name="options_from_staff"),
    path("rules/<slug:slug>/offered/", taps.offered, name="offered"),
    path("rules/<slug:slug>/helped/", taps.helped, name="helped"),
    path("rules/<slug:slug>/friction/", taps.friction, name="friction"),
    path("rules/<slug:slug>/fine/", taps.fine, name="comfortable"),
    path("my-taps/", taps.my_taps, name="my_taps"),
    path("my-taps/uses/<int:pk>/outcome/", taps.outcome, name="use_outcome"),
    path("my-taps/uses/<int:pk>/undo/", taps.undo_use, name="use_undo"),
    path("my-taps/signals/<int:pk>/words/", taps.say_why, name="entry_explanation"),
    path("my-taps/signals/<int:pk>/undo/", taps.undo_entry, name="entry_undo"),
    path("signals/", signals.StaffFeedbackView.as_view(), name="entries"),
]
