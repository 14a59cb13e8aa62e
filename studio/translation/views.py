"""The translation editor's doors that are ours: PO files, machine translation, what a person has read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views import edit_translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from studio.translation import machine, po


def _editable(request: HttpRequest, translation_id: int) -> Translation:
    """The translation, which this person must be allowed to edit."""
    records = Translation.objects.select_related("source__locale", "target_locale")
    translation = get_object_or_404(records, pk=translation_id)
    target = translation.source.object.get_instance_or_none(translation.target_locale)
    if target is None:
        raise Http404
    if not edit_translation.user_can_edit_instance(request.user, target):
        raise PermissionDenied
    return translation


def _back(request: HttpRequest, translation: Translation) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or translation.get_target_instance_edit_url())


@require_POST
def upload_po(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take the good sentences of a PO file, and show what happened to each line."""
    translation = _editable(request, translation_id)
    upload = request.FILES.get("file")
    report, refusal = None, ""
    if upload is None:
        refusal = _("Choose a file first.")
    else:
        try:
            # One byte more than is allowed tells that there is too much.
            file = po.read(upload.read(po.LARGEST + 1), translation)
            report = po.take(file, translation, request.user)
        except po.RefusedError as error:
            refusal = str(error)
    context = {
        "translation": translation,
        "file_name": upload.name if upload else "",
        "report": report,
        "refusal": refusal,
        "back_url": translation.get_target_instance_edit_url(),
    }
    template = "studio/translation/po_report.html"
    return render(request, template, context, status=422 if refusal else 200)


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Have the machine translate what has no translation, and say how far it came."""
    translator = get_machine_translator()
    if translator is None:
        raise Http404
    translation = _editable(request, translation_id)
    if not translator.can_translate(translation.source.locale, translation.target_locale):
        raise Http404
    outcome = machine.translate(translation, translator, request.user)
    for level, words in _in_words(outcome, str(translator.display_name)):
        messages.add_message(request, level, words)
    return _back(request, translation)


def _in_words(outcome: machine.Outcome, name: str) -> list[tuple[int, str]]:
    said = []
    if outcome.translated:
        words = ngettext(
            "%(name)s has translated %(n)d sentence. It is marked as such until somebody has read it.",
            "%(name)s has translated %(n)d sentences. They are marked as such until somebody has read them.",
            outcome.translated,
        )
        said.append((messages.SUCCESS, words % {"name": name, "n": outcome.translated}))
    if outcome.unusable:
        words = ngettext(
            "%(n)d sentence came back empty or with broken markup, and was left out.",
            "%(n)d sentences came back empty or with broken markup, and were left out.",
            outcome.unusable,
        )
        said.append((messages.WARNING, words % {"n": outcome.unusable}))
    if outcome.failure:
        words = _(
            "%(name)s did not finish: %(reason)s. Nothing is lost: what was translated is kept,"
            " and you can go on by hand or try again."
        )
        said.append((messages.ERROR, words % {"name": name, "reason": outcome.failure}))
    return said or [(messages.INFO, _("There is nothing left to translate."))]


@require_POST
def mark_read(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The person says to have read what the machine wrote on the whole page."""
    translation = _editable(request, translation_id)
    count = machine.mark_read(translation)
    words = ngettext(
        "%(n)d sentence is marked as read by you.", "%(n)d sentences are marked as read by you.", count
    )
    messages.success(request, words % {"n": count})
    return _back(request, translation)


def edit_string_translation(
    request: HttpRequest, translation_id: int, string_segment_id: int
) -> HttpResponse:
    """wagtail-localize's view. A sentence saved as it was keeps its time: it was read, none is to publish."""
    segment = get_object_or_404(StringSegment, pk=string_segment_id)
    place = {
        "translation_of_id": segment.string_id,
        "context_id": segment.context_id,
        "locale__translations": translation_id,
    }
    with transaction.atomic():
        before = StringTranslation.objects.filter(**place).first()
        response = edit_translation.edit_string_translation(
            request, translation_id=translation_id, string_segment_id=string_segment_id
        )
        if before:
            unchanged = StringTranslation.objects.filter(pk=before.pk, data=before.data, has_error=False)
            unchanged.update(updated_at=before.updated_at)
    return response


class UpdateTranslations(UpdateTranslationsView):
    """wagtail-localize's view, which comes back with a message where the machine fails, and asks before it
    publishes what Wagtail asks.
    """

    def form_valid(self, form):
        if form.cleaned_data["publish_translations"] and (stopped := self._stopped()):
            return stopped
        try:
            return super().form_valid(form)
        except machine.ServiceFailedError as failure:
            messages.error(
                self.request,
                _(
                    "Nothing was changed, because the machine translation failed: %(reason)s."
                    " Try again later, or go on without it."
                )
                % {"reason": failure},
            )
            return redirect(self.request.get_full_path())

    def _stopped(self) -> HttpResponse | None:
        """The answer of a hook that stops the publication of one of the translations."""
        for translation in self.object.translations.filter(enabled=True).select_related("target_locale"):
            page = self.object.object.get_instance_or_none(translation.target_locale)
            for hook in hooks.get_hooks("before_publish_page") if isinstance(page, Page) else ():
                answer = hook(self.request, page)
                if hasattr(answer, "status_code"):
                    return answer
        return None
