"""The second factor: after the password, a code from an app on the phone (TOTP, RFC 6238).

Where SECOND_FACTOR is set no page of the admin opens before the code. Who has no device yet
sets one up at the first login, and is given :mod:`.recovery_codes`. django-otp keeps the devices,
refuses a code that was used, and makes who guesses wait ever longer.
"""

from __future__ import annotations

import logging
from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verified
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from geopol.operations.client_address import client_address

from . import recovery_codes

log = logging.getLogger("geopol.second_factor")

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

    wrong = gettext_lazy(
        "That is not the code of this moment. It changes every 30 seconds, and each"
        " is good for once."
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, device: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "")
        allowed, _why = self.device.verify_is_allowed()
        if not allowed:
            raise forms.ValidationError(
                _("Too many wrong codes: wait before you try again, each time longer.")
            )
        if not self.verify(code):
            raise forms.ValidationError(self.wrong)
        return code

    def verify(self, code: str) -> bool:
        return bool(self.device.verify_token(code))


class RecoveryForm(CodeForm):
    """Takes one of the codes that are kept on paper."""

    prefix = "recovery"
    wrong = gettext_lazy("That is none of your recovery codes. Each is good for once.")
    code = forms.CharField(
        label=gettext_lazy("Recovery code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def verify(self, code: str) -> bool:
        return recovery_codes.verify(self.device, code)


@sensitive_post_parameters("code", "recovery-code")
@transaction.atomic
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the first time, show the key to set the device up with.

    Who sets a device up, or asks for it with the code, is answered with new recovery codes.
    """
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
    on_paper = None if new else StaticDevice.objects.filter(user=request.user).first()
    by_paper = on_paper is not None and "recovery-code" in request.POST
    form = CodeForm(device, None if by_paper else request.POST or None)
    recovery = on_paper and RecoveryForm(on_paper, request.POST if by_paper else None)
    asked = recovery if by_paper else form
    form.fields["code"].widget.attrs["autofocus"] = not by_paper
    context = {
        **admin.site.each_context(request),
        "title": _("Second factor"),
        "next": _next(request),
    }
    if request.method == "POST" and asked and asked.is_valid():
        if new:
            device.confirmed = True
            device.save()
        verified(request, asked.device)
        if by_paper:
            _record(request, "Used a recovery code.")
        if new or "make" in request.POST:
            _record(request, "Made new recovery codes.")
            context |= {
                "title": _("Recovery codes"),
                "codes": recovery_codes.make(request.user),
            }
            return render(request, "admin/relations/recovery_codes.html", context)
        _remind(request, by_paper)
        return HttpResponseRedirect(_next(request))
    if request.method == "POST":
        log.warning("Wrong second factor of %s.", _who(request))
    picture = segno.make(device.config_url).svg_data_uri(scale=5, light="#fff") if new else ""
    user: Any = request.user
    context |= {
        # Its links lead nowhere before the code.
        "is_nav_sidebar_enabled": user.is_verified(),
        "form": form,
        "recovery": recovery,
        "by_paper": by_paper,
        "left": recovery_codes.left(user),
        "picture": picture,
        "key": _key(device) if new else "",
    }
    return render(request, "admin/relations/second_factor.html", context)


def _record(request: HttpRequest, what: str) -> None:
    """Keep what happened to the account in its history and in the log."""
    user: Any = request.user
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message=what, single_object=True)
    log.info("%s %s", _who(request), what)


def _who(request: HttpRequest) -> str:
    return f'{{username: "{request.user}", ip_address: "{client_address(request)}"}}'


def _remind(request: HttpRequest, by_paper: bool) -> None:
    left = recovery_codes.left(request.user)
    if by_paper or not left:
        messages.warning(
            request,
            ngettext(
                "You have %d recovery code left. New ones are made under “Second factor”, above.",
                "You have %d recovery codes left. New ones are made under “Second factor”, above.",
                left,
            )
            % left,
        )


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return reverse("admin:index")


def _key(device: TOTPDevice) -> str:
    """Give the key as apps take it by hand: base 32, in groups of four."""
    return recovery_codes.in_fours(b32encode(device.bin_key).decode().rstrip("="))
