"""Writes build/sbom.json: what the portal is made of, in CycloneDX 1.6, from the hashed locks and package-lock.json.

Everything that it says is in the locks; licences come from the packages as they are installed. No list is kept in the
repository: the locks are the list.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = uuid.UUID("4d7e5a0c-53a2-4d0f-9e0e-7e5b3b8a1c55")
PINNED = re.compile(r"^([a-z0-9._-]+)==([^\s\\]+)", re.IGNORECASE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def python_packages(lock: str) -> list[dict[str, Any]]:
    """Return the packages of a lock with the hashes that may be installed."""
    found: list[dict[str, Any]] = []
    for line in (ROOT / lock).read_text().splitlines():
        if pinned := PINNED.match(line):
            name, version = pinned[1].lower(), pinned[2]
            found.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "hashes": [],
                    **licence(name),
                }
            )
        if found:
            found[-1]["hashes"] += [{"alg": "SHA-256", "content": one} for one in HASH.findall(line)]
    return found


def licence(name: str) -> dict[str, Any]:
    """Return the licence that an installed package says it has, if it is installed and says so."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return {}
    if expression := about.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    kinds = [
        one.rsplit(" :: ", 1)[-1] for one in about.get_all("Classifier", []) if one.startswith("License ::")
    ]
    return {"licenses": [{"license": {"name": kind}} for kind in kinds]} if kinds else {}


def npm_packages() -> list[dict[str, Any]]:
    """Return what the front end is compiled from, and with."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    found = []
    for path, package in locked.items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        algorithm, _, digest = package.get("integrity", "").partition("-")
        found.append(
            {
                "type": "library",
                "name": name,
                "version": package["version"],
                "purl": f"pkg:npm/{name.replace('@', '%40', 1)}@{package['version']}",
                "scope": "optional" if package.get("dev") or package.get("optional") else "required",
                "hashes": [
                    {"alg": algorithm.replace("sha", "SHA-"), "content": base64.b64decode(digest).hex()}
                ]
                if digest
                else [],
                **({"licenses": [{"expression": package["license"]}]} if package.get("license") else {}),
            }
        )
    return found


def bill() -> dict[str, Any]:
    """Return the whole bill: the same locks make the same bill."""
    runtime = python_packages("requirements.txt")
    known = {package["purl"] for package in runtime}
    extra = [
        one | {"scope": "optional"}
        for one in python_packages("requirements-s3.txt")
        if one["purl"] not in known
    ]
    components = sorted([*runtime, *extra, *npm_packages()], key=lambda one: str(one["purl"]))
    for component in components:
        component["bom-ref"] = component["purl"]
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    portal = {"type": "application", "name": "cspr-portal", "version": version[1] if version else "0"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(OURS, json.dumps(components, sort_keys=True)).urn,
        "version": 1,
        "metadata": {"component": portal},
        "components": components,
    }


if __name__ == "__main__":
    target = ROOT / "build" / "sbom.json"
    target.parent.mkdir(exist_ok=True)
    made = bill()
    target.write_text(json.dumps(made, indent=1) + "\n")
    print(f"{target.relative_to(ROOT)}: {len(made['components'])} packages")
