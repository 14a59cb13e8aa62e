"""What the studio adds to the admin; each thing lives in a module of its own."""

from django.contrib.auth.models import Permission
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

from home.permissions import TRANSLATE
from studio import conflicts, gate, look, records
from studio.dashboard import hooks as dashboard
from studio.guide import hooks as guide
from studio.quality import hooks as quality
from studio.translation import hooks as translation

__all__ = ["dashboard", "guide", "look", "quality", "translation"]

# Before wagtail-localize's own, which opens its editor.
hooks.register("before_edit_snippet", records.guard_record, order=-1)


@hooks.register("register_permissions")
def show_the_right_to_translate():
    """In the form of a role, where an administrator gives it."""
    app, codename = TRANSLATE.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


@hooks.register("insert_editor_js")
def clean_what_is_pasted():
    return format_html('<script type="module" src="{}"></script>', versioned_static("js/admin/paste.js"))


@hooks.register("construct_reports_menu")
def hide_what_is_shut(request, menu_items):
    """wagtail-localize shows its report to everybody."""
    if not gate.works_on_content(request.user):
        menu_items.clear()


hooks.register("register_admin_urls", conflicts.urls)
# After wagtail-localize's, whose editor has another form.
hooks.register("before_edit_page", conflicts.keep_late_version, order=10)
