"""Ten codes to keep on paper: each stands once in the place of the one from the phone.

django-otp keeps them, deletes the one that was used and makes who guesses wait. What it is given
it keeps in the clear, so it is given digests: of 80 random bits, with a salt for each set. The
codes themselves are on the one page that answers their making, and nowhere else.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDeviceAdmin
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

COUNT = 10


def make(user: Any) -> list[str]:
    """Give new codes to a user, in groups of four letters; those he had are good no more."""
    # The device stays: who entered by one of its codes is known by it.
    device, _created = StaticDevice.objects.get_or_create(user=user)
    # The one text that the library has room for beside the codes.
    device.name = secrets.token_hex(16)
    device.save()
    device.token_set.all().delete()
    codes = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(COUNT)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_digest(device, code)) for code in codes
    )
    return [in_fours(code) for code in codes]


def left(user: Any) -> int:
    """Count the codes that a user has not used."""
    return int(StaticToken.objects.filter(device__user=user).count())


def verify(device: StaticDevice, code: str) -> bool:
    """Say whether a code is good, as it was given or typed in any letters; it is then used."""
    return bool(device.verify_token(_digest(device, code.replace("-", "").lower())))


def in_fours(text: str) -> str:
    """Part a key or a code as people copy it."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _digest(device: StaticDevice, code: str) -> str:
    # As long as the library's column.
    return b32encode(hmac.digest(device.name.encode(), code.encode(), "sha256"))[:16].decode()


admin.site.unregister(StaticDevice)


@admin.register(StaticDevice)
class RecoveryCodesAdmin(StaticDeviceAdmin):
    """Superusers see who has codes, and can end them; nobody can type some."""

    list_display = ("user", "created_at", "last_used_at")
    fieldsets = ((None, {"fields": ("user", "created_at", "last_used_at")}),)
    inlines = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
