"""Addresses of this room; random identifiers only, never a name."""

from django.urls import path

from victims.release_urls import patterns as releases
from victims.views import clients, work

app_name = "victims"
urlpatterns = [
    *releases,
    path("", clients.ClientList.as_view(), name="list"),
    path("new/", clients.ClientNew.as_view(), name="new"),
    path("caseload/", clients.Caseload.as_view(), name="caseload"),
    path("services/", work.QuickEntry.as_view(), name="quick"),
    path("services/<uuid:pk>/strike/", work.ServiceStrike.as_view(), name="strike_service"),
    path("notes/<uuid:pk>/strike/", work.NoteStrike.as_view(), name="strike_note"),
    path("arrests/<uuid:pk>/", clients.ArrestChange.as_view(), name="change_arrest"),
    path("family/<uuid:pk>/", clients.FamilyChange.as_view(), name="change_family"),
    path("episodes/<uuid:pk>/first-service/", clients.FirstServiceChange.as_view(), name="first_service"),
    path("needs/<uuid:pk>/", work.NeedSettle.as_view(), name="settle_need"),
    path("bookmarks/<uuid:pk>/drop/", clients.BookmarkDrop.as_view(), name="drop_bookmark"),
    path("grants/<uuid:pk>/end/", clients.GrantEnd.as_view(), name="end_grant"),
    path("tasks/", work.TaskList.as_view(), name="tasks"),
    path("tasks/new/", work.TaskNew.as_view(), name="task_new"),
    path("tasks/<uuid:pk>/done/", work.TaskDone.as_view(), name="task_done"),
    path("dates/new/", work.HearingNew.as_view(), name="hearing_new"),
    path("dates/<uuid:pk>/cancel/", work.HearingCancel.as_view(), name="cancel_hearing"),
    path("turned-away/", work.TurnedAwayList.as_view(), name="turned_away"),
    path("turned-away/new/", work.TurnedAwayNew.as_view(), name="turned_away_new"),
    path("turned-away/<uuid:pk>/", work.TurnedAwayChange.as_view(), name="turned_away_change"),
    path("turned-away/<uuid:pk>/strike/", work.TurnedAwayStrike.as_view(), name="strike_turned_away"),
    path("<uuid:pk>/", clients.ClientDetail.as_view(), name="detail"),
    path("<uuid:pk>/intake/<slug:section>/", clients.ClientIntake.as_view(), name="intake"),
    path("<uuid:pk>/exit/", clients.ClientExit.as_view(), name="exit"),
    path("<uuid:pk>/return/", clients.ClientReenter.as_view(), name="reenter"),
    path("<uuid:pk>/assign/", clients.ClientAssign.as_view(), name="assign"),
    path("<uuid:pk>/close/", clients.ClientClose.as_view(), name="close"),
    path("<uuid:pk>/open/", clients.ClientOpenAll.as_view(), name="open_all"),
    path("<uuid:pk>/forget/", clients.ClientForget.as_view(), name="forget"),
    path("<uuid:pk>/arrest/", clients.ClientArrest.as_view(), name="arrest"),
    path("<uuid:pk>/family/", clients.ClientFamily.as_view(), name="family"),
    path("<uuid:pk>/case/", clients.ClientBookmark.as_view(), name="bookmark"),
    path("<uuid:pk>/services/", work.ServiceList.as_view(), name="services"),
    path("<uuid:pk>/services/new/", work.QuickEntry.as_view(), name="quick_for"),
    path("<uuid:pk>/note/", work.NoteNew.as_view(), name="note"),
    path("<uuid:pk>/need/", work.NeedNew.as_view(), name="need"),
    path("<uuid:pk>/task/", work.ClientTask.as_view(), name="task"),
    path("<uuid:pk>/date/", work.ClientHearing.as_view(), name="hearing"),
]
