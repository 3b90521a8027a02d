"""The public pages of a network, as visitors, search engines and shared links read them."""

import json
import re
from xml.etree import ElementTree

import pytest

from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_every_address_of_the_sitemap_answers_to_anyone(client):
    a_network(slug="ici")
    a_network(slug="ailleurs")
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)

    paths = [address.text.removeprefix("http://testserver") for address in found.findall("m:url/m:loc", MAP)]

    assert {"/", "/r/ici/", "/r/ailleurs/contact/", "/r/ici/accessibilite/"} <= set(paths)
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_robots_read_the_public_pages_and_nothing_of_a_demonstration(client, settings):
    site = client.get("/robots.txt").content.decode()
    settings.DEMO = True
    demonstration = client.get("/robots.txt").content.decode()

    assert "Allow: /r/" in site
    assert "Sitemap: http://testserver/sitemap.xml" in site
    assert demonstration.split() == ["User-agent:", "*", "Disallow:", "/"]


def test_the_page_of_a_network_tells_what_it_is_to_engines_and_shared_links(client):
    network = a_network(slug="ici", purpose="Équiper </script> & relier")

    page = client.get("/r/ici/").content.decode()

    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (told["@type"], told["name"], told["description"]) == ("NGO", network.name, network.purpose)
    assert told["address"]["addressLocality"] == "Pontivy"
    assert '<link rel="canonical" href="http://testserver/r/ici/">' in page
    assert 'property="og:title" content="Équiper &lt;/script&gt; &amp; relier"' in page


def test_the_page_of_a_network_says_where_to_go(client):
    network = a_network(slug="ici")

    page = client.get("/r/ici/").content.decode()

    assert "Déposer, s’équiper, visiter" in page
    assert network.head.name in page
    assert "/r/ici/contact/" in page


def test_a_closed_affiliation_is_not_shown_to_visitors(client):
    member = a_member(Role.COORDINATOR, network=a_network(slug="ici"))
    member.network.affiliations.update(ended_on="2020-01-01")

    assert "Déposer, s’équiper, visiter" not in client.get("/r/ici/").content.decode()
