"""What any page may ask while one types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillon.common import geography


@require_safe
@cache_control(public=True, max_age=86400)
def communes(request: HttpRequest) -> JsonResponse:
    """The communes that ?q= may mean, as displayed: ["Pontivy (56300)", …]. Public, and the same for everyone."""
    text = request.GET.get("q", "").strip()
    found = geography.find(text, 8) if len(text) >= 2 else []
    return JsonResponse([str(commune) for commune in found], safe=False)


# What `organisations.access.public` says of a page, which stands above this floor.
communes.audience = "public"
