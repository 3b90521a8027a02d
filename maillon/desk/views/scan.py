from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillon.common import labels
from maillon.ground.organisations.access import members_only
from maillon.matter.devices.models import Device


@members_only
def scan(request: HttpRequest) -> HttpResponse:
    """One field that takes what a scanner types: the device behind the label, and its next act."""
    typed, trouble = request.GET.get("q", "").strip(), ""
    if typed:
        try:
            code = labels.parse(typed, request.member.network.prefix)
        except ValueError as error:
            trouble = str(error)
        else:
            device = Device.objects.visible_to(request.member).filter(labels__code=code).first()
            if device:
                return redirect("devices:detail", device.pk)
            trouble = f"L’étiquette {code} n’est sur aucun appareil que vous pouvez voir."
    return render(request, "desk/scan.html", {"typed": typed, "trouble": trouble})
