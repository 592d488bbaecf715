"""Addresses of this room."""

app_name = "investigations"
urlpatterns: list = []
