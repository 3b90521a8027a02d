"""The conventions hold on this tree; and each check finds its fault in a tree made to break it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps as registry

from tests.conventions import apps, code, documents, floors
from tests.conventions.tree import Tree, models

ROOT = Path(__file__).resolve().parent.parent
PROJECT = Tree(ROOT)


def held(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def test_a_relation_named_by_a_string_goes_down_the_floors():
    held(floors.relations_go_down(PROJECT))


def test_a_migration_waits_only_for_lower_apps():
    held(floors.migrations_go_down(PROJECT))


def test_a_template_needs_only_what_stands_below_it():
    held(floors.templates_go_down(PROJECT))


def test_code_links_only_to_pages_that_stand_below_it():
    held(floors.links_go_down(PROJECT))


def test_no_signal_acts_behind_an_action():
    held(code.no_signals(PROJECT))


def test_no_model_overrides_save():
    held(code.no_save_overrides(PROJECT))


def test_imports_stand_at_the_top_but_for_heavy_libraries():
    held(code.imports_at_the_top(PROJECT))


def test_no_name_is_a_manager_a_helper_a_service_or_utils():
    held(code.plain_names(PROJECT))


def test_no_file_is_longer_than_can_be_read_at_once():
    held(code.short_files(PROJECT))


def test_no_view_is_longer_than_fifteen_lines():
    held(code.short_views(PROJECT))


def test_every_action_names_its_actor_and_is_done_whole():
    held(code.guarded_actions(PROJECT))


def test_every_app_says_what_it_is():
    held(apps.said_in_one_paragraph(PROJECT))


def test_every_app_has_the_same_files():
    held(apps.same_files(PROJECT))


def test_every_app_is_installed():
    held(apps.installed(PROJECT))


def test_every_model_is_in_the_glossary():
    held(apps.in_the_glossary(PROJECT))


def test_the_check_of_the_glossary_sees_every_model_that_django_knows():
    ours = {app.django_label: app for app in PROJECT.apps}
    known = {
        f"{ours[model._meta.app_label].label}.{model.__name__}"
        for model in registry.get_models()
        if model._meta.app_label in ours
    }

    assert {f"{app.label}.{name}" for app in PROJECT.apps for name in models(app)} == known


def test_every_migration_has_a_name():
    held(apps.named_migrations(PROJECT))


def test_migrations_follow_one_another():
    held(apps.linear_migrations(PROJECT))


def test_migrations_can_be_undone():
    held(apps.reversible_migrations(PROJECT))


def test_no_template_writes_style_or_script_in_the_page():
    held(documents.no_inline_style(PROJECT))


def test_every_setting_is_documented():
    held(documents.documented_settings(PROJECT))


def test_the_documentation_names_only_what_exists():
    held(documents.targets_that_exist(PROJECT))


def test_the_locks_have_hashes_and_name_no_host():
    held(documents.locks_without_hosts(PROJECT))


GOOD = {
    "config/settings.py": 'KEY = os.environ["MAILLON_SECRET_KEY"]\nAPPS = ["maillon.matter.lots", "maillon.matter.devices"]\n',
    "docs/deploy.md": "`MAILLON_SECRET_KEY`: the key.\n",
    "README.md": "`make demo`, then [the guide](docs/deploy.md).\n",
    "Makefile": "demo: install\n",
    "docs/glossary.md": "| lot | `lots.Lot` | what was received |\n",
    "requirements.txt": "django==5.2 \\\n    --hash=sha256:00\n",
    "package-lock.json": json.dumps({"packages": {"": {}, "node_modules/a": {"integrity": "sha512-0"}}}),
    "maillon/matter/lots/__init__.py": '"""What was received."""\n',
    "maillon/matter/lots/models.py": "class Lot(models.Model):\n    donor = models.ForeignKey('lots.Donor')\n",
    "maillon/matter/lots/actions.py": (
        "@transaction.atomic\ndef close(lot, *, by):\n"
        '    """Close the lot."""\n    return redirect("lots:list")\n'
        "def _private():\n    import typst\n"
    ),
    "maillon/matter/lots/views.py": 'def show(request):\n    """Show."""\n    return render(request, "lots/lot.html")\n',
    "maillon/matter/lots/templates/lots/lot.html": (
        '{% include "lots/line.html" %}<a href="{% url "lots:list" %}" hx-get="{% url "devices:panel" %}">'
        '<script src="/a.js" nonce="b"></script>'
    ),
    "maillon/matter/lots/migrations/0001_initial.py": (
        "dependencies = [('lots', '0000')]\noperations = [CreateModel('Lot')]\n"
    ),
    "maillon/matter/lots/migrations/0002_fill.py": "operations = [RunPython(fill, empty)]\n",
    "maillon/matter/lots/migrations/max_migration.txt": "0002_fill\n",
    "maillon/matter/devices/__init__.py": '"""What is refurbished."""\n',
    "maillon/matter/devices/templates/devices/device.html": "<p>",
}

# Each fault, written into the good tree: the check that must find it, the file, and what to write there.
FAULTS: dict[str, tuple[Callable[[Tree], list[str]], str, str]] = {
    "a foreign key to a higher app": (
        floors.relations_go_down,
        "maillon/matter/lots/models.py",
        "class Lot(models.Model):\n    first = models.ForeignKey('devices.Device')\n",
    ),
    "a higher model looked up by its name": (
        floors.relations_go_down,
        "maillon/matter/lots/queries.py",
        "apps.get_model('devices', 'Device')\n",
    ),
    "a higher model named inside a test": (
        floors.relations_go_down,
        "maillon/matter/lots/tests/test_lots.py",
        "apps.get_model('devices.Device')\n",
    ),
    "a migration that waits for a higher app": (
        floors.migrations_go_down,
        "maillon/matter/lots/migrations/0001_initial.py",
        "dependencies = [('devices', '0001_initial')]\n",
    ),
    "a template that includes a higher one": (
        floors.templates_go_down,
        "maillon/matter/lots/templates/lots/lot.html",
        '{% include "devices/device.html" %}',
    ),
    "a template that links to a higher page": (
        floors.templates_go_down,
        "maillon/matter/lots/templates/lots/lot.html",
        '<a href="{% url "devices:show" device.pk %}">',
    ),
    "a shared template that links to an app": (
        floors.templates_go_down,
        "maillon/templates/base.html",
        '<a href="{% url "lots:list" %}">',
    ),
    "code that redirects to a higher page": (
        floors.links_go_down,
        "maillon/matter/lots/views.py",
        'def show(request):\n    return redirect("devices:show")\n',
    ),
    "code that renders a higher template": (
        floors.links_go_down,
        "maillon/matter/lots/views.py",
        'def show(request):\n    return render(request, "devices/device.html")\n',
    ),
    "a signal": (
        code.no_signals,
        "maillon/matter/lots/apps.py",
        "from django.db.models.signals import post_save\n",
    ),
    "a save of one's own": (
        code.no_save_overrides,
        "maillon/matter/lots/models.py",
        "class Lot(models.Model):\n    def save(self):\n        pass\n",
    ),
    "an import inside a function": (
        code.imports_at_the_top,
        "maillon/matter/lots/queries.py",
        "def all():\n    import json\n",
    ),
    "a relative import inside a function": (
        code.imports_at_the_top,
        "maillon/matter/lots/queries.py",
        "def all():\n    from .models import Lot\n",
    ),
    "a heavy import at the top": (code.imports_at_the_top, "maillon/matter/lots/tasks.py", "import typst\n"),
    "a manager": (code.plain_names, "maillon/matter/lots/queries.py", "class LotManager:\n    pass\n"),
    "a file of utils": (code.plain_names, "maillon/matter/lots/queries/utils.py", "A = 1\n"),
    "a long file": (code.short_files, "maillon/matter/lots/queries.py", "A = 1\n" * 401),
    "a long view": (code.short_views, "maillon/matter/lots/views.py", "def show(request):\n" + "    a = 1\n" * 15),
    "an action without actor": (
        code.guarded_actions,
        "maillon/matter/lots/actions.py",
        '@transaction.atomic\ndef close(lot):\n    """Close."""\n',
    ),
    "an action whose actor may be forgotten": (
        code.guarded_actions,
        "maillon/matter/lots/actions.py",
        '@transaction.atomic\ndef close(lot, *, by=None):\n    """Close."""\n',
    ),
    "an action that may be half done": (
        code.guarded_actions,
        "maillon/matter/lots/actions/closing.py",
        'def close(lot, *, by):\n    """Close."""\n',
    ),
    "an action that says nothing": (
        code.guarded_actions,
        "maillon/matter/lots/actions.py",
        "@transaction.atomic\ndef close(lot, *, by):\n    return lot\n",
    ),
    "an app that says nothing": (apps.said_in_one_paragraph, "maillon/matter/lots/__init__.py", ""),
    "a file of no kind": (apps.same_files, "maillon/matter/lots/misc.py", "A = 1\n"),
    "a file that its package hides": (apps.same_files, "maillon/matter/lots/templates.py", "A = 1\n"),
    "an app not installed": (apps.installed, "config/settings.py", 'APPS = ["maillon.matter.devices"]\n'),
    "a model without its French word": (
        apps.in_the_glossary,
        "maillon/matter/lots/models.py",
        "class Lot(models.Model):\n    pass\n\nclass Count(Lot):\n    pass\n",
    ),
    "a word whose model is gone": (apps.in_the_glossary, "maillon/matter/lots/models.py", ""),
    "a migration named by the machine": (
        apps.named_migrations,
        "maillon/matter/lots/migrations/0003_auto_20260101_0000.py",
        "",
    ),
    "a fork of migrations": (apps.linear_migrations, "maillon/matter/lots/migrations/0002_other.py", ""),
    "a last migration not told": (
        apps.linear_migrations,
        "maillon/matter/lots/migrations/max_migration.txt",
        "0001_initial\n",
    ),
    "a migration of data without return": (
        apps.reversible_migrations,
        "maillon/matter/lots/migrations/0002_fill.py",
        "operations = [RunPython(fill)]\n",
    ),
    "a migration of SQL without return": (
        apps.reversible_migrations,
        "maillon/matter/lots/migrations/0002_fill.py",
        "operations = [migrations.RunSQL('SELECT 1')]\n",
    ),
    "data moved with the schema": (
        apps.reversible_migrations,
        "maillon/matter/lots/migrations/0002_fill.py",
        "operations = [RunPython(fill, empty), AddField('lot', 'a')]\n",
    ),
    "a style in the page": (documents.no_inline_style, "maillon/templates/base.html", '<p style="color: red">'),
    "a script in the page": (documents.no_inline_style, "maillon/templates/base.html", "<script>alert(1)</script>"),
    "an event in the page": (documents.no_inline_style, "maillon/templates/base.html", '<a onclick="go()">'),
    "a setting not documented": (documents.documented_settings, "docs/deploy.md", ""),
    "a setting that is gone": (documents.documented_settings, "config/settings.py", ""),
    "a target that is no more": (documents.targets_that_exist, "README.md", "make all\n"),
    "a link that leads nowhere": (documents.targets_that_exist, "docs/guide.md", "[here](nowhere.md)\n"),
    "a lock that names a host": (
        documents.locks_without_hosts,
        "requirements.txt",
        "--index-url https://packages.example/simple\ndjango==5.2 --hash=sha256:00\n",
    ),
    "a lock without hash": (documents.locks_without_hosts, "requirements.txt", "django==5.2\n"),
    "an address in the lock of npm": (
        documents.locks_without_hosts,
        "package-lock.json",
        json.dumps({"packages": {"node_modules/a": {"resolved": "https://packages.example/a", "integrity": "0"}}}),
    ),
}
CHECKS = {check for check, _, _ in FAULTS.values()}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project where every convention holds."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, content in GOOD.items():
        write(tmp_path / name, content)
    return tmp_path


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.mark.parametrize("check", sorted(CHECKS, key=lambda check: check.__name__), ids=lambda check: check.__name__)
def test_a_good_tree_has_no_fault(check, tree: Path):
    assert check(Tree(tree)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_finds_its_fault(fault: str, tree: Path):
    check, name, content = FAULTS[fault]
    single = (tree / name).parent.with_suffix(".py")
    single.unlink(missing_ok=True)
    write(tree / name, content)

    assert check(Tree(tree)), f"{check.__name__} does not see {fault}"
