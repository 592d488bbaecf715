"""Every address of the house."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("desk.urls")),
    path("account/", include("accounts.urls")),
    path("cases/", include("cases.urls")),
    path("referrals/", include("referrals.urls")),
    path("investigations/", include("investigations.urls")),
    path("clients/", include("victims.urls")),
    path("sheets/", include("imports.urls")),
    path("reports/", include("reports.urls")),
    path("office/", include("office.urls")),
    path("api/v1/", include("ecm.api")),
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("ui.urls")))
handler404 = "ui.views.absent"
