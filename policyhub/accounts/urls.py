from django.urls import path

from .views import entrance, people, settings, till
from .views.later import later

FACTOR = "second_factor"  # with cryptography, and what allauth knows of keys and passkeys

urlpatterns = [
    path("start/own/", entrance.Start.as_view(), name="start_own"),
    path("join/<str:token>/", entrance.Join.as_view(), name="join"),
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-out/", entrance.SignOut.as_view(), name="account_logout"),
    path("sign-in/code/", later(FACTOR, "AskForCode", signed_in=False), name="mfa_authenticate"),
    path("me/second-factor/", later(FACTOR, "SecondFactor"), name="second_factor"),
    path("me/second-factor/off/", later(FACTOR, "TurnOff"), name="second_factor_off"),
    path("me/second-factor/codes/", later(FACTOR, "NewCodes"), name="second_factor_codes"),
    path("till/", till.till, name="till"),
    path("me/", entrance.Me.as_view(), name="me"),
    path("password/", entrance.ChangePassword.as_view(), name="account_change_password"),
    path("password/<str:key>/<str:token>/", entrance.NewPassword.as_view(), name="new_password"),
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/mail/", settings.Mail.as_view(), name="mail_server"),
    path("settings/mail/test/", settings.TryMail.as_view(), name="mail_test"),
    path("settings/people/", people.People.as_view(), name="people"),
    path("settings/people/list/", people.InviteMany.as_view(), name="invite_many"),
    path("settings/people/links/<int:pk>/cancel/", people.cancel_invitation, name="invitation_cancel"),
    path("settings/people/<int:pk>/", people.Person.as_view(), name="person"),
    path("settings/people/<int:pk>/active/", people.Active.as_view(), name="person_active"),
    path("settings/people/<int:pk>/admin/", people.set_admin, name="person_admin"),
    path("settings/people/<int:pk>/password/", people.password_link, name="person_password"),
    path("settings/people/<int:pk>/second-factor/reset/", later(FACTOR, "reset"), name="second_factor_reset"),
    path("settings/people/<int:pk>/teams/<int:team>/leave/", people.leave_team, name="person_team_leave"),
    path("settings/teams/new/", people.AddTeam.as_view(), name="team_add"),
    path("settings/teams/<int:pk>/", people.RenameTeam.as_view(), name="team"),
]
