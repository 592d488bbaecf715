"""Addresses of what is brought in."""

from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("", views.ImportList.as_view(), name="list"),
    path("new/", views.ImportReceive.as_view(), name="receive"),
    path("template/<slug:name>.<slug:ending>", views.ImportTemplate.as_view(), name="template"),
    path("<uuid:pk>/", views.ImportDetail.as_view(), name="detail"),
    path("<uuid:pk>/match/", views.ImportMatch.as_view(), name="match"),
    path("<uuid:pk>/progress/", views.ImportProgress.as_view(), name="progress"),
    path("<uuid:pk>/try/", views.ImportStart.as_view(for_good=False), name="try"),
    path("<uuid:pk>/bring-in/", views.ImportStart.as_view(), name="bring_in"),
    path("<uuid:pk>/drop/", views.ImportDrop.as_view(), name="drop"),
]
