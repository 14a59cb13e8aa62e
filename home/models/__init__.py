"""The site's frame and its knowledge: users, media, sources, settings and pages."""

from home.models.base import BasePage
from home.models.concepts import ConceptIndexPage, ConceptPage, Theme
from home.models.contact import ContactMessage, ContactPage
from home.models.frame import SiteFrame
from home.models.limits import Attempt
from home.models.media import CustomDocument, CustomImage, CustomRendition
from home.models.pages import ContentPage, HomePage, SourcesPage
from home.models.publisher import PublisherSettings
from home.models.sources import Source, SourceKind
from home.models.users import User

__all__ = [
    "Attempt",
    "BasePage",
    "ConceptIndexPage",
    "ConceptPage",
    "ContactMessage",
    "ContactPage",
    "ContentPage",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "HomePage",
    "PublisherSettings",
    "SiteFrame",
    "Source",
    "SourceKind",
    "SourcesPage",
    "Theme",
    "User",
]
