"""Signing in and out, and the second step by an authenticator app: allauth's views behind the doors, and no others of it."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, JsonResponse
from django.urls import path

from stronghold.web.doors import open_door, signed_in

__all__ = ["health", "urlpatterns"]


@open_door
def health(request: HttpRequest) -> JsonResponse:
    """For whatever watches the server."""
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("health", health, name="health"),
    path("account/login/", open_door(account.login), name="account_login"),
    path("account/login/code/", open_door(mfa.authenticate), name="mfa_authenticate"),
    path("account/logout/", open_door(account.logout), name="account_logout"),
    path("account/closed/", open_door(account.account_inactive), name="account_inactive"),
    path("account/confirm/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/authenticator/on/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/authenticator/off/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", signed_in(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
