"""Addresses of this room."""

from django.urls import path

from office.views import agencies, alerts, audit, awards, door, hats, people, task_forces

app_name = "office"
urlpatterns = [
    path("hats/", hats.Hats.as_view(), name="hats"),
    path("hat/", hats.WearHat.as_view(), name="hat"),
    path("me/", hats.ChangeOwnName.as_view(), name="me"),
    path("join/<str:secret>/", door.Join.as_view(), name="join"),
    path("recover/", door.AskRecovery.as_view(), name="recover"),
    path("recover/<str:secret>/", door.TakeRecovery.as_view(), name="recover_take"),
    path("people/", people.People.as_view(), name="people"),
    path("people/invite/", people.InvitePerson.as_view(), name="invite"),
    path("people/<int:pk>/", people.SeatDetail.as_view(), name="seat"),
    path("people/<int:pk>/change/", people.SeatChange.as_view(), name="seat_change"),
    path("people/<int:pk>/end/", people.SeatEnd.as_view(), name="seat_end"),
    path("invitations/<uuid:pk>/withdraw/", people.Withdraw.as_view(), name="withdraw"),
    path("recoveries/<uuid:pk>/approve/", people.RecoveryApprove.as_view(), name="recovery_approve"),
    path("agency/", agencies.OwnAgency.as_view(), name="agency"),
    path("agency/change/", agencies.ChangeAgency.as_view(), name="agency_change"),
    path("agencies/", agencies.Agencies.as_view(), name="agencies"),
    path("agencies/open/", agencies.OpenOne.as_view(), name="agency_open"),
    path("agencies/<int:pk>/", agencies.AgencyDetail.as_view(), name="agency_detail"),
    path("agencies/<int:pk>/invite/", agencies.InviteFirst.as_view(), name="invite_first"),
    path("task-forces/open/", agencies.OpenForce.as_view(), name="task_force_open"),
    path("task-force/", task_forces.TaskForces.as_view(), name="task_force"),
    path("task-force/<int:pk>/", task_forces.TaskForces.as_view(), name="task_force_detail"),
    path("task-force/<int:pk>/change/", task_forces.ChangeTaskForce.as_view(), name="task_force_change"),
    path("task-force/<int:pk>/invite/", task_forces.InviteOne.as_view(), name="invite_agency"),
    path("task-force/<int:pk>/memoranda/add/", task_forces.AddMemorandum.as_view(), name="memorandum_add"),
    path("memoranda/<int:pk>/change/", task_forces.ChangeMemorandum.as_view(), name="memorandum_change"),
    path("participations/<int:pk>/accept/", task_forces.Accept.as_view(), name="accept"),
    path("participations/<int:pk>/agree/", task_forces.Agree.as_view(), name="agree"),
    path("participations/<int:pk>/lead/", task_forces.NameLead.as_view(), name="name_lead"),
    path("participations/<int:pk>/end/", task_forces.End.as_view(), name="end"),
    path("awards/", awards.Awards.as_view(), name="awards"),
    path("awards/add/", awards.AwardAdd.as_view(), name="award_add"),
    path("awards/<int:pk>/", awards.AwardDetail.as_view(), name="award"),
    path("awards/<int:pk>/change/", awards.AwardChange.as_view(), name="award_change"),
    path("awards/<int:pk>/partners/add/", awards.PartnerAdd.as_view(), name="partner_add"),
    path("partners/<int:pk>/change/", awards.PartnerChange.as_view(), name="partner_change"),
    path("alerts/", alerts.Alerts.as_view(), name="alerts"),
    path("alerts/when/", alerts.SetWatch.as_view(), name="alerts_when"),
    path("alerts/<uuid:pk>/seen/", alerts.Settle.as_view(), name="alert_settle"),
    path("audit/", audit.Audit.as_view(), name="audit"),
]
