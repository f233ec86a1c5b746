from django.urls import path

from .views import entrance, people, settings, shared_device
from .views.lazy import lazy_view

FACTOR = "second_factor"  # with cryptography, and what allauth knows of keys and passkeys

app_name = "accounts"
urlpatterns = [
    path("start/own/", entrance.SetUpView.as_view(), name="set_up"),
    path("join/<str:token>/", entrance.JoinView.as_view(), name="join"),
    path("me/second-factor/", lazy_view(FACTOR, "SecondFactorView"), name="second_factor"),
    path("me/second-factor/off/", lazy_view(FACTOR, "TurnOffSecondFactorView"), name="second_factor_off"),
    path("me/second-factor/codes/", lazy_view(FACTOR, "NewRecoveryCodesView"), name="second_factor_codes"),
    path("till/", shared_device.shared_device, name="shared_device"),
    path("me/", entrance.MyAccountView.as_view(), name="me"),
    path("me/confirm-reset/", entrance.ConfirmResetView.as_view(), name="confirm_reset"),
    path("password/<str:key>/<str:token>/", entrance.NewPasswordView.as_view(), name="new_password"),
    path("settings/", settings.SettingsView.as_view(), name="settings"),
    path("settings/mail/", settings.MailServerView.as_view(), name="mail_server"),
    path("settings/mail/test/", settings.MailTestView.as_view(), name="mail_test"),
    path("settings/people/", people.PeopleView.as_view(), name="people"),
    path("settings/people/list/", people.InviteManyView.as_view(), name="invite_many"),
    path("settings/people/links/<int:pk>/cancel/", people.cancel_invitation, name="cancel_invitation"),
    path("settings/people/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("settings/people/<int:pk>/active/", people.SetActiveView.as_view(), name="person_active"),
    path("settings/people/<int:pk>/admin/", people.set_admin, name="person_admin"),
    path("settings/people/<int:pk>/password/", people.password_link, name="person_password"),
    path("settings/people/<int:pk>/second-factor/reset/", lazy_view(FACTOR, "reset"), name="second_factor_reset"),
    path("settings/people/<int:pk>/teams/<int:team>/leave/", people.leave_team, name="leave_team"),
    path("settings/teams/new/", people.AddTeamView.as_view(), name="add_team"),
    path("settings/teams/<int:pk>/", people.RenameTeamView.as_view(), name="team"),
]
