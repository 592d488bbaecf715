"""Addresses of this room."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cases import activity_views, block_views, views


class SheetKind(StringConverter):
    """csv or xlsx."""

    regex = "csv|xlsx"


register_converter(SheetKind, "sheet")

app_name = "cases"
urlpatterns = [
    path("", views.CaseList.as_view(), name="list"),
    path("cases.<sheet:kind>", views.CaseSheet.as_view(), name="sheet"),
    path("new/", views.CaseLog.as_view(), name="log"),
    path("<uuid:pk>/change/", views.CaseChange.as_view(), name="change"),
    path("<uuid:pk>/status/", views.CaseStatus.as_view(), name="status"),
    path("<uuid:pk>/standing/", views.CaseStandingSay.as_view(), name="standing"),
    path("<uuid:pk>/bring-in/", views.CaseBringIn.as_view(), name="bring_in"),
    path("<uuid:pk>/strike-out/", views.CaseRedact.as_view(), name="redact"),
    path("<uuid:pk>/conflicts/", block_views.Conflicts.as_view(), name="conflicts"),
    path("<uuid:pk>/conflicts/new/", block_views.ConflictNew.as_view(), name="conflict_new"),
    path("conflicts/<uuid:pk>/end/", block_views.ConflictEnd.as_view(), name="conflict_end"),
    path("parts/<uuid:pk>/end/", views.CasePartEnd.as_view(), name="end_part"),
    path("leads/", views.LeadList.as_view(), name="leads"),
    path("leads/new/", views.LeadLog.as_view(), name="lead_log"),
    path("leads/<uuid:pk>/", views.LeadDetail.as_view(), name="lead"),
    path("leads/<uuid:pk>/change/", views.LeadChange.as_view(), name="lead_change"),
    path("leads/<uuid:pk>/decide/", views.LeadDispose.as_view(), name="lead_dispose"),
    path("leads/<uuid:pk>/open-case/", views.LeadOpenCase.as_view(), name="lead_open_case"),
    path("leads/<uuid:pk>/strike-out/", views.LeadRedact.as_view(), name="lead_redact"),
    path("activities/", activity_views.ActivityList.as_view(), name="activities"),
    path("activities/activities.<sheet:kind>", activity_views.ActivitySheet.as_view(), name="activity_sheet"),
    path("activities/new/<slug:kind>/", activity_views.ActivityLog.as_view(), name="activity_log"),
    path("activities/<uuid:pk>/", activity_views.ActivityDetail.as_view(), name="activity"),
    path("activities/<uuid:pk>/change/", activity_views.ActivityChange.as_view(), name="activity_change"),
    path("activities/<uuid:pk>/remove/", activity_views.ActivityStrike.as_view(), name="activity_strike"),
    path("activities/<uuid:pk>/strike-out/", activity_views.ActivityRedact.as_view(), name="activity_redact"),
    path("activities/<uuid:pk>/action/", activity_views.ActionAdd.as_view(), name="action_add"),
    path("actions/<uuid:pk>/done/", activity_views.ActionDone.as_view(), name="action_done"),
    path("actions/<uuid:pk>/strike-out/", activity_views.ActionRedact.as_view(), name="action_redact"),
]
