"""What a browser keeps to start without a network: the service worker's list of files, and the installed application."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

# What every page needs; what one page adds is kept when it is first opened.
SHELL = (
    "bootstrap/css/bootstrap.min.css",
    "maillon/tokens.css",
    "maillon/maillon.css",
    "maillon/maillon.js",
    "maillon/queue.js",
    "maillon/offline.js",
    "maillon/waiting.js",
    "maillon/favicon.svg",
)
SCRIPTS = ("maillon/queue.js", "maillon/worker.js")


def worker() -> str:
    """The program of the service worker: its settings, then the files that it shares with the pages.

    Another version of a file or of the waiting page makes another program, which browsers then install by themselves.
    """
    return _written() if not settings.DEBUG else _written.__wrapped__()


@cache
def _written() -> str:
    told = {
        "version": _version(),
        "shell": [static(name) for name in SHELL],
        "waiting": reverse("desk:waiting"),
        "login": reverse("account_login"),
    }
    scripts = ", ".join(json.dumps(static(name)) for name in SCRIPTS)
    return f"const MAILLON = {json.dumps(told)};\nimportScripts({scripts});\n"


def _version() -> str:
    digest = hashlib.sha256(render_to_string("desk/waiting.html").encode())
    for name in (*SHELL, *SCRIPTS):
        digest.update(static(name).encode())
        if found := finders.find(name):
            with open(found, "rb") as content:
                digest.update(content.read())
    return digest.hexdigest()[:12]


def manifest() -> dict[str, object]:
    """What the application is once installed: its name, its drawing, where it starts."""
    icons = [
        ("maillon/favicon.svg", "any", "image/svg+xml", "any"),
        ("maillon/icons/icon-192.png", "192x192", "image/png", "any"),
        ("maillon/icons/icon-512.png", "512x512", "image/png", "any"),
        ("maillon/icons/icon-whole-512.png", "512x512", "image/png", "maskable"),
    ]
    return {
        "id": "/",
        "name": "Maillon",
        "short_name": "Maillon",
        "description": "Collecter, effacer, remettre en état et redistribuer le matériel informatique.",
        "lang": "fr",
        "dir": "ltr",
        "start_url": reverse("desk:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": type_, "purpose": purpose}
            for name, sizes, type_, purpose in icons
        ],
        "shortcuts": [
            {"name": "Scanner", "url": reverse("desk:scan")},
            {"name": "En attente d’envoi", "url": reverse("desk:waiting")},
        ],
    }
