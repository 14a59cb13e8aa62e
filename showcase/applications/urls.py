"""The public addresses of applications, each room's own."""

from showcase.applications.carrying.urls import urlpatterns as carrying
from showcase.applications.decisions.urls import urlpatterns as decisions
from showcase.applications.desk.urls import urlpatterns as desk
from showcase.applications.door.urls import urlpatterns as door
from showcase.applications.files.urls import urlpatterns as files
from showcase.applications.keeping.urls import urlpatterns as keeping

app_name = "applications"
urlpatterns = [*door, *desk, *files, *decisions, *carrying, *keeping]
