"""A small site with one of everything that a role might touch, and people of each role."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import ConceptPage, SiteFrame, Source
from showcase.applications.models import (
    Application,
    Attachment,
    Decision,
    Event,
    Letter,
    Message,
    Remark,
    Review,
    Score,
    Snapshot,
    State,
)
from showcase.credentials.models import IssuedCredential, Revocation
from showcase.models import CriteriaGrid, Criterion, Framework, Question
from studio.roles import Role
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    SourceFactory,
    in_english,
    locale,
    make_frame,
    make_framework,
    make_grid,
    make_picture,
)


def make_person(role: Role, language: str = "en") -> Any:
    """Somebody with this role alone, who reads the admin in a language."""
    from wagtail.users.models import UserProfile

    name = role.name.rpartition(" ")[2].lower()
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret")
    user.groups.add(Group.objects.get(name=role.name))
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def translate(instance: Any, words: dict[str, str]) -> Translation:
    """The English translation of a French page or record, kept in step with it: {field: words}."""
    source, _made = TranslationSource.get_or_create_from_instance(instance)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    for segment in source.stringsegment_set.select_related("context"):
        if segment.context.path in words:
            StringTranslation.objects.create(
                translation_of_id=segment.string_id,
                locale=locale("en"),
                context=segment.context,
                data=words[segment.context.path],
            )
    is_page = isinstance(instance, Page)
    translation.save_target(publish=not is_page)
    if is_page:
        translation.get_target_instance().get_latest_revision().publish()
    return translation


def rows(records: Any, *columns: str) -> list[dict[str, Any]]:
    """The columns of a table or a query (all of them if none is named), in one order on every database."""
    return sorted(getattr(records, "objects", records).values(*columns), key=repr)


@dataclass
class World:
    """The pages and records of the small site, by what they are."""

    home: Page
    index: Page = field(init=False)
    concept: ConceptPage = field(init=False)
    draft: ConceptPage = field(init=False)

    def __post_init__(self) -> None:
        get_user_model().objects.create_superuser("owner", "owner@example.org", "secret")
        in_english(self.home, slug="en-home")
        self.index = ConceptIndexPageFactory(parent=self.home)
        in_english(self.index, slug="learn")
        self.concept = ConceptPageFactory(parent=self.index, title="Notion", summary="Résumé.")
        self.concept.save_revision().publish()
        self.concept = ConceptPage.objects.get(pk=self.concept.pk)
        self.translation = translate(self.concept, {"title": "Concept", "summary": "Summary."})
        self.english = ConceptPage.objects.get(locale=locale("en"))
        self.draft = ConceptPageFactory(parent=self.index, title="Brouillon", live=False)
        self.draft.save_revision()
        self.grid = make_grid()
        self.criterion = Criterion.objects.get(code="risk")
        self.criterion_translation = translate(self.criterion, {"title": "Risk taken"})
        self.criterion_english = Criterion.objects.get(code="risk", locale=locale("en"))
        self.frame = make_frame()
        self.frame_translation = translate(self.frame, {"tagline": "A bridge"})
        self.frame_english = SiteFrame.objects.get(locale=locale("en"))
        self.source = SourceFactory()
        self.question = Question.objects.create(
            token=uuid.uuid4(),
            project=uuid.uuid4(),
            title="Projet",
            kind="mistake",
            message="Une erreur.",
            language="fr",
        )
        self.framework = make_framework(source=self.source)
        self.credential, revoked = (
            IssuedCredential.objects.create(
                project=uuid.uuid4(), language="fr", title="Projet", issued_at=timezone.now()
            )
            for _number in range(2)
        )
        self.revocation = Revocation.objects.create(credential=revoked, reason="Une erreur.")
        self.application = self._application()
        self.picture = make_picture()
        self.document = get_document_model().objects.create(
            title="Document", file=ContentFile(b"text", name="file.txt")
        )
        self.collection = Collection.get_first_root_node().add_child(name="Dossier")

    def _application(self) -> Application:
        """A file that the jury reads, with one juror, a draft decision and an attachment."""
        application = Application.objects.create(
            grid=self.grid,
            language="fr",
            title="Projet",
            state=State.READING,
            submitted_at=timezone.now(),
        )
        Snapshot.objects.create(application=application, number=1, sections={})
        Decision.objects.create(application=application)
        self.review = Review.objects.create(
            application=application, juror=get_user_model().objects.get(username="owner")
        )
        self.attachment = Attachment.objects.create(
            application=application,
            kind="document",
            name="bilan.pdf",
            extension=".pdf",
            content_type="application/pdf",
            size=4,
            digest="0",
            file=ContentFile(b"%PDF", name="bilan.pdf"),
        )
        return application

    def files(self) -> dict[str, list]:
        """What projects sent, and what the jury made of it."""
        models = (Application, Review, Score, Remark, Message, Decision, Event, Letter)
        return {model.__name__: rows(model) for model in models}

    def public(self) -> dict[str, list]:
        """What a reader sees, and what decides where and whether they see it."""
        columns = ("pk", "path", "live", "title", "slug", "expire_at", "alias_of_id", "locale_id")
        return {
            "pages": rows(Page.objects.filter(live=True), *columns),
            "summaries": rows(ConceptPage.objects.filter(live=True), "pk", "summary"),
            "criteria": rows(Criterion),
            "frameworks": rows(Framework),
            "credentials": rows(IssuedCredential),
            "revocations": rows(Revocation),
            "frames": [
                (frame.pk, frame.site_name, frame.tagline) for frame in SiteFrame.objects.order_by("pk")
            ],
            "restrictions": list(Page.objects.filter(view_restrictions__isnull=False)),
        }

    def settings(self) -> dict[str, list]:
        """What belongs to administrators."""
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import Locale, Task, Workflow, WorkflowPage

        user = get_user_model()
        return {
            "users": rows(user, "pk", "username", "is_active", "is_superuser"),
            "members": rows(user.groups.through),
            "roles": rows(Group, "pk", "name", "permissions"),
            "grids": rows(CriteriaGrid),
            "sites": rows(Site),
            "languages": rows(Locale),
            "workflows": rows(Workflow),
            "tasks": rows(Task),
            "attached": rows(WorkflowPage),
            "redirects": rows(Redirect),
        }

    def library(self) -> dict[str, list]:
        """What editors fill and others leave alone."""
        return {
            "pages": rows(Page, "pk", "path", "locked", "latest_revision_id"),
            "sources": rows(Source),
            "questions": rows(Question),
            "pictures": rows(type(self.picture), "pk", "title", "file"),
            "documents": rows(type(self.document), "pk", "title", "file"),
            "collections": rows(Collection),
        }
