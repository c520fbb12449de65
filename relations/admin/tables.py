"""Import and export of tables in the admin, by URL and by permission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import FileResponse, Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations.loading import imports, table_files, uploads
from relations.loading.meanwhile import meanwhile
from relations.loading.sheets import Sheet
from relations.loading.table_files import UnreadableTable


class FileForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, or XLSX. Nothing is changed before you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > table_files.MAX_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s bytes; %(most)s are allowed: split it.")
                % {"size": f"{file.size:,}", "most": f"{table_files.MAX_BYTES:,}"}
            )
        return file


class TablesAdmin(admin.ModelAdmin):
    """Exports what the list shows; imports by a look and a confirmation."""

    def get_urls(self) -> list[Any]:
        name = f"relations_{self.model._meta.model_name}"
        view = self.admin_site.admin_view
        return [
            path("export.<str:form>", view(self.export_view), name=f"{name}_export"),
            path("import/", view(self.import_view), name=f"{name}_import"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: Any) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        links = {"can_import": self.has_import_permission(request)}
        return super().changelist_view(request, {**links, **(extra_context or {})})

    # Export

    def export_view(self, request: Any, form: str) -> Any:
        """Give the rows that the list would show with the same filters, all pages of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in table_files.TYPES:
            raise Http404(_("A table is exported as CSV or XLSX."))
        back = HttpResponseRedirect(self._url("changelist"))
        try:
            shown = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            self.message_user(request, _("There is no such filter."), messages.WARNING)
            return back
        sheet = Sheet(self.model)
        rows = self.model._base_manager.filter(pk__in=shown.order_by().values("pk"))
        lines = sheet.rows(rows.order_by("pk"))
        title = str(self.model._meta.verbose_name_plural)
        if form == "csv":
            response: Any = StreamingHttpResponse(table_files.write_csv(list(sheet.columns), lines))
        else:
            try:
                response = FileResponse(table_files.write_xlsx(title, list(sheet.columns), lines))
            except UnreadableTable as error:
                self.message_user(request, str(error), messages.ERROR)
                return back
        response["Content-Type"] = table_files.TYPES[form]
        name = f"{title.replace(' ', '-')}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    # Import

    def import_view(self, request: Any) -> Any:
        """Take a file, show what it would change; on confirmation, change it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "token" in request.POST:
            return self._confirm(request)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = FileForm(*posted)
        if form.is_valid():
            file = form.cleaned_data["file"]
            content = file.read()
            try:
                plan = imports.look(self.model, table_files.read(content))
            except UnreadableTable as error:
                form.add_error("file", str(error))
            except OperationalError:
                form.add_error("file", _("The database was busy. Nothing was changed: try again."))
            else:
                upload = uploads.keep(request.user, self.model, file.name, content, plan.seen)
                return self._show(request, plan, upload)
        return self._page(request, "import.html", form=form, columns=Sheet(self.model).columns)

    def _confirm(self, request: Any) -> Any:
        upload = uploads.kept(request.POST["token"], request.user, self.model)
        here = HttpResponseRedirect(self._url("import"))
        if upload is None:
            gone = _("This file was imported already, or waited for too long: choose it again.")
            self.message_user(request, gone, messages.WARNING)
            return here
        before = upload.seen["stamps"]
        try:
            plan, done = imports.confirm(
                self.model,
                table_files.read(upload.content),
                upload.seen,
                user=request.user,
                reason=upload.name,
            )
        except OperationalError:
            busy = _("The database was busy. Nothing was changed: choose the file again.")
            self.message_user(request, busy, messages.ERROR)
            return here
        if not done:
            upload.show(plan.seen)
            return self._show(request, plan, upload, meanwhile(before, plan.stamps), again=True)
        upload.forget()
        count = len(plan.changes)
        said = ngettext(
            "%(count)d row imported from %(file)s.", "%(count)d rows imported from %(file)s.", count
        )
        self.message_user(request, said % {"count": count, "file": upload.name}, messages.SUCCESS)
        return HttpResponseRedirect(self._url("changelist"))

    def _show(
        self, request: Any, plan: Any, upload: Any, since: Any = (), *, again: bool = False
    ) -> Any:
        return self._page(
            request, "import_look.html", plan=plan, upload=upload, meanwhile=since, again=again
        )

    def _page(self, request: Any, template: str, **context: Any) -> Any:
        everything = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import %(what)s") % {"what": self.model._meta.verbose_name_plural},
            **context,
        }
        return TemplateResponse(request, f"admin/relations/{template}", everything)

    def _url(self, what: str) -> str:
        return reverse(f"admin:relations_{self.model._meta.model_name}_{what}")
