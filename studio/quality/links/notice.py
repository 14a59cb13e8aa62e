"""Telling readers which addresses of a page answer no more, without a query of its own."""

from django.db.models import Aggregate, JSONField, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject, TruncDate

from home import providers
from studio.quality.models import LinkState, LinkUse


class JSONList(Aggregate):
    """The values of a group as one list."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


@providers.provide_dead_links
def dead_links() -> Combinable:
    dead = LinkUse.objects.filter(page=OuterRef("pk"), link__state=LinkState.DEAD)
    told = JSONObject(url="link__url", since=TruncDate("link__failing_since"))
    return Subquery(dead.order_by().values("page").annotate(all=JSONList(told)).values("all"))
