import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maillon.ground.organisations.access import members_only
from maillon.matter.devices import policy, queries
from maillon.matter.devices.forms import FilterForm
from maillon.matter.devices.models import Device

PAGE = 50


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The devices that this member sees: a tab for each state, filters, pages."""
    form = FilterForm(request.GET, choices=queries.choices(request.member))
    asked = form.asked
    devices = queries.filtered(Device.objects.visible_to(request.member), asked, request.member.network.prefix)
    tabs = queries.tabs(devices, asked)
    found = queries.rows(devices, tabs, form.order)
    page = CountedPaginator(found, PAGE, count=tabs.current).get_page(request.GET.get("page"))
    may_import = policy.may_take_in(request.member, request.member.organisation)
    context = {"page": page, "form": form, "tabs": tabs, "asked": asked, "may_import": may_import}
    return render(request, "devices/list.html", context)


class CountedPaginator(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, *args, count: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["count"] = count


def seen(request: HttpRequest, pk: uuid.UUID) -> Device:
    """The device, if this member sees it: else 404, as if it did not exist."""
    devices = Device.objects.visible_to(request.member)
    related = ("network", "holder", "site", "category", "lot", "lot__donor", "location__site", "location__parent")
    return get_object_or_404(devices.select_related(*related), pk=pk)


@members_only
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One device: where it stands, the one next act, what it is, its proof, its law, its life."""
    return render(request, "devices/detail.html", queries.sheet(seen(request, pk), request.member))
