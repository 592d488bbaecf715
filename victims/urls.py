"""Addresses of this room."""

app_name = "victims"
urlpatterns: list = []
