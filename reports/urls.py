"""Addresses of this room."""

from django.urls import path

from reports.views import filed, numbers, periods

app_name = "reports"
urlpatterns = [
    path("", periods.ReportHome.as_view(), name="list"),
    path("measures/", periods.CatalogueList.as_view(), name="catalogue"),
    path("awards/<int:pk>/", periods.AwardPeriods.as_view(), name="award"),
    path("awards/<int:pk>/periods/", periods.LayOut.as_view(), name="lay_out"),
    path("awards/<int:pk>/trend/", filed.TrendPage.as_view(), name="trend"),
    path("awards/<int:pk>/trend.svg", filed.TrendPicture.as_view(), name="trend_picture"),
    path("periods/<uuid:pk>/", periods.PeriodPage.as_view(), name="period"),
    path("periods/<uuid:pk>/count/", numbers.Count.as_view(), name="count"),
    path("periods/<uuid:pk>/count/<uuid:job>/", numbers.Counting.as_view(), name="counting"),
    path("periods/<uuid:pk>/run/", filed.Run.as_view(), name="run"),
    path("periods/<uuid:pk>/enter/<int:agency>/", numbers.Enter.as_view(), name="enter"),
    path("periods/<uuid:pk>/upload/<int:agency>/", numbers.Upload.as_view(), name="upload"),
    path("periods/<uuid:pk>/template/<int:agency>.xlsx", numbers.Template.as_view(), name="template"),
    path("numbers/<uuid:pk>/", numbers.ContributionDetail.as_view(), name="contribution"),
    path("numbers/<uuid:pk>/confirm/", numbers.Confirm.as_view(), name="confirm"),
    path("numbers/<uuid:pk>/missing/<str:key>/", numbers.GapRecords.as_view(), name="gap"),
    path("filed/<uuid:pk>/", filed.ReportDetail.as_view(), name="report"),
    path("filed/<uuid:pk>/share/", filed.Share.as_view(), name="share"),
    *(
        path(f"filed/<uuid:pk>/report.{kind}", filed.Export.as_view(), {"kind": kind}, name=kind)
        for kind in filed.FORMATS
    ),
    path("totals/<uuid:pk>/", filed.TotalsDetail.as_view(), name="totals"),
]
