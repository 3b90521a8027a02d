"""Debian's own inventory agent, installed when the machine lets us."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

AGENT = "fusioninventory-agent"
MISSING = (
    "fusioninventory-agent est absent et n’a pas pu être installé : le dialogue avec un vrai agent n’est pas essayé. "
    "Pour l’essayer : apt-get install fusioninventory-agent"
)
PATIENCE = 300
# The agent keeps its state in the system's folders, and no option moves it: its module of places is said otherwise. It
# also looks whether it runs in a container, as tests do, and then hides the numbers of the machine: it is not asked to.
ELSEWHERE = """package elsewhere;
BEGIN {
    $INC{'setup.pm'} = __FILE__;
    package setup;
    require Exporter;
    our @ISA = ('Exporter');
    our @EXPORT = ('%setup');
    our $share = '/usr/share/fusioninventory';
    our %setup = (datadir => $share, libdir => "$share/lib", vardir => $ENV{AGENT_STATE});
    $INC{'FusionInventory/Agent/Task/Inventory/Virtualization/Vmsystem.pm'} = __FILE__;
    package FusionInventory::Agent::Task::Inventory::Virtualization::Vmsystem;
    sub isEnabled { return 0 }
}
1;
"""


@functools.cache
def agent_path() -> str | None:
    """Where the agent is. On a disposable machine, where the tests run as root, it is installed if it is missing."""
    found = shutil.which(AGENT)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", AGENT]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=quiet, timeout=PATIENCE, check=False, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return shutil.which(AGENT)


def run_agent(folder: Path, tools: Path, *options: str) -> str:
    """What the agent says of one inventory; its state in `folder`, the machine told by `tools`."""
    (folder / "elsewhere.pm").write_text(ELSEWHERE)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "LC_ALL": "C", "AGENT_STATE": str(folder)}
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        environment.pop(name, None)
    command = ["perl", "-I", str(folder), "-Melsewhere", str(agent_path()), "--config", "none", "--tasks", "inventory"]
    command += ["--logger", "stderr", "--debug", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.stderr + done.stdout
