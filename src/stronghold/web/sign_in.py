"""Signing in and out: what allauth leaves to the project, and the entries that each leaves in the audit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa_signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from stronghold.governance import accounts, audit
from stronghold.governance.models import Account

__all__ = [
    "AccountAdapter",
    "ChangePasswordForm",
    "CodeForm",
    "ConfirmCodeForm",
    "ConfirmPasswordForm",
    "SecondStepAdapter",
    "SignInForm",
    "SwitchOnForm",
]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the operator, and nothing is sent by e-mail."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "The name or the password is wrong",
        "too_many_login_attempts": "Too many wrong attempts. Wait five minutes, then try again",
        "incorrect_password": "This is not your password",
        "enter_current_password": "This is not your password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """What was done is said below, in this product's words."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("own_account")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong, or its time is over: enter the one that is shown now",
    }


class _InPlainWords(forms.Form):
    """A field is told by its label (a placeholder vanishes when one types), and each says what is missing."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}  # by field: its label, and what is said where it is empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.label, field.error_messages["required"] = self.words[name]


_PASSWORD = ("Password", "Enter your password")
_CODE = ("Code", "Enter the code")


class SignInForm(_InPlainWords, LoginForm):  # type: ignore[misc]
    words: ClassVar = {"login": ("Name of your account", "Enter the name of your account"), "password": _PASSWORD}


class ChangePasswordForm(_InPlainWords, AllauthChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {
        "oldpassword": ("Password you have now", "Enter the password you have now"),
        "password1": ("New password", "Enter a new password"),
        "password2": ("New password again", "Enter the new password again"),
    }


class ConfirmPasswordForm(_InPlainWords, ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": _PASSWORD}


class CodeForm(_InPlainWords, AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": _CODE}


class ConfirmCodeForm(_InPlainWords, ReauthenticateCodeForm):  # type: ignore[misc]
    words: ClassVar = {"code": _CODE}


class SwitchOnForm(_InPlainWords, ActivateTOTPForm):  # type: ignore[misc]
    words: ClassVar = {"code": _CODE}


@receiver(user_logged_in)
def _signed_in(sender: object, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    now = datetime.now(UTC).timestamp()
    request.session["signed_in_at"] = request.session["used_at"] = now
    audit.append("signed in", account=user)


@receiver(user_logged_out)
def _signed_out(sender: object, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    if isinstance(user, Account):
        because = getattr(request, "signed_out_because", "")
        audit.append("signed out", account=user, detail={"reason": because} if because else {})


@receiver(user_login_failed)
def _not_signed_in(sender: object, credentials: dict[str, Any], **kwargs: Any) -> None:
    account = accounts.find(str(credentials.get("username", "")))
    # What was typed is not kept: now and then it is somebody's password in the wrong field.
    reason = "no such account" if account is None else "wrong password" if account.is_active else "closed account"
    audit.append("sign-in failed", account=account, detail={"reason": reason})


@receiver(password_changed)
def _password_changed(sender: object, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    audit.append("password changed", account=user)
    messages.success(request, "Your password was changed.")


@receiver(mfa_signals.authenticator_added)
def _second_step_added(sender: object, request: HttpRequest, user: Account, authenticator: Authenticator, **kwargs: Any) -> None:
    audit.append("second step added", account=user, detail={"sort": authenticator.type})
    if authenticator.type == Authenticator.Type.TOTP:
        messages.success(request, "Your authenticator app is switched on.")


@receiver(mfa_signals.authenticator_removed)
def _second_step_removed(
    sender: object, request: HttpRequest, user: Account, authenticator: Authenticator, **kwargs: Any
) -> None:
    audit.append("second step removed", account=user, detail={"sort": authenticator.type})
    if authenticator.type == Authenticator.Type.TOTP:
        messages.success(request, "Your authenticator app is switched off.")


@receiver(mfa_signals.authenticator_reset)
def _second_step_renewed(sender: object, user: Account, authenticator: Authenticator, **kwargs: Any) -> None:
    audit.append("second step renewed", account=user, detail={"sort": authenticator.type})


@receiver(mfa_signals.authentication_failed)
def _wrong_code(sender: object, user: Account, **kwargs: Any) -> None:
    audit.append("sign-in failed", account=user, detail={"reason": "wrong code"})
