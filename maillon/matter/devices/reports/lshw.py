"""``lshw -json`` and ``lshw -xml``: the tree of what Linux sees.

Also read: the list of some classes (``-class disk``), objects put end to end, and the broken trees of lshw B.02.19,
which forgets ``"children" : [`` and the closing brackets. The root's ``id`` is the machine's host name: never kept.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.identity import is_placeholder
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Disk, Medium, Report, Unreadable
from maillon.matter.devices.reports.source import Source, children, tag_of, text_of
from maillon.matter.devices.reports.values import clean, mapping, mappings, watt_hours, whole, word

KIND = "lshw"

DEEPEST = 64

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([{}\[\]:,])|([^\s{}\[\]:,"]+))')
_NODE_IN_TEXT = re.compile(r'"id"\s*:\s*"[^"]*"\s*,\s*"class"\s*:\s*"')
_OPTICAL = re.compile(r"cdrom|dvd|cd-r|optical|bd-re", re.IGNORECASE)
_TURNS = re.compile(r"\d{4,5}rpm$")
_MMC = re.compile(r"/dev/mmcblk|^mmc")


def recognises(source: Source) -> bool:
    """Whether the file is a tree, or a list of nodes, whose nodes have lshw's ``id`` and ``class``."""
    if source.json:
        first = mapping(source.json[0])
        return isinstance(first.get("id"), str) and isinstance(first.get("class"), str)
    if source.looks_like_json:
        return _NODE_IN_TEXT.search(source.text[:2_000]) is not None
    root = source.xml
    return root is not None and (tag_of(root) == "node" or bool(tag_of(root) == "list" and children(root, "node")))


def read(source: Source) -> Report:
    """The machine of an lshw tree.

    Raises:
        Unreadable: the tree breaks off before its end.
    """
    if source.looks_like_json:
        roots = list(mappings(source.json)) or _mend(source.text)
    else:
        root = source.xml
        top = [root] if root is not None and tag_of(root) == "node" else children(root, "node")
        roots = [_node(node) for node in top]
    return from_nodes(roots)


def from_nodes(roots: list[dict]) -> Report:
    """The machine of lshw nodes that another report carries inside it."""
    nodes = list(_walk(roots))
    system = next((node for node, _ in nodes if node.get("class") == "system" and "configuration" in node), {})
    system = system or next((node for node, _ in nodes if node.get("class") == "system"), {})
    configuration = mapping(system.get("configuration"))

    manufacturer, product = clean(system.get("vendor")), clean(system.get("product"))
    version, shape = clean(system.get("version")), clean(configuration.get("chassis"))
    names = (manufacturer, product, version, clean(configuration.get("family")))
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=clean(system.get("serial")),
        uuid=clean(configuration.get("uuid")),
        chassis=shape,
        form_factor=form.form_factor(shape or clean(system.get("description")), *names),
        cpu=next(filter(None, (_processor(node) for node, _ in nodes)), None),
        ram_mib=_memory([node for node, _ in nodes]),
        disks=tuple(filter(None, (_disk(node, parents) for node, parents in nodes))),
        batteries=tuple(filter(None, (_battery(node) for node, _ in nodes))),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
    )


def _walk(roots: list[dict]) -> Iterator[tuple[dict, tuple[dict, ...]]]:
    """Every node with its ancestors, nearest first, in the order of the tree."""
    waiting: list[tuple[dict, tuple[dict, ...]]] = [(node, ()) for node in reversed(roots)]
    while waiting:
        node, parents = waiting.pop()
        yield node, parents
        if len(parents) < DEEPEST:
            waiting += [(child, (node, *parents)) for child in reversed(list(mappings(node.get("children"))))]


def _processor(node: dict) -> str | None:
    if node.get("class") != "processor" or node.get("disabled") is True:
        return None
    product = clean(node.get("product"))
    return None if is_placeholder(product) or not re.match(r"cpu", word(node.get("id"))) else product


def _memory(nodes: list[dict]) -> int | None:
    """Installed memory in MiB: what lshw totals as system memory, else the sum of the modules."""
    memories = [
        node for node in nodes if node.get("class") == "memory" and "flash" not in word(node.get("description")).lower()
    ]
    for pattern in (r"memory(:\d+)?$", r"bank(:\d+)?$"):
        total = sum(whole(node.get("size")) or 0 for node in memories if re.match(pattern, word(node.get("id"))))
        if total:
            return total >> 20
    return None


