"""The addresses of the public pages."""

from django.urls import path

from .views import details, lists, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("favicon.ico", pages.icon),
    path("search/", pages.search, name="search"),
    path("about/", pages.about, name="about"),
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
    path("people/", lists.PersonList.as_view(), name="person-list"),
    path("memberships/", lists.MembershipList.as_view(), name="membership-list"),
    path("people/<slug:slug>/", details.person, name="person"),
    path("scopes/<slug:slug>/", details.scope, name="scope"),
    path("sources/", lists.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", details.source, name="source"),
]
