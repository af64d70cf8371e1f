"""The shell around its commands: bad input, exit codes, the dashboard."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from pathlib import Path

import pytest

from synth.cli import plain
from tests.cli.conftest import SYNTH, Synth, environment


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "patients.csv", "--impute"], "nothing to fill"),
        (["generate", "patients.csv", "--impute", "--augment"], "nothing else can be asked for"),
        (["generate", "patients.csv", "--augment", "--given", "ward=nowhere"], "nowhere"),
        (["generate", "patients.csv", "--augment", "--balance", "ill=yes:0.9", "--rows", "10"], "Ask for"),
        (["generate", "absent.csv"], "absent.csv"),
        (["generate", "patients.csv", "--generator", "magic"], "magic"),
        (["generate", "patients.csv", "--set", "k=0"], "'k'"),
        (["generate", "patients.csv", "--set", "nothing"], "--set"),
        (["generate", "patients.csv", "--rows", "0"], "from 1 to 10,000,000"),
        (["generate", "patients.csv", "--rows", "many"], "--rows"),
        (["generate", "patients.csv", "--given", "ward=nowhere"], "nowhere"),
        (["generate", "patients.csv", "--given", "floor=3"], "floor"),
        (["generate", "patients.csv", "--balance", "ill=yes"], "column=level:share"),
        (["generate", "patients.csv", "--fair", "ill"], "outcome:sensitive"),
        (["generate", "patients.csv", "--holdout", "2"], "2"),
        (["generate", "patients.csv", "--train-out", "T.csv"], "--holdout"),
        (["generate", "patients.csv", "--out", "no/such/folder.csv"], "no/such/folder.csv"),
        (["generate", "patients.csv", "--out", "patients.csv"], "named twice"),
        (["generate", "patients.csv", "--read", "colour=blue"], "colour"),
        (["generate", "patients.csv", "--schema", "absent.json"], "absent.json"),
        (["generate", "empty.csv"], "empty"),
        (["compare", "patients.csv", "absent.csv"], "absent.csv"),
        (["compare", "patients.csv", "patients.csv", "--target", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--policy", "absent.yaml"], "absent.yaml"),
        (["compare", "patients.csv", "patients.csv", "--secret", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--quasi-identifier", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--provenance", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--map", "floor=age"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--map", "age"], "--map"),
        (["compare", "patients.csv", "patients.csv", "--given", "age"], "column=value"),
        (["compare", "patients.csv", "patients.csv", "--question", "mean of floor"], "floor"),
        (["profile", "empty.csv"], "empty"),
        (["profile", "."], "."),
        (["dance"], "dance"),
        (["generate"], "Name the real table"),
        (["generate", "--generator", "rules"], "Name the real table"),
        (["generate", "--generator", "rules", "--spec", "absent.yaml"], "'absent.yaml' cannot be read"),
        (["generate", "--generator", "rules", "--spec", "empty.csv"], "'empty.csv' is empty"),
        (["generate", "--spec", "patients.csv"], "no setting 'spec'"),
        (["compare", "patients.csv", "--target", "ill"], "its own rules only"),
        (["profile", "patients.csv", "--spec", "patients.csv"], "named twice"),
        (["app", "--workspace", "patients.csv"], "patients.csv"),
        (["app", "--port", "0"], "--port"),
    ],
)
def test_bad_input_is_one_clear_line_and_leaves_nothing(
    patients: Path, synth: Synth, arguments: list[str], words: str
) -> None:
    (patients.parent / "empty.csv").touch()
    before = sorted(patients.parent.iterdir())
    done = synth(*arguments)
    assert done.code == 2
    assert done.err.startswith("synth: ")
    assert len(done.err.splitlines()) == 1, done.err
    assert words in done.err
    assert done.out == ""
    assert sorted(patients.parent.iterdir()) == before


def test_the_shell_gets_the_code_and_no_traceback(patients: Path) -> None:
    command = [*SYNTH, "generate", "absent.csv"]
    done = subprocess.run(command, cwd=patients.parent, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("synth: ")
    assert done.stderr.count("\n") == 1


def test_names_from_a_file_cannot_drive_the_terminal() -> None:
    assert plain("age\x1b[2J\nward") == "age [2J ward"


def test_a_port_in_use_is_one_clear_line(patients: Path, synth: Synth) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = synth("app", "--workspace", patients.parent / "workspace", "--port", str(port))
    assert done.code == 2
    assert f"Port {port} is taken" in done.err


def test_the_dashboard_answers_from_another_folder(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*SYNTH, "app", "--workspace", str(tmp_path / "workspace"), "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert _answers(port)
            assert (tmp_path / "workspace" / "record.sqlite").exists()
        finally:
            server.terminate()
            said, _ = server.communicate(timeout=10)
    assert f"http://localhost:{port}" in said


def _answers(port: int) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=5)
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().status == 200
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    return False
