"""What is asked to put a device right."""

from django import forms

from maillon.common import labels, moments
from maillon.common.forms import Scan
from maillon.common.models import new_id
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import actions, queries
from maillon.matter.corrections.forms.steps import CorrectionForm
from maillon.matter.devices import policy as devices_policy
from maillon.matter.devices.models import Device, MachineReport


class DeviceForm(CorrectionForm):
    """A correction of one device."""

    thing: Device

    def picture(self):
        return queries.picture_of_devices(self.thing.pk)


class UndoForm(DeviceForm):
    title = "Annuler le dernier acte"
    button = "Annuler cet acte"

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def prepare(self):
        last = self.last = queries.last_act(self.thing)
        self.fields["entry"].initial = last.pk if last else None
        blocked = queries.why_not(last)
        self.lead = blocked or (
            f"Le dernier acte est {queries.UNDONE[last.verb]} : l’appareil sera comme avant. L’acte et son annulation "
            "restent tous deux dans son histoire."
        )
        if last and last.verb == "devices.take_in" and not blocked:
            self.lead = (
                "Il n’a fait qu’entrer : il est rendu à son lot par une contre-écriture, sa fiche disparaît, et son "
                "étiquette peut resservir."
            )
        self.blocked = bool(blocked)

    def picture(self):
        return {**super().picture(), **queries.picture_of_lots(self.thing.lot_id)}

    def perform(self):
        return actions.undo(self.thing.pk, entry=self.cleaned_data["entry"], reason=self.reason, by=self.member)

    def told(self, done):
        if self.last and self.last.verb == "devices.take_in":
            return f"{done.title} est rendu à son lot, et l’étiquette {done.label} peut resservir."
        return f"L’acte est annulé : {done.title} est « {done.get_state_display().lower()} »."


class ChooseLabelForm(DeviceForm):
    title = "Choisir son étiquette"
    lead = "Plusieurs étiquettes mènent à cet appareil : dites laquelle il porte. Les autres continuent d’y mener."
    button = "C’est celle-là"

    code = forms.ChoiceField(label="L’étiquette collée dessus", widget=forms.RadioSelect)

    def prepare(self):
        codes = self.thing.labels.order_by("used_at").values_list("code", flat=True)
        self.fields["code"].choices = [(code, code) for code in codes]
        self.fields["code"].initial = self.thing.label

    def perform(self):
        return actions.choose_label(self.thing.pk, code=self.cleaned_data["code"], reason=self.reason, by=self.member)

    def told(self, done):
        return f"L’appareil porte l’étiquette {done.label}."


class MergeDevicesForm(DeviceForm):
    title = "C’est le même qu’un autre"
    lead = (
        "Une machine entrée deux fois : cette fiche est gardée, l’autre sort de son lot par une contre-écriture. Étiquettes, "
        "rapports et disques de l’autre viennent ici."
    )
    button = "C’est le même appareil"

    code = forms.CharField(
        label="L’étiquette de l’autre", max_length=200, widget=Scan, help_text="Scannez-la, ou tapez son code."
    )

    def clean_code(self):
        try:
            code = labels.parse(self.cleaned_data["code"], self.member.network.prefix)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        self.other = Device.objects.visible_to(self.member).filter(labels__code=code).first()
        if self.other is None:
            raise forms.ValidationError(f"Aucun appareil de chez vous ne porte l’étiquette {code}.")
        return code

    def picture(self):
        return queries.picture_of_devices(self.thing.pk, self.other.pk)

    def perform(self):
        return actions.merge_devices(self.thing.pk, self.other.pk, reason=self.reason, by=self.member)

    def told(self, done):
        return f"C’est le même appareil : {done.label} garde tout."


class WithdrawReportForm(DeviceForm):
    title = "Retirer un rapport de machine"
    lead = (
        "Un rapport joint au mauvais appareil : ce qu’il a dit de lui, et les disques qu’il a apportés, partent avec lui. "
        "Joignez-le ensuite à la bonne machine."
    )
    button = "Retirer ce rapport"

    report = forms.ModelChoiceField(
        MachineReport.objects.none(), label="Le rapport", widget=forms.RadioSelect, empty_label=None
    )

    def prepare(self):
        mine = self.thing.reports.standing()
        if not devices_policy.may_correct(self.member, self.thing):
            mine = mine.filter(pk__in=mine[:1].values("pk"))
        field = self.fields["report"]
        field.queryset = mine
        field.label_from_instance = lambda one: f"{one.kind}, joint le {moments.moment(one.created_at)} : {one.said}"
        field.initial = mine.first()
        self.blocked = field.initial is None
        if self.blocked:
            self.lead = "Aucun rapport n’est joint à cet appareil."

    def perform(self):
        return actions.withdraw_report(self.cleaned_data["report"].pk, reason=self.reason, by=self.member)

    def told(self, done):
        return "Le rapport est retiré, avec ce qu’il avait apporté. Joignez-le à la bonne machine."


class TellApartForm(CorrectionForm):
    title = "Donner sa propre étiquette"
    lead = (
        "Deux machines portent la même étiquette. Celle du rapport entre à son tour, dans le même lot, sous une étiquette à "
        "elle ; son rapport la suit."
    )
    button = "Entrer la seconde machine"
    thing: Arrival

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    code = forms.CharField(
        label="Sa nouvelle étiquette",
        max_length=200,
        required=False,
        widget=Scan,
        help_text="Scannez-la. Laissez vide pour en créer une, à imprimer ensuite.",
    )

    def picture(self):
        made = self.cleaned_data["id"]
        first = Device.objects.filter(labels__code=self.thing.label).values_list("pk", flat=True)
        return queries.picture_of_devices(*first, made)

    def perform(self):
        asked = self.cleaned_data
        return actions.tell_apart(self.thing.pk, code=asked["code"], reason=self.reason, id=asked["id"], by=self.member)

    def told(self, done):
        return f"La seconde machine porte l’étiquette {done.label}. Collez-la dessus."
