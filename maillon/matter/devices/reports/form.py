"""The shape of the equipment, guessed from what the firmware says, since the chassis type alone is unreliable.

On real reports, eleven tablets of twelve do not say « Tablet », all-in-ones say « Desktop » or « Laptop », and many
small machines say « Desktop » or nothing.
"""

import re

from maillon.matter.devices.reports.report import FormFactor

VIRTUAL_WARNING = "Machine virtuelle : ce rapport ne décrit pas un appareil réel."

_CHASSIS = {
    FormFactor.LAPTOP: "notebook laptop portable subnotebook netbook convertible mobile ordinateurblocnotes",
    FormFactor.DESKTOP: "desktop tower minitower microtower lowprofile lowprofiledesktop spacesaving pizzabox sealedcasepc "
    "desktopcomputer lunchbox smallformfactor",
    FormFactor.ALL_IN_ONE: "allinone",
    FormFactor.TABLET: "tablet handheld detachable",
    FormFactor.MINI: "minipc stickpc mini embeddedpc",
    FormFactor.SERVER: "server mainserverchassis mainserver rackmountchassis rackmount blade bladeenclosure bladeenclosing "
    "multisystem raidchassis",
    FormFactor.PHONE: "phone smartphone",
    FormFactor.OTHER: "expansionchassis subchassis busexpansionchassis peripheralchassis dockingstation iotgateway",
}
_BY_CHASSIS = {word: form for form, words in _CHASSIS.items() for word in words.split()}
_BY_NAME = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        (
            FormFactor.ALL_IN_ONE,
            r"all[- ]?in[- ]?one|\baio\b|\bimac|ideacentre [abc]\d|thinkcentre (m\d\dz|edge 9\dz|e\d\dz)|\beliteone|"
            r"\bproone|touchsmart|aspire [zuc]\d|veriton z|vostro 3[23]0\b|inspiron one",
        ),
        (FormFactor.MINI, r"\bmac ?mini|\bnuc ?\d|\bmini[- ]?pc\b|\bfree pc\b|\bmeerkat\b|\bstick\b|\bbrix\b"),
        (FormFactor.TABLET, r"surface (pro|go)\b|thinkpad (helix|\d+ tablet)|\bipad"),
        (
            FormFactor.LAPTOP,
            r"macbook|powerbook|\bibook|chromebook|thinkpad|ideapad|latitude|xps 1[357]|elitebook|probook|zbook|lifebook|"
            r"esprimo mobile|travelmate|tecra|portege|satellite|vivobook|zenbook|\blaptop\b|\bnotebook\b|surface laptop",
        ),
        (
            FormFactor.DESKTOP,
            r"mac ?pro ?\d|power ?mac ?\d|precision (workstation )?t\d|optiplex|prodesk|elitedesk|thinkcentre|esprimo|"
            r"veriton|\b(sff|cmt|twr)\b|\bdesktop\b",
        ),
        (FormFactor.SERVER, r"poweredge|proliant (dl|ml|bl)|\bserver\b"),
    )
)
_VIRTUAL = re.compile(
    r"vmware|virtualbox|innotek|\bqemu\b|\bkvm\b|\bbochs\b|\bxen\b|hvm domu|virtual machine|virtual platform|parallels|"
    r"openstack|google compute|amazon ec2|standard pc \(|bhyve|proxmox",
    re.IGNORECASE,
)
_MARKED_BY_NAME = (FormFactor.ALL_IN_ONE, FormFactor.MINI)


def form_factor(chassis: str | None, *names: str | None) -> FormFactor | None:
    """The shape, from the chassis type and from the maker's names of the machine; None when nothing tells."""
    words = " ".join(name for name in names if name)
    if is_virtual(*names) or _squeeze(chassis) == "virtual":
        return FormFactor.OTHER
    said = _BY_CHASSIS.get(_squeeze(chassis))
    named = next((form for form, pattern in _BY_NAME if pattern.search(words)), None)
    if said is None or named in _MARKED_BY_NAME:
        return named or said
    if named is FormFactor.TABLET and said is FormFactor.LAPTOP and re.search("surface", words, re.IGNORECASE):
        return named
    return said


def is_virtual(*names: str | None) -> bool:
    """Whether these names are those of a hypervisor rather than of a maker."""
    return bool(_VIRTUAL.search(" ".join(name for name in names if name)))


def _squeeze(text: str | None) -> str:
    return re.sub(r"[\W_]", "", (text or "").casefold())
