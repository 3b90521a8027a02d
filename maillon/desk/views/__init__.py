"""The pages that compose the others: home of each role, public site, health."""

from maillon.desk.views.departure import depart
from maillon.desk.views.exports import export, exports
from maillon.desk.views.forecast import forecast
from maillon.desk.views.home import health, home
from maillon.desk.views.letters import choose_letters, letters, send_again, unsubscribe
from maillon.desk.views.offline import manifest, waiting, who, worker
from maillon.desk.views.opening import opening
from maillon.desk.views.own_figures import own_figures
from maillon.desk.views.passport import passport, passport_photo
from maillon.desk.views.pitch import pitch, pitch_pdf, revise_pitch
from maillon.desk.views.scan import scan
from maillon.desk.views.search import search
from maillon.desk.views.site import landing, network_home, robots, sitemap

__all__ = [
    "choose_letters",
    "depart",
    "export",
    "exports",
    "forecast",
    "health",
    "home",
    "landing",
    "letters",
    "manifest",
    "network_home",
    "opening",
    "own_figures",
    "passport",
    "passport_photo",
    "pitch",
    "pitch_pdf",
    "revise_pitch",
    "robots",
    "scan",
    "search",
    "send_again",
    "sitemap",
    "unsubscribe",
    "waiting",
    "who",
    "worker",
]
