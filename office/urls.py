"""Addresses of this room."""

app_name = "office"
urlpatterns: list = []
