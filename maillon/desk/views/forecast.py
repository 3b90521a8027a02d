from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillon.desk.queries.forecast import forecast as lines_of
from maillon.giving.donations.queries import FEWEST_KNOWN
from maillon.giving.donors.models import Renewal
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role


@for_roles(Role.COORDINATOR, Role.LOGISTICIAN)
@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """Will there be enough: each category, quarter by quarter, with what is not sure said."""
    plans = Renewal.objects.visible_to(request.member).expected().select_related("donor", "category")
    context = {
        "lines": lines_of(request.member.network),
        "page": Paginator(plans, 50).get_page(request.GET.get("page")),
        "fewest": FEWEST_KNOWN,
    }
    return render(request, "desk/forecast.html", context)
