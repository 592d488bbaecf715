"""Addresses of this room."""

from django.urls import path

from referrals import views

app_name = "referrals"
urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("sent/", views.Outbox.as_view(), name="outbox"),
    path("new/", views.New.as_view(), name="new"),
    path("requests/new/", views.RequestNew.as_view(), name="ask"),
    path("requests/<uuid:pk>/", views.RequestDetail.as_view(), name="request"),
    path("requests/<uuid:pk>/answer/", views.RequestAnswer.as_view(), name="answer"),
    path("persons/new/", views.ReferralNew.as_view(), name="refer"),
    path("persons/<uuid:pk>/", views.ReferralDetail.as_view(), name="referral"),
    path("persons/<uuid:pk>/add/", views.PersonNew.as_view(), name="add_person"),
    path("persons/<uuid:pk>/receive/", views.ReferralReceive.as_view(), name="receive"),
    path("papers/<uuid:pk>/take-back/", views.PaperWithdraw.as_view(), name="withdraw"),
    path("messages/new/", views.MessageNew.as_view(), name="send_message"),
    path("messages/<uuid:pk>/", views.MessageDetail.as_view(), name="message"),
    path("received/", views.Received.as_view(), name="received"),
    path("received/<uuid:pk>/", views.DisclosureDetail.as_view(), name="disclosure"),
    path("received/<uuid:pk>/print/", views.DisclosurePrint.as_view(), name="disclosure_print"),
]