def _disk(node: dict, parents: tuple[dict, ...]) -> Disk | None:
    """A medium that holds data; None for an optical drive, a card reader without its card, a partition."""
    if node.get("class") != "disk" or any(parent.get("class") == "disk" for parent in parents):
        return None
    name = word(node.get("id"))
    if _OPTICAL.search(name) or _OPTICAL.search(" ".join(map(str, mapping(node.get("capabilities"))))):
        return None
    owner = next((p for p in parents[:1] if re.match(r"nvme|mmc|device", word(p.get("id")))), {})
    model = clean(node.get("product")) or clean(owner.get("product"))
    serial = clean(node.get("serial")) or clean(owner.get("serial"))
    size = whole(node.get("size")) or next(
        (whole(child.get("size")) for child in mappings(node.get("children")) if child.get("class") == "disk"), None
    )
    if size is None and (not node.get("serial") or "reader" in (model or "").lower()):
        return None
    plugged = any(word(place.get("businfo")).startswith("usb@") for place in (node, *parents[:2]))
    return Disk(model=model, serial=serial, size_bytes=size, medium=_medium(node, owner, plugged), removable=plugged)


def _medium(node: dict, owner: dict, plugged: bool) -> Medium:
    names = node.get("logicalname")
    places = [word(place) for place in (names if isinstance(names, list) else [names])]
    if any("nvme" in place for place in places) or word(owner.get("id")).startswith("nvme"):
        return Medium.NVME
    if any(_MMC.search(place) for place in places) or word(owner.get("id")).startswith("mmc"):
        return Medium.EMMC
    said = f"{word(node.get('product'))} {word(node.get('description'))}"
    if re.search(r"ssd|solid.?state", said, re.IGNORECASE):
        return Medium.SSD
    if any(_TURNS.match(str(capability)) for capability in mapping(node.get("capabilities"))):
        return Medium.HDD
    return Medium.USB if plugged else Medium.UNKNOWN


def _battery(node: dict) -> Battery | None:
    if node.get("class") != "power" or not word(node.get("id")).startswith("battery"):
        return None
    model = None if is_placeholder(node.get("product")) else clean(node.get("product"))
    design = watt_hours(node.get("capacity")) if node.get("units", "mWh") == "mWh" else None
    if model is None and design is None:
        return None
    serial = clean(node.get("serial"))
    return Battery(model=model, serial=serial, design=design, unit=CapacityUnit.WH if design else None)


def _node(element: Element) -> dict:
    """An XML node as the dictionary that the JSON output gives; an explicit stack, for trees can be deep."""
    root: dict = {}
    waiting = [(element, root)]
    while waiting:
        source, node = waiting.pop()
        node.update(id=source.get("id") or "", children=[])
        node["class"] = source.get("class") or ""
        for tag in ("description", "product", "vendor", "version", "serial", "size", "capacity", "businfo"):
            node[tag] = text_of(source, tag)
        node["logicalname"] = [child.text for child in children(source, "logicalname")]
        for group, item, name in (("configuration", "setting", "value"), ("capabilities", "capability", None)):
            entries = [entry for parent in children(source, group) for entry in children(parent, item)]
            node[group] = {entry.get("id") or "": (entry.get(name) if name else entry.text) or "" for entry in entries}
        for child in children(source, "node"):
            node["children"].append({})
            waiting.append((child, node["children"][-1]))
    return root


def _mend(text: str) -> list[dict]:
    """The nodes of a tree whose ``children`` keys, brackets and commas are missing.

    An object met where no value is due is a child of the one it is inside.

    Raises:
        Unreadable: the text stops before its end: the file is cut, and must not pass for a smaller machine.
    """
    roots: list[dict] = []
    opened: list[dict] = []
    key: str | None = None  # whose value is due
    name: str | None = None  # the last text met, a key if a colon follows
    listed = False
    position = text.index("{")
    while token := _TOKEN.match(text, position):
        position = token.end()
        quoted, mark, word = token.groups()
        if mark == "{":
            node: dict = {}
            if opened and key is not None and not listed:
                opened[-1][key] = node
            else:
                (_children(opened[-1]) if opened else roots).append(node)
            opened.append(node)
            key, listed = None, False
        elif mark == "}":
            del opened[-1:]
            key = None
        elif mark == ":":
            key, listed = name, False
        elif mark == "[":
            listed = True
        elif mark == "]":
            key, listed = None, False
        elif opened and (quoted or word):
            name = quoted[1:-1] if quoted else word
            if key is not None:
                opened[-1].setdefault(key, name)
                key = key if listed else None
    if not roots or text.rstrip()[-1:] not in ("}", "]") or len(opened) > 1:
        raise Unreadable("Ce rapport lshw est incomplet : relancez « sudo lshw -json », puis envoyez-le à nouveau.")
    return roots


def _children(node: dict) -> list:
    if not isinstance(node.get("children"), list):
        node["children"] = []
    return node["children"]
