"""The contact page: its form keeps each message and sends it on."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import KnowledgeBlock
from home.models.base import BasePage


class ReceivedMessage(models.Model):
    """What anybody may send, as it was written. `token` is the form's: one form sends one message.

    Every kind is forgotten after the time that the privacy page says (`purge_messages`).
    """

    token = models.UUIDField(_("form token"), unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    received_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(_("passed on by e-mail"), null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-received_at"]


class ContactMessage(ReceivedMessage):
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    subject = models.CharField(_("subject"), max_length=160)
    message = models.TextField(_("message"), max_length=5000)

    class Meta(ReceivedMessage.Meta):
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")

    def __str__(self) -> str:
        return f"{self.subject} ({self.name})"


class ContactPage(BasePage):
    """How to write to us."""

    template = "home/contact_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    body = StreamField(
        KnowledgeBlock(),
        verbose_name=_("introduction"),
        blank=True,
        help_text=_("What to say before somebody writes: who reads, when an answer comes."),
    )
    thank_you_title = models.CharField(
        _("thanks: title"),
        max_length=120,
        help_text=_("Shown in place of the form once the message is kept."),
    )
    thank_you_text = models.TextField(
        _("thanks: text"), max_length=500, help_text=_("What happens next, and when.")
    )

    content_panels = [*BasePage.content_panels, "body", "thank_you_title", "thank_you_text"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("contact page")

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        from home.contact import ContactForm

        form = ContactForm(request.POST or None, request=request)
        accepted = request.method == "POST" and form.is_valid() and form.accept()
        context = {**self.get_context(request), "form": form, "accepted": accepted}
        response = TemplateResponse(request, self.template, context)
        if request.method == "POST" and not accepted:
            response.status_code = 422
        add_never_cache_headers(response)
        return response
