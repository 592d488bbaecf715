"""Forms and buttons of the office: they lead back to the page that they were opened from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from access.views import ActionPage, FormPage


class Sheet(FormPage):
    """A form; `back` names the page to go to, done or not."""

    template = "office/form_page.html"
    back: ClassVar[str] = ""

    def done(self, record: Any) -> str:
        return reverse(self.back)

    def cancel(self) -> str:
        return self.done(self.record)


class Button(ActionPage):
    """A button; `back` names the page to go to, done or not."""

    back: ClassVar[str] = ""

    def done(self, made: Any) -> str:
        return reverse(self.back)

    def cancel(self) -> str:
        return self.done(None)
