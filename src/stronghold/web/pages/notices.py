"""What waits for the one who is signed in: the list is on the first page; here each is marked as looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from stronghold.casework import notices
from stronghold.web.doors import Request, signed_in

__all__ = ["notice_done", "urlpatterns"]


@signed_in
@require_POST
def notice_done(request: Request, notice_number: int) -> HttpResponse:
    notices.done(request.account, notice_number)
    messages.success(request, "Marked as looked at.")
    return HttpResponseRedirect(reverse("home"))


urlpatterns = [path("for-you/<int:notice_number>/done/", notice_done, name="notice_done")]
