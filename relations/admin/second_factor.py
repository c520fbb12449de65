"""The second factor: after the password, a code from an app on the phone (TOTP, RFC 6238).

Where SECOND_FACTOR is set no page of the admin opens before the code. Who has no device yet
sets one up at the first login. django-otp keeps the devices, refuses a code that was used,
and makes who guesses wait ever longer.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verified
from django_otp.plugins.otp_totp.models import TOTPDevice

# Pages that open without the code: to leave, and what the page of the code itself needs.
OPEN = ("admin:login", "admin:logout", "admin:jsi18n", "second-factor")


class RequireSecondFactor:
    """Leads whoever has given the password only to the page of the code, from any admin page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        if (
            settings.SECOND_FACTOR
            and request.path_info.startswith(reverse("admin:index"))
            and request.path_info not in {reverse(name) for name in OPEN}
            and user.is_authenticated
            and not user.is_verified()
        ):
            query = request.GET.__class__(mutable=True)
            query["next"] = request.get_full_path() if request.method == "GET" else ""
            return HttpResponseRedirect(f"{reverse('second-factor')}?{query.urlencode(safe='/')}")
        return self.get_response(request)


class CodeForm(forms.Form):
    """Takes the code of a device that is the user's."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def __init__(self, device: TOTPDevice, *args: Any) -> None:
        super().__init__(*args)
        self.device = device

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "")
        allowed, _why = self.device.verify_is_allowed()
        if not allowed:
            raise forms.ValidationError(
                _("Too many wrong codes: wait before you try again, each time longer.")
            )
        if not self.device.verify_token(code):
            raise forms.ValidationError(
                _(
                    "That is not the code of this moment. It changes every 30 seconds, and each"
                    " is good for once."
                )
            )
        return code


@sensitive_post_parameters("code")
@transaction.atomic
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the first time, show the key to set the device up with."""
    # Locked until the answer: of two that come at once the second sees what the first did,
    # so that a code is good for once, no guess is uncounted, and there is one new device.
    get_user_model().objects.select_for_update().get(pk=request.user.pk)
    devices = TOTPDevice.objects.filter(user=request.user)
    device = devices.filter(confirmed=True).first()
    new = device is None
    if device is None:
        device, _created = devices.get_or_create(
            confirmed=False, defaults={"user": request.user, "name": "app"}
        )
    form = CodeForm(device, request.POST or None)
    if request.method == "POST" and form.is_valid():
        device.confirmed = True
        device.save()
        verified(request, device)
        return HttpResponseRedirect(_next(request))
    picture = segno.make(device.config_url).svg_data_uri(scale=5, light="#fff") if new else ""
    context = {
        **admin.site.each_context(request),
        "title": _("Second factor"),
        # Its links lead nowhere before the code.
        "is_nav_sidebar_enabled": False,
        "form": form,
        "picture": picture,
        "key": _in_fours(device) if new else "",
        "next": _next(request),
    }
    return render(request, "admin/relations/second_factor.html", context)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return reverse("admin:index")


def _in_fours(device: TOTPDevice) -> str:
    """Give the key as apps take it by hand: base 32, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
