"""Accounts: who keeps them can't give away more than the roles hold."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.core.validators import MaxLengthValidator

admin.site.unregister(get_user_model())


class LoginForm(AdminAuthenticationForm):
    """Refuses a name longer than any account's, which the record of failures couldn't hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = MaxLengthValidator(self.username_field.max_length)
        self.fields["username"].validators.append(longest)


admin.site.login_form = LoginForm


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    """An administrator gives roles; only a superuser makes superusers or changes them."""

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return (
            fields if request.user.is_superuser else (*fields, "is_superuser", "user_permissions")
        )

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return bool(allowed and (obj is None or _may_touch(request.user, obj)))

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return bool(allowed and (obj is None or _may_touch(request.user, obj)))


def _may_touch(user: Any, account: Any) -> bool:
    return bool(user.is_superuser or not account.is_superuser)
