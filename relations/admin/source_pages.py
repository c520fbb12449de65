"""The pages around a source: from a URL to it, from it to what it says."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from relations.models import Source
from relations.reading.resting import resting_on

from .base import LoadedForm
from .entering import ENTERED, FILLED_FROM, source_page


class WebAddressField(forms.URLField):
    """A URL of the web, refused with one sentence."""

    default_validators = [URLValidator(["http", "https"])]


class UrlForm(forms.Form):
    """The first question of entering from an article: which page is it?"""

    url = WebAddressField(
        label="URL",
        max_length=600,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "autofocus": True, "size": 80}),
    )


class SourceForm(LoadedForm):
    """Names the source that a page is already, instead of only refusing a second one."""

    in_popup = False

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        existing = Source.objects.at(url).exclude(pk=self.instance.pk).first()
        if existing is None:
            return url
        if self.in_popup:
            address, what = reverse("admin:relations_source_use", args=[existing.pk]), _("Use it")
        else:
            address, what = source_page(existing), _("Go there to add facts from it")
        raise ValidationError(
            format_html(
                '{} “{}”. <a href="{}">{}</a>.',
                _("This page is a source already:"),
                existing,
                address,
                what,
            ),
            code="known_source",
        )


class SourcePages(admin.ModelAdmin):
    """For the admin of sources: where to go from a source, and how to come to one."""

    change_form_template = "admin/relations/source/change_form.html"
    change_list_template = "admin/relations/source/change_list.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("from-article/", view(self.from_article), name="relations_source_from_article"),
            path("<int:number>/use/", view(self.use), name="relations_source_use"),
            *super().get_urls(),
        ]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.in_popup = IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST
        return form

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        source = kwargs.get("obj")
        if source is not None and source.pk and not context.get("is_popup"):
            context["additions"] = self._additions(request, source)
            context["resting"] = self._resting(request, source)
        return super().render_change_form(request, context, *args, **kwargs)

    def _additions(self, request: Any, source: Source) -> list[tuple[str, str]]:
        """Give the forms that this user may fill in, with the source: name and address."""
        registry = self.admin_site._registry
        query = QueryDict(mutable=True)
        query["source"] = str(source.pk)
        return [
            (
                str(model._meta.verbose_name),
                f"{reverse(f'admin:relations_{model._meta.model_name}_add')}?{query.urlencode()}",
            )
            for model in FILLED_FROM
            if registry[model].has_add_permission(request)
        ]

    def _resting(self, request: Any, source: Source) -> list[Any]:
        registry = self.admin_site._registry
        allowed = [m for m in ENTERED if registry[m].has_view_permission(request)]
        return resting_on(source, [registry[m].get_queryset(request) for m in allowed])

    def response_post_save_add(self, request: Any, obj: Any) -> Any:
        return HttpResponseRedirect(source_page(obj))

    def from_article(self, request: Any) -> Any:
        """Ask for a URL; go to the source that it is, else to the form of a new one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = UrlForm(request.GET if "url" in request.GET else None)
        if form.is_valid():
            url = form.cleaned_data["url"]
            if source := Source.objects.at(url).first():
                said = _("This page is a source already: add what it says below.")
                self.message_user(request, said, messages.INFO)
                return HttpResponseRedirect(source_page(source))
            query = QueryDict(mutable=True)
            query.update({"url": url, "accessed": timezone.localdate().isoformat()})
            address = reverse("admin:relations_source_add")
            return HttpResponseRedirect(f"{address}?{query.urlencode()}")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("New from an article"),
            "form": form,
        }
        return TemplateResponse(request, "admin/relations/source/from_article.html", context)

    def use(self, request: Any, number: int) -> Any:
        """Close the popup for a new source, and choose the one that is there in the form."""
        source = self.get_object(request, str(number))
        if not self.has_view_permission(request):
            raise PermissionDenied
        if source is None:
            raise Http404
        chosen = {"value": str(source.pk), "obj": str(source)}
        context = {"popup_response_data": json.dumps(chosen)}
        return TemplateResponse(request, "admin/popup_response.html", context)
