from django.urls import path

from . import views

urlpatterns = [
    path("start/own/", views.Start.as_view(), name="start_own"),
    path("join/<str:token>/", views.Join.as_view(), name="join"),
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("settings/", views.Settings.as_view(), name="settings"),
    path("settings/people/", views.People.as_view(), name="people"),
    path("settings/people/<int:pk>/", views.Person.as_view(), name="person"),
    path("settings/people/<int:pk>/active/", views.set_active, name="person_active"),
    path("settings/teams/new/", views.AddTeam.as_view(), name="team_add"),
]
