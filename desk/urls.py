"""Addresses of this room."""

from django.urls import path

from desk import sight, views

app_name = "desk"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("inbox/", views.Inbox.as_view(), name="inbox"),
    path("calendar/", views.Calendar.as_view(), name="calendar"),
    path("who-sees/<str:label>/<uuid:pk>/", sight.WhoSees.as_view(), name="who_sees"),
    path("cases/<uuid:pk>/", views.CasePage.as_view(), name="case"),
]
