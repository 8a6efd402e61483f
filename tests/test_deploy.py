"""The files of a deployment, as far as they can be checked without a container runtime."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from extract_filings.deploy import HERE, copy_to

pytest.importorskip("prefect")
VARIABLE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")


def compose() -> dict:
    """With the defaults of variables, and a word for each that has none."""
    text = VARIABLE.sub(lambda m: m[2] or "word", (HERE / "compose.yaml").read_text())
    return yaml.safe_load(text)


def assigned(text: str) -> dict[str, str]:
    """NAME=value of units and .env files, commented out or not."""
    return dict(re.findall(r"(?:^#? ?|Environment=| )([A-Z][A-Z_]+)=(\S*)", text, re.M))


def environments() -> list[tuple[str, dict[str, str]]]:
    found = [(n, s.get("environment", {})) for n, s in compose()["services"].items()]
    files = [*HERE.glob("systemd/*"), *HERE.glob("*.env")]
    return found + [(p.name, assigned(p.read_text())) for p in files]


def test_prefect_knows_the_settings_and_takes_their_values():
    """In a process of its own: a setting of the wrong form stops Prefect when it is imported."""
    given = {n: v for _, values in environments() for n, v in values.items() if v}
    own = {"PREFECT_AUTH", "PREFECT_LISTEN", "PREFECT_UI_API_URL", "PREFECT_HOME"}
    mine = {n: v for n, v in given.items() if n.startswith("PREFECT_") and n not in own}
    code = (
        "import sys; from prefect.settings.legacy import _get_valid_setting_names as names;"
        "from prefect.settings import Settings; print(set(sys.argv[1:]) - names(Settings))"
    )
    words = [sys.executable, "-c", code, *mine]
    told = subprocess.run(words, env=os.environ | mine, capture_output=True, text=True)
    assert (told.stdout, told.stderr) == ("set()\n", "")
    assert len(mine) >= 8


def test_what_the_image_copies_and_starts_is_there(tmp_path):
    copy_to(tmp_path)
    copied = re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", (tmp_path / "Dockerfile").read_text(), re.M)
    names = {name for line in copied for name in line.split()}
    assert {n for n in names if not (tmp_path / n).exists()} == {"extract_filings-*.whl"}
    assert (tmp_path / compose()["services"]["worker"]["env_file"]).exists()


def test_files_that_someone_has_changed_stay(tmp_path):
    assert copy_to(tmp_path)[1] == []
    (tmp_path / "prefect.yaml").write_text("mine")
    written, kept = copy_to(tmp_path)
    assert kept == ["prefect.yaml"] and "systemd/server.env" in written
    assert (tmp_path / "prefect.yaml").read_text() == "mine"


def test_deployments_that_claim_a_heartbeat_have_it():
    """Without it the automation would end runs that are well."""
    for deployment in yaml.safe_load((HERE / "prefect.yaml").read_text())["deployments"]:
        env = deployment["work_pool"]["job_variables"]["env"]
        assert deployment["tags"] == ["heartbeat-30s"]
        assert env == {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}


def test_automations_are_what_prefect_takes():
    from prefect.events.schemas.automations import AutomationCore

    for given in yaml.safe_load((HERE / "automations.yaml").read_text())["automations"]:
        automation = AutomationCore.model_validate(given)
        assert automation.trigger.within.total_seconds() >= 100
        names = [m["prefect.resource.name"] for m in given["trigger"]["match_related"][:1]]
        assert names == [["extract-filings", "compact-tables"]]


def test_units_start_what_the_package_installs():
    for unit in Path(HERE / "systemd").glob("*.service"):
        (command,) = re.findall(r"^ExecStart=/opt/extract/bin/(\S+)", unit.read_text(), re.M)
        assert Path(sys.executable).with_name(command).exists()
