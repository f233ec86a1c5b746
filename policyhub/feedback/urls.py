from django.urls import path

from .views import asking, cases, growing

urlpatterns = [
    path("ask/new/", asking.Ask.as_view(), name="ask_new"),
    path("log/new/", asking.Log.as_view(), name="log_new"),
    path("escalate/new/", asking.Escalate.as_view(), name="escalate_new"),
    path("ask/<int:pk>/", cases.case, name="case"),
    path("ask/<int:pk>/answer/", cases.answer, name="case_answer"),
    path("ask/<int:pk>/take-back/", cases.take_back, name="case_take_back"),
    path("ask/<int:pk>/heard/", cases.heard, name="case_heard"),
    path("ask/<int:pk>/erase/", cases.erase, name="case_erase"),
    path("ask/<int:pk>/option/", growing.make_option, name="case_option"),
    path("ask/<int:pk>/situation/", growing.make_situation, name="case_situation"),
    path("cases/", cases.inbox, name="cases"),
    path("cases/new/", cases.new, name="cases_new"),
    path("my-cases/", cases.mine, name="my_cases"),
    path("grown/", growing.grown, name="grown"),
]
