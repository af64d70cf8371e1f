"""SDV, installed for the benchmark only: in a folder over the project's own libraries, none of which it changes."""

from __future__ import annotations

import subprocess
import sysconfig
import venv
from pathlib import Path

SDV = "sdv>=2,<3"


def sdv_python(folder: Path) -> Path | None:
    """A Python that finds SDV and, under it, all that this one finds; None where it cannot be installed."""
    python = folder / ("Scripts/python.exe" if sysconfig.get_platform().startswith("win") else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        site = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})["purelib"]
        Path(site, "project.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", SDV]
    return python if subprocess.run(install, check=False).returncode == 0 else None
