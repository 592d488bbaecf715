"""Addresses of this room."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.ReportHome.as_view(), name="list"),
    path("measures/", views.CatalogueList.as_view(), name="catalogue"),
    path("awards/<int:pk>/", views.AwardPeriods.as_view(), name="award"),
    path("awards/<int:pk>/periods/", views.LayOut.as_view(), name="lay_out"),
    path("awards/<int:pk>/trend/", views.TrendPage.as_view(), name="trend"),
    path("awards/<int:pk>/trend.svg", views.TrendPicture.as_view(), name="trend_picture"),
    path("periods/<uuid:pk>/", views.PeriodPage.as_view(), name="period"),
    path("periods/<uuid:pk>/count/", views.Count.as_view(), name="count"),
    path("periods/<uuid:pk>/count/<uuid:job>/", views.Counting.as_view(), name="counting"),
    path("periods/<uuid:pk>/run/", views.Run.as_view(), name="run"),
    path("periods/<uuid:pk>/enter/<int:agency>/", views.Enter.as_view(), name="enter"),
    path("periods/<uuid:pk>/upload/<int:agency>/", views.Upload.as_view(), name="upload"),
    path("periods/<uuid:pk>/template/<int:agency>/", views.Template.as_view(), name="template"),
    path("numbers/<uuid:pk>/", views.ContributionDetail.as_view(), name="contribution"),
    path("numbers/<uuid:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("numbers/<uuid:pk>/missing/<str:key>/", views.GapRecords.as_view(), name="gap"),
    path("filed/<uuid:pk>/", views.ReportDetail.as_view(), name="report"),
    path("filed/<uuid:pk>/share/", views.Share.as_view(), name="share"),
    *(
        path(f"filed/<uuid:pk>/report.{kind}", views.Export.as_view(), {"kind": kind}, name=kind)
        for kind in views.FORMATS
    ),
    path("totals/<uuid:pk>/", views.TotalsDetail.as_view(), name="totals"),
]
