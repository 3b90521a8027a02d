"""No test reaches another machine: whatever tries is stopped with the name it asked for."""

import ipaddress
import socket
import sys

LOCAL_NAMES = {"localhost", socket.gethostname(), ""}


class NetworkRefused(RuntimeError):
    """A test, or the code it runs, tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether this address or name can only mean the machine itself."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return name in LOCAL_NAMES
    return address.is_loopback or address.is_unspecified


def refuse_other_machines(event: str, arguments: tuple) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not is_local(host):
        raise NetworkRefused(f"A test tried to reach {host}: tests run without any network.")


def pytest_configure(config) -> None:
    sys.addaudithook(refuse_other_machines)
