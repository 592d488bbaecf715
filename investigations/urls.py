"""Addresses of this room."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from investigations import charging_views, operation_views, people_views, sharing_views, views, work_views


class SheetKind(StringConverter):
    """CSV or XLSX."""

    regex = "csv|xlsx"


register_converter(SheetKind, "investigations_sheet")

app_name = "investigations"
urlpatterns = [
    path("", views.InvestigationList.as_view(), name="list"),
    path("sheet/<investigations_sheet:kind>/", views.InvestigationSheet.as_view(), name="sheet"),
    path("new/", views.InvestigationNew.as_view(), name="new"),
    path("<uuid:pk>/", views.InvestigationDetail.as_view(), name="detail"),
    path("<uuid:pk>/change/", views.InvestigationChange.as_view(), name="change"),
    path("<uuid:pk>/status/", views.InvestigationStatus.as_view(), name="status"),
    path("<uuid:pk>/form/", views.Assess.as_view(), name="assess"),
    path("<uuid:pk>/case/", views.InvestigationCase.as_view(), name="case"),
    path("<uuid:pk>/victims/new/", people_views.VictimNew.as_view(), name="victim_new"),
    path("victims/<uuid:pk>/", people_views.VictimChange.as_view(), name="victim_change"),
    path("victims/<uuid:pk>/disclosure/", people_views.VictimHang.as_view(), name="hang"),
    path("<uuid:pk>/suspects/new/", people_views.SuspectNew.as_view(), name="suspect_new"),
    path("suspects/<uuid:pk>/", people_views.SuspectChange.as_view(), name="suspect_change"),
    path("suspects/<uuid:pk>/decision/", charging_views.Decide.as_view(), name="decide"),
    path("<uuid:pk>/arrests/new/", people_views.ArrestNew.as_view(), name="arrest_new"),
    path("<uuid:pk>/survivor-arrests/new/", people_views.SurvivorArrestNew.as_view(), name="survivor_arrest_new"),
    path(
        "survivor-arrests/<uuid:pk>/", people_views.SurvivorArrestChange.as_view(), name="survivor_arrest_change"
    ),
    path("<uuid:pk>/charges/new/", charging_views.ChargeNew.as_view(), name="charge_new"),
    path("charges/<uuid:pk>/", charging_views.ChargeChange.as_view(), name="charge_change"),
    path("charges/<uuid:pk>/disposition/", charging_views.Dispose.as_view(), name="dispose"),
    path("<uuid:pk>/notes/new/", work_views.NoteNew.as_view(), name="note_new"),
    path("notes/<uuid:pk>/strike-out/", work_views.NoteRedact.as_view(), name="note_redact"),
    path("<uuid:pk>/tasks/new/", work_views.TaskNew.as_view(), name="task_new"),
    path("tasks/<uuid:pk>/done/", work_views.TaskDone.as_view(), name="task_done"),
    path("<uuid:pk>/hearings/new/", work_views.HearingNew.as_view(), name="hearing_new"),
    path("hearings/<uuid:pk>/", work_views.HearingChange.as_view(), name="hearing_change"),
    path("hearings/<uuid:pk>/cancel/", work_views.HearingCancel.as_view(), name="hearing_cancel"),
    path("<uuid:pk>/share/agency/", sharing_views.ShareWithAgency.as_view(), name="share_agency"),
    path("<uuid:pk>/share/person/", sharing_views.ShareWithPerson.as_view(), name="share_person"),
    path("shares/agency/<uuid:pk>/end/", sharing_views.EndAgencyShare.as_view(), name="end_agency"),
    path("shares/person/<uuid:pk>/end/", sharing_views.EndPersonShare.as_view(), name="end_person"),
    path("<uuid:pk>/seal/", sharing_views.Seal.as_view(), name="seal"),
    path("<uuid:pk>/unseal/", sharing_views.Unseal.as_view(), name="unseal"),
    path("<uuid:pk>/lead/", sharing_views.Reassign.as_view(), name="reassign"),
    path("<uuid:pk>/hand-over/", sharing_views.HandOver.as_view(), name="hand_over"),
    path("operations/", operation_views.OperationList.as_view(), name="operations"),
    path("operations/new/", operation_views.OperationNew.as_view(), name="operation_new"),
    path("operations/<uuid:pk>/", operation_views.OperationDetail.as_view(), name="operation"),
    path("operations/<uuid:pk>/change/", operation_views.OperationChange.as_view(), name="operation_change"),
    path("heads-up/", operation_views.NoticeList.as_view(), name="notices"),
    path("heads-up/new/", operation_views.NoticeNew.as_view(), name="notice_new"),
    path("statutes/", charging_views.StatuteList.as_view(), name="statutes"),
    path("statutes/new/", charging_views.StatuteNew.as_view(), name="statute_new"),
    path("statutes/<int:pk>/", charging_views.StatuteChange.as_view(), name="statute_change"),
]
