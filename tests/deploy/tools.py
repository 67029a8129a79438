"""The files that a host starts from, and the tools that judge them."""

import shutil

from tests import ROOT

DEPLOY = ROOT / "deploy"


def tool(name: str, package: str) -> str:
    """The path of a program that nobody here wrote."""
    found = shutil.which(name)
    assert found, f"{name} is missing. Run: sudo apt-get install --no-install-recommends {package}"
    return found
