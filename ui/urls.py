"""The style guide, for developers and for axe; ``ecm.urls`` includes it only with DEBUG."""

from django.urls import path

from ui.views import guide

app_name = "ui"
urlpatterns = [path("", guide, name="guide")]
