"""The addresses of the public pages."""

from django.urls import include, path, register_converter

from .views import data, details, drift, lists, matrix, network, pages, pictures, search
from .views.position_changes import position_changes


class PictureEnding:
    """How the file of a picture ends."""

    regex = "svg|png"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class PoleWord(PictureEnding):
    """A country, an organization, or the members of one."""

    regex = "(?:members:)?[-a-zA-Z0-9_]+"


register_converter(PictureEnding, "picture")
register_converter(PoleWord, "pole")

urlpatterns = [
    path("", pages.home, name="home"),
    path("favicon.ico", pages.icon),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("about/", pages.about, name="about"),
    path("unavailable/", pages.unavailable, name="unavailable"),
    path("language/", pages.language, name="language"),
    path("between/", pages.between, name="between"),
    path("between/<slug:first>/<slug:second>/", pages.pair, name="pair"),
    path("countries/", lists.CountryList.as_view(), name="country-list"),
    path("countries/<slug:slug>/", details.country, name="country"),
    path("organizations/", lists.OrganizationList.as_view(), name="organization-list"),
    path("organizations/<slug:slug>/", details.organization, name="organization"),
    path("agreements/", lists.AgreementList.as_view(), name="agreement-list"),
    path("agreements/<slug:slug>/", details.agreement, name="agreement"),
    path("statements/", lists.StatementList.as_view(), name="statement-list"),
    path("statements/<slug:slug>/", details.statement, name="statement"),
    path("positions/", matrix.positions, name="positions"),
    path("positions/changes/", position_changes, name="position-changes"),
    path("people/", lists.PersonList.as_view(), name="person-list"),
    path("memberships/", lists.MembershipList.as_view(), name="membership-list"),
    path("incompatibilities/", lists.IncompatibilityList.as_view(), name="incompatibility-list"),
    path("people/<slug:slug>/", details.person, name="person"),
    path("scopes/<slug:slug>/", details.scope, name="scope"),
    path("sources/", lists.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", details.source, name="source"),
    path("api/", include("relations.api.urls")),
    path("data/", data.data, name="data"),
    path("data/vocabulary/", data.vocabulary, name="data-vocabulary"),
    path("data/<int:number>/", data.release, name="data-release"),
    path("data/<int:number>/changes/", data.changes, name="data-changes"),
    path("data/<int:number>/files/<str:name>", data.file, name="data-file"),
    path("", include("relations.views.addresses")),
    # Pictures by themselves
    path("agreements/<slug:slug>/lifecycle.<picture:ending>", pictures.agreement_lifecycle),
    path("agreements/<slug:slug>/map.<picture:ending>", pictures.agreement_map),
    path("countries/<slug:slug>/memberships.<picture:ending>", pictures.country_memberships),
    path("organizations/<slug:slug>/memberships.<picture:ending>", pictures.organization_bars),
    path("organizations/<slug:slug>/map.<picture:ending>", pictures.organization_map),
    path("network/", network.network, name="network"),
    path("drift/", drift.entry, name="drift-entry"),
    path("drift/method/", drift.method, name="drift-method"),
    path("drift/<slug:actor>/<pole:first>/<pole:second>/", drift.page, name="drift"),
    path("drift/<slug:actor>/<pole:first>/<pole:second>/<slug:plot>.<picture:ending>", drift.file),
    path("network/network.<picture:ending>", network.network_file),
]
