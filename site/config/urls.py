from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from config.api import router
from home import views
from home.sitemaps import PageSitemap
from showcase.applications.door.sitemap import WaysInSitemap

urlpatterns = [
    path("", views.language_door),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v2/", router.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap, "ways": WaysInSitemap}}, name="sitemap"),
    path("robots.txt", views.robots),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("", include("showcase.credentials.urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", views.media))

urlpatterns += i18n_patterns(
    # Translators: an address: lower case, no accents, a slash at the end.
    path(_("search/"), views.search, name="search"),
    # Translators: an address: lower case, no accents, a slash at the end.
    path(_("showcase/apply/"), include("showcase.applications.urls")),
    # Wagtail's own addresses, the last of which serves pages; ours finds them in fewer queries.
    *wagtail_urls.urlpatterns[:-1],
    # What a page answers below itself that ends like a file.
    re_path(r"^((?:[\w\-]+/)+[\w\-]+\.[a-z]+)$", views.serve),
    re_path(wagtail_urls.serve_pattern, views.serve, name="wagtail_serve"),
)

handler400 = "home.views.not_understood"
handler404 = "home.views.page_not_found"
handler500 = "home.views.server_error"
