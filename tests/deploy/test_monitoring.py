"""The alarms and the dashboard: read by Prometheus' own tool, and each alarm says what to do."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy" / "grafana" / "complaints.json").read_text())
ALERTS = (PROMETHEUS / "alerts.yml").read_text().split("      - alert: ")[1:]
OPERATING = (ROOT / "docs" / "operating.md").read_text()


def name_of(alert: str) -> str:
    return alert.partition("\n")[0]


@pytest.fixture(scope="module")
def promtool() -> str:
    ours = ROOT / ".bootstrap" / "promtool"  # where continuous integration puts it
    found = str(ours) if ours.exists() else shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not there: it comes with Debian's package prometheus")
    return found


def accepts(promtool: str, *arguments: str | Path) -> None:
    result = subprocess.run([promtool, *arguments], cwd=PROMETHEUS, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_prometheus_reads_the_alarms_and_what_to_scrape(promtool: str) -> None:
    accepts(promtool, "check", "config", "prometheus.yml")


def test_each_alarm_is_raised_when_it_should_be_and_not_before(promtool: str) -> None:
    tried = (PROMETHEUS / "alerts_test.yml").read_text()

    accepts(promtool, "test", "rules", "alerts_test.yml")
    assert [alert for alert in ALERTS if name_of(alert) not in tried] == []


def test_prometheus_reads_every_question_of_the_dashboard(promtool: str, tmp_path: Path) -> None:
    asked = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    rules = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked)]
    file = tmp_path / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))  # JSON is YAML too

    accepts(promtool, "check", "rules", file)
    assert len(asked) > 10


@pytest.mark.parametrize("alert", ALERTS, ids=name_of)
def test_each_alarm_says_what_it_means_and_what_to_do_at_night(alert: str) -> None:
    told = dict(re.findall(r"^ {10}(\w+): (.+)$", alert, re.MULTILINE))

    assert told["severity"] in {"night", "day"}
    assert all(told[part] for part in ("summary", "meaning", "action"))
    assert told["runbook"] == f"docs/operating.md#{name_of(alert).lower()}"
    section = OPERATING.split(f"\n### {name_of(alert)}\n")[1].partition("\n### ")[0]
    assert section.strip().startswith(f"*{told['severity'].title()}.*")


def test_no_panel_is_told_where_prometheus_is() -> None:
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {"${datasource}"}
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@pytest.mark.parametrize("alert", ALERTS, ids=name_of)
def test_each_alarm_is_named_by_a_panel_that_shows_it(alert: str) -> None:
    assert any(re.search(rf"\b{name_of(alert)}\b", panel["description"]) for panel in DASHBOARD["panels"])


def test_no_panel_lies_on_another() -> None:
    taken = [
        (column, row)
        for place in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for column in range(place["x"], place["x"] + place["w"])
        for row in range(place["y"], place["y"] + place["h"])
    ]

    assert len(taken) == len(set(taken))
    assert max(column for column, _ in taken) == 23
