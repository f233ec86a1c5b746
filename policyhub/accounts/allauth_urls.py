"""The pages that allauth finds by names of its own, outside of any namespace."""

from django.urls import path

from .views import entrance
from .views.lazy import lazy_view

urlpatterns = [
    path("sign-in/", entrance.SignInView.as_view(), name="account_login"),
    path("sign-out/", entrance.SignOutView.as_view(), name="account_logout"),
    path("sign-in/code/", lazy_view("second_factor", "SignInCodeView", signed_in=False), name="mfa_authenticate"),
    path("password/", entrance.ChangePasswordView.as_view(), name="account_change_password"),
]
