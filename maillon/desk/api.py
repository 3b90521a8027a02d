"""The public interface of version 1: `/api/v1/openapi.json` describes it."""

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

v1 = NinjaAPI(
    title="Maillon",
    version="1.0.0",
    description="Les données d’une filière de réemploi informatique.",
    docs_url=None,
    urls_namespace="api-v1",
)


class Health(Schema):
    """Whether the service answers."""

    status: str


@v1.get("/sante", response=Health, summary="État du service")
def health(request: HttpRequest) -> Health:
    return Health(status="ok")


urlpatterns = v1.urls[0]
