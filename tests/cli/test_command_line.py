"""The commands: what makes no sense leaves with 2, what cannot be done with 1, each with one sentence."""

import json
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from activities.ports import NoWorkerError, UnreadableError
from cli.at_desk import in_a_sentence
from cli.development.samples import samples_folder
from cli.errors import RefusedError
from cli.main import COMMANDS, app
from desk.errors import NoFreeReferenceError, NotOpenedError, UnansweredError
from tests.register.fresh import fresh_register
from tests.world import KEYS, free_port

OPEN = ("open", "--landlord", "reliance", "--summary", "It leaks.", "--name", "Ann Sample")
REFERENCE = "REL-7K4M-9QXP"


@pytest.fixture(autouse=True)
def nobody_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of its own, and no Temporal."""
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.delenv("PUTRIGHT_STAFF", raising=False)
    # Logs would go on to a stream that is closed with its test.
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)


def complaints(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    said = complaints(command, "--help")

    assert (said.exit_code, said.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(OPEN, 1, "Temporal does not answer at 127.0.0.1:", id="Temporal away"),
        pytest.param((*OPEN, "--key", "k"), 1, "repeat it with --key k", id="Temporal away, with a key"),
        pytest.param(("show", REFERENCE), 1, f"there is no complaint {REFERENCE}", id="not even in the register"),
        pytest.param(("form", REFERENCE), 1, "Temporal does not answer", id="a form, Temporal away"),
        pytest.param(
            ("form", "REL-7K4M-9QX0"), 2, "references never contain I, O, 0 or 1", id="a form of no reference"
        ),
        pytest.param(("withdraw", REFERENCE), 1, "Temporal does not answer", id="an order, Temporal away"),
        pytest.param(
            ("withdraw", REFERENCE, "--preview"), 1, "Temporal does not answer", id="a preview, Temporal away"
        ),
        pytest.param(("letter", REFERENCE), 1, "Temporal does not answer", id="letters, Temporal away and none kept"),
        pytest.param(("letter", REFERENCE, "cheque"), 2, "'cheque' is not a kind of letter", id="no kind of letter"),
        pytest.param(
            ("fast-forward", REFERENCE, "1d"), 1, f"there is no complaint {REFERENCE}", id="a clock, Temporal away"
        ),
        pytest.param(("fast-forward", REFERENCE, "soon"), 2, "'soon' is not a length of time", id="no length"),
        pytest.param(("show", "REL-7K4M-9QX0"), 2, "references never contain I, O, 0 or 1", id="no reference"),
        pytest.param(("list", "--landlord", "nobody"), 2, "there is no landlord 'nobody'", id="landlord"),
        pytest.param(
            ("open", "--summary", "x", "--name", "y"), 2, "--landlord: is missing; choose from: qua", id="whose"
        ),
        pytest.param(("open", "--landlord", "reliance", "--name", "y"), 2, "--summary: is missing", id="no summary"),
        pytest.param(("open", "--landlord", "reliance", "--summary", "y"), 2, "--name: is missing", id="no name"),
        pytest.param((*OPEN, "--email", "a@"), 2, "--email: 'a@' cannot be used", id="email"),
        pytest.param((*OPEN, "--mobile", "12"), 2, "--mobile: '12' is not a valid phone number", id="mobile"),
        pytest.param((*OPEN, "--address", " , ,"), 2, "--address: has neither letters nor figures", id="no address"),
        pytest.param(
            (*OPEN, "--address", "1 Example Street, Birmingham B99 1AA"),
            2,
            "--address: '1 Example Street, Birmingham B99 1AA' is our own or the Ombudsman's",
            id="our own address",
        ),
        pytest.param((*OPEN, "--at", "yesterday"), 2, "'yesterday' is not a date and time", id="no moment"),
        pytest.param((*OPEN, "--at", "2099-01-01 10:00"), 1, "is in the future", id="the future"),
        pytest.param((*OPEN, "--classification", "moan"), 2, "'moan' is not one of 'complaint'", id="classification"),
        pytest.param((*OPEN, "--recorded-by", "nobody"), 2, "known: amara-okafor", id="unknown person"),
        pytest.param((*OPEN, "--classification", "enquiry"), 1, "2.1: say whether they are dissatisfied", id="unasked"),
        pytest.param(
            (*OPEN, "--classification", "enquiry", "--no-dissatisfied", "--passed-on-to", "plumbers"),
            1,
            "2.1: there is no service 'plumbers'; choose from: repairs, rents",
            id="unknown service",
        ),
        pytest.param((*OPEN, "--anonymous"), 2, "anonymous: but name is given", id="anonymous with a name"),
        pytest.param((*OPEN, "--ask"), 2, "--ask needs a terminal", id="nobody to ask"),
        pytest.param(
            (*OPEN, "--issue", "a", "--desired-outcome", "b", "--desired-outcome", "c"),
            2,
            "desired_outcome: 2 are given, for 1 issues",
            id="more outcomes than issues",
        ),
        pytest.param(("triage", REFERENCE, "--classification", "moan"), 2, "'moan' is not one of", id="triage"),
        pytest.param(("respond", REFERENCE, "--finding", "upheld"), 2, "is not 'NUMBER; upheld; WHY'", id="finding"),
        pytest.param((*OPEN, "--reference", "REL-1"), 2, "references never contain I, O, 0 or 1", id="a bad reference"),
        pytest.param(
            (*OPEN, "--prefers", "fax"), 2, "Invalid value for '--prefers': 'fax' is not one of", id="channel"
        ),
        pytest.param((*OPEN, "--file", "none.toml"), 2, "none.toml cannot be read", id="no file"),
        pytest.param(("allocate", REFERENCE, "--who", "x"), 2, "No such option: --who", id="option"),
        pytest.param(
            ("allocate", REFERENCE, "--at", "2026-11-20 10:00"),
            2,
            "--by: is missing: say who",
            id="by nobody",
        ),
    ],
)
def test_a_refusal_is_one_sentence_and_its_exit_code(arguments: tuple[str, ...], code: int, sentence: str) -> None:
    said = complaints(*arguments)

    assert (said.exit_code, said.stdout) == (code, "")
    assert sentence in said.stderr
    assert said.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        pytest.param("a.toml", "landlord = ", "a.toml is not TOML: look at what stands at its end", id="no TOML"),
        pytest.param(
            "a.json", "{\n  nul\n}", "a.json is not JSON: look at what stands at line 2, column 3", id="no JSON"
        ),
        pytest.param("a.json", '{"landlord": "a", "landlord": "b"}', "'landlord' is given twice; keep one", id="twice"),
        pytest.param("a.toml", "landlord = 'reliance'\nat = 10:15:00", "10:15:00 is not a date and time", id="time"),
        pytest.param("a.json", "[" * 5000, "a.json cannot be read: it has too many lists", id="deep JSON"),
        pytest.param("a.toml", f"a = {'[' * 5000}", "a.toml cannot be read: it has too many lists", id="deep TOML"),
        pytest.param("a.json", "[1]", "a.json does not hold names with values", id="a list"),
        pytest.param("a.toml", "[[issues]]\nword = 1", "issues has no field word", id="unknown name of an issue"),
        pytest.param("a.toml", '[[issues]]\nwords = " "', "issues.1.words is blank", id="blank"),
        pytest.param("a.toml", '[[issues]]\nwords = ""', "issues.1.words is blank", id="nothing"),
        pytest.param("a.toml", 'issues = "x"', "issues is not a list of tables, [[issues]]", id="no issues"),
        pytest.param("a.toml", "[sorting]\nchosen = 1", "sorting has no field chosen", id="unknown answer"),
        pytest.param("a.toml", 'colour = "red"', "colour is unknown here", id="unknown name"),
        pytest.param("a.toml", "[resident]\nshoe = 9", "resident has no field shoe", id="unknown name of the resident"),
        pytest.param("a.json", '{"resident": "Ann"}', "resident ", id="no resident"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(name: str, text: str, sentence: str) -> None:
    Path(name).write_text(text, encoding="utf-8")

    said = complaints(*OPEN, "--file", name)

    assert (said.exit_code, said.stdout) == (2, "")
    assert sentence in said.stderr


def test_nothing_is_kept_when_temporal_is_away() -> None:
    complaints(*OPEN, "--key", "k")

    assert json.loads(complaints("list", "--all", "--json").stdout) == []
    assert complaints("list").stdout == "No open complaint.\n"


def test_a_register_that_was_never_prepared_says_what_prepares_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", f"sqlite:///{tmp_path / 'new.db'}")

    before = complaints("list")
    complaints("register", "migrate")
    after = complaints("list")

    assert (before.exit_code, after.exit_code) == (1, 0)
    assert "`complaints register migrate` prepares one that is new" in before.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        pytest.param({}, "Temporal does not answer at 127.0.0.1:9", id="nothing is set: the usual address"),
        pytest.param({"TEMPORAL_CONFIG_FILE": "none.toml"}, "at 127.0.0.1:9", id="a file that is not there"),
        pytest.param({"TEMPORAL_PROFILE": "none"}, "Temporal's settings cannot be used", id="no such profile"),
        pytest.param({"TEMPORAL_ADDRESS": "127.0.0.1:1"}, "at 127.0.0.1:1", id="an address of its own"),
    ],
)
def test_temporal_is_where_its_own_settings_say(
    settings: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEMPORAL_ADDRESS")
    monkeypatch.setattr("temporal.connection.USUAL_ADDRESS", "127.0.0.1:9")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    said = complaints("withdraw", REFERENCE)

    assert (said.exit_code, said.stdout) == (1, "")
    assert sentence in said.stderr


def test_the_development_server_of_this_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEMPORAL_ADDRESS")
    Path("var").mkdir()
    Path("var/temporal.toml").write_text('[profile.default]\naddress = "127.0.0.1:9"\n', encoding="utf-8")

    assert "Temporal does not answer at 127.0.0.1:9" in complaints("withdraw", REFERENCE).stderr


def test_a_worker_without_credentials_names_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.main.set_up_logs", lambda *_: None)

    said = complaints("worker")

    assert said.exit_code == 1
    assert "PUTRIGHT_SENDGRID_KEY, PUTRIGHT_TWILIO_ACCOUNT, PUTRIGHT_TWILIO_TOKEN" in said.stderr


@pytest.mark.parametrize("command", [("withdraw", REFERENCE), ("worker",), ("codec-server", "--without-token")])
def test_without_a_key_nothing_is_sent_to_temporal_and_the_sentence_says_what_to_do(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.main.set_up_logs", lambda *_: None)
    monkeypatch.delenv("PUTRIGHT_PAYLOAD_KEYS")

    said = complaints(*command)

    assert (said.exit_code, said.stdout) == (1, "")
    assert "put one into PUTRIGHT_PAYLOAD_KEYS" in said.stderr


@pytest.mark.parametrize("sample", sorted(samples_folder().glob("*.toml")), ids=lambda file: file.stem)
def test_every_sample_can_be_opened_by_hand(sample: Path) -> None:
    said = complaints("open", "--file", str(sample))

    assert "Temporal does not answer" in said.stderr  # everything else about it was fine


@pytest.mark.parametrize("response", sorted(samples_folder().glob("responses/*.toml")), ids=lambda file: file.stem)
def test_every_sample_response_can_be_given(response: Path) -> None:
    said = complaints("respond", REFERENCE, "--by", "priya-nair", "--file", str(response))

    assert "Temporal does not answer" in said.stderr


def test_samples_name_nobody_real() -> None:
    for sample in samples_folder().glob("*.toml"):
        resident = tomllib.loads(sample.read_text(encoding="utf-8"))["resident"]
        assert resident.get("email", "@example.com").endswith("@example.com")
        assert resident.get("mobile", "07700 900").startswith("07700 900")


def test_A_03_what_happened_after_it_was_received_is_refused() -> None:
    Path("a.toml").write_text(
        'at = "2026-11-02 10:15"\n[[issues]]\nwords = "x"\noccurred_on = 2026-11-03\n', encoding="utf-8"
    )

    said = complaints(*OPEN, "--file", "a.toml")

    assert (said.exit_code, said.stdout) == (1, "")
    assert (
        "3.2.1.8: an issue that happened on Tuesday 3 November 2026 cannot have been reported on Monday 2 November 2026"
        in said.stderr
    )


AWAY = "Temporal does not answer at 127.0.0.1:7233"
NO_WORKER = "no worker answered within 10 s; see that one runs"


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        pytest.param(NoWorkerError(NO_WORKER), f"{NO_WORKER} (`complaints worker`)", id="no worker"),
        pytest.param(
            UnansweredError(NO_WORKER, REFERENCE, datetime(2026, 11, 20, 10, 5), may_leave=True),  # noqa: DTZ001 - local time
            f"{NO_WORKER} (`complaints worker`). It is not known whether the order was carried out: "
            f"`complaints show {REFERENCE}` tells once it answers; or repeat it with "
            "--at '2026-11-20 10:05' (a repeat changes nothing), or leave it with --leave until a worker is back",
            id="an order that may be left",
        ),
        pytest.param(
            UnansweredError(NO_WORKER, REFERENCE, datetime(2026, 11, 20, 10, 5), may_leave=False),  # noqa: DTZ001 - local time
            f"{NO_WORKER} (`complaints worker`). It is not known whether the order was carried out: "
            f"`complaints show {REFERENCE}` tells once it answers; or repeat it with "
            "--at '2026-11-20 10:05' (a repeat changes nothing)",
            id="another order",
        ),
        pytest.param(
            UnansweredError(AWAY, REFERENCE, datetime(2026, 11, 20, 10, 5), may_leave=False, lacks_worker=False),  # noqa: DTZ001 - local time
            f"{AWAY}. It is not known whether the order was carried out: `complaints show {REFERENCE}` tells once it "
            "answers; or repeat it with --at '2026-11-20 10:05' (a repeat changes nothing)",
            id="an answer that was lost",
        ),
        pytest.param(
            NotOpenedError(AWAY, "call-17", is_sure=False),
            f"{AWAY}, so it is not known whether the complaint was opened; repeat it with --key call-17, which never "
            "opens a second one",
            id="an opening whose answer was lost",
        ),
        pytest.param(
            NoFreeReferenceError("no free reference was found; give one"),
            "no free reference was found; give one with --reference",
            id="no reference",
        ),
    ],
)
def test_what_helps_is_named_as_the_command_line_has_it(refusal: Exception, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused, in_a_sentence():
        raise refusal

    assert refused.value.message == sentence


def test_who_lacks_a_key_is_told_to_look_again_before_repeating() -> None:
    sentence = r"the key a, which is not on the ring\. With the right keys, look again before you repeat it"

    with pytest.raises(RefusedError, match=sentence), in_a_sentence():
        raise UnreadableError(
            "Temporal's answer cannot be opened: a payload is sealed with the key a, which is not on the ring"
        )


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("PUTRIGHT_REGISTER_URL", "postgresql://putright:s3cret@127.0.0.1:54x2/putright"),
        ("PUTRIGHT_REGISTER_URL", "postgresql://putright:s3@cret/x@127.0.0.1:5432/putright"),
        ("TEMPORAL_ADDRESS", "127.0.0.1:72x3"),
        ("TEMPORAL_ADDRESS", "127.0.0.1"),
        ("TEMPORAL_ADDRESS", "http://127.0.0.1:7233"),
        ("TEMPORAL_TLS_CLIENT_CERT_PATH", "README.md"),
        ("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "no/such.pem"),
        ("TEMPORAL_ADDRESS", "someone:s3cret@127.0.0.1:7233"),
    ],
)
def test_an_address_that_is_none_is_refused_in_a_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    monkeypatch.setenv(name, url)

    said = complaints("show", REFERENCE)

    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert any(why in said.stderr for why in ("cannot be read", "is not a host and a port", "its key go together"))
    assert not any(part in said.stderr for part in ("s3", "cret", "Traceback"))


@pytest.mark.parametrize("suffix", [".toml", ".json", ".JSON", ".TOML"])
def test_a_file_with_a_mark_at_its_beginning_is_read(suffix: str) -> None:
    values = {"landlord": "reliance", "summary": "Damp.", "resident": {"name": "Ann Example"}}
    as_toml = 'landlord = "reliance"\nsummary = "Damp."\n[resident]\nname = "Ann Example"\n'
    text = json.dumps(values) if suffix.lower() == ".json" else as_toml
    Path(f"with-mark{suffix}").write_text(f"\ufeff{text}", encoding="utf-8")

    assert complaints("open", "--file", f"with-mark{suffix}", "--preview").exit_code == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param(
            {"address": "1 Example Street\nSampleton", "prefers": "letter"}, "1 Example Street\\nSampleton", id="lines"
        ),
        pytest.param({"mobile": 447700900123}, "+447700900123", id="a number as a number"),
    ],
)
def test_what_other_systems_write_is_taken(given: dict[str, object], kept: str) -> None:
    resident = {"name": "Ann Example", **given}
    Path("a.json").write_text(json.dumps({"landlord": "reliance", "summary": "Damp.", "resident": resident}))

    said = complaints("open", "--file", "a.json", "--preview", "--json")

    assert (said.exit_code, said.stderr) == (0, "")
    assert kept in said.stdout


@pytest.mark.parametrize(
    ("given", "why"),
    [
        pytest.param({"mobile": ["1"]}, "mobile ['1'] is not text", id="a list for a text"),
        pytest.param({"address": 7}, "address 7 is not a list", id="a number for a list"),
        pytest.param({"prefers": "pigeon"}, "prefers 'pigeon' is unknown; choose from: 'email'", id="no such way"),
        pytest.param({"wants_texts": "perhaps"}, "wants_texts 'perhaps' is not yes or no", id="neither yes nor no"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_without_the_librarys_words(given: dict[str, object], why: str) -> None:
    resident = {"name": "Ann Example", **given}
    Path("a.json").write_text(json.dumps({"landlord": "reliance", "summary": "Damp.", "resident": resident}))

    said = complaints("open", "--file", "a.json", "--preview")

    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith(why)


def test_a_preview_of_an_opening_needs_no_server_and_leaves_nothing_behind() -> None:
    said = complaints(*OPEN, "--email", "ann@example.com", "--preview")

    assert (said.exit_code, said.stderr) == (0, "")
    assert "(an example of a reference): a preview. Nothing was sent or recorded." in said.stdout
    assert "Receipt by e-mail to the resident (ann@example.com), would go from " in said.stdout
