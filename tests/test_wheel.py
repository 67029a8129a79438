"""A release made in a copy of this tree, and what is installed from it far away from any clone."""

import json
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http.cookiejar import CookieJar
from pathlib import Path
from shutil import copyfile
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.e2e.running import Running, raincheck
from tests.test_ground import PACKAGES, ROOT, tree

VERSION = "9.9.9"
ONLY_FOR_TRANSLATORS = {"locales/cards.toml", "locales/messages.toml"}


@dataclass(frozen=True)
class Copy:
    """A git repository of its own with what is, or would be, committed here, but for pictures."""

    root: Path

    def git(self, *words: str) -> str:
        return done(["git", *words], self.root)

    def passed(self) -> None:
        """As if `make test` had gone through."""
        (self.root / "build").mkdir(exist_ok=True)
        (self.root / "build" / "passed").write_text(self.git("rev-parse", "HEAD^{tree}"))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "deploy.release", *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )


@dataclass(frozen=True)
class Release:
    copy: Copy
    said: str
    wheel: Path


def done(words: list[str], folder: Path) -> str:
    return subprocess.run(
        words, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    made = Copy(tmp_path_factory.mktemp("copy"))
    for file in tree():
        if file.is_relative_to(ROOT / "docs" / "screens"):
            continue
        there = made.root / file.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        copyfile(file, there)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.git("config", "user.name", "Someone")
    made.git("config", "user.email", "someone@raincheck.example")
    made.git("config", "commit.gpgsign", "false")
    made.git("config", "tag.gpgsign", "false")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "Everything")
    return made


@pytest.fixture(scope="module")
def release(copy: Copy) -> Release:
    copy.passed()
    result = copy.run("release", VERSION, "dist")
    assert result.returncode == 0, result.stderr
    wheel = copy.root / "dist" / f"raincheck-{VERSION}-py3-none-any.whl"
    return Release(copy, result.stdout, wheel)


@pytest.fixture(scope="module")
def installed(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that has the wheel; what it depends on is lent by ours."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    done([sys.executable, "-m", "venv", "--without-pip", str(venv)], release.copy.root)
    python = str(venv / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index"]
    done([*pip, "--quiet", str(release.wheel)], release.copy.root)
    ours = done([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], venv)
    # A folder named in such a file is searched, but files like it in there are not read; so the
    # link to our clone, which is one, leads nowhere from here.
    (Path(ours) / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return venv / "bin"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An empty folder, as a host would start us in."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def serving(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Started in a folder with a module of the same name as one of ours."""
    instance, folder = tmp_path_factory.mktemp("instance"), tmp_path_factory.mktemp("host")
    (folder / "webapp.py").write_text("raise SystemExit('not ours')")
    program = [str(installed / "raincheck")]
    with raincheck("serve", instance, program=program, folder=folder) as running:
        yield running


def test_a_release_is_a_commit_a_tag_and_a_dated_change_log(release: Release) -> None:
    assert release.copy.git("describe", "--exact-match", "main") == f"v{VERSION}"
    assert release.copy.git("status", "--porcelain") == ""
    changes = (release.copy.root / "CHANGELOG.md").read_text()
    heading = f"## Unreleased\n\n## {VERSION} ({datetime.now(UTC).date()})\n\n"
    assert changes == (ROOT / "CHANGELOG.md").read_text().replace("## Unreleased\n\n", heading, 1)


def test_a_release_says_what_each_file_must_hash_to(release: Release) -> None:
    lines = re.findall(r"^([0-9a-f]{64})  (\S+)$", release.said, re.M)
    assert [name for _, name in lines] == [
        release.wheel.name,
        f"raincheck-{VERSION}.tar.gz",
        f"raincheck-{VERSION}-requirements.txt",
    ]
    for digest, name in lines:
        assert sha256((release.wheel.parent / name).read_bytes()).hexdigest() == digest


def test_the_same_commit_gives_the_same_bytes_again(release: Release, tmp_path: Path) -> None:
    again = release.copy.run("build", str(tmp_path)).stdout
    assert again.splitlines() == release.said.splitlines()[:3]


@pytest.mark.parametrize(
    ("version", "why"),
    [
        (VERSION, "is never changed"),
        ("9.9", "three numbers"),
        ("0.0.1", f"older than {VERSION}"),
        ("10.0.0", "Nothing to release"),
    ],
)
def test_what_makes_no_release_is_refused_and_changes_nothing(
    release: Release, version: str, why: str
) -> None:
    copy = release.copy
    copy.passed()
    before = copy.git("show-ref")
    refused = copy.run("release", version, "dist")
    assert refused.returncode == 1
    assert why in refused.stderr
    assert (copy.git("show-ref"), copy.git("status", "--porcelain")) == (before, "")
    assert len(copy.git("worktree", "list").splitlines()) == 1


def test_what_was_not_tested_is_not_released(release: Release) -> None:
    (release.copy.root / "build" / "passed").write_text("another tree\n")
    assert "make test" in release.copy.run("release", "10.0.0", "dist").stderr


def test_what_is_not_committed_is_not_released(release: Release) -> None:
    stray = release.copy.root / "stray"
    stray.touch()
    refused = release.copy.run("release", "10.0.0", "dist")
    stray.unlink()
    assert "not committed" in refused.stderr


def test_a_release_is_made_on_main_alone(release: Release) -> None:
    release.copy.git("switch", "--quiet", "--create", "elsewhere")
    refused = release.copy.run("release", "10.0.0", "dist")
    release.copy.git("switch", "--quiet", "main")
    assert "this is elsewhere" in refused.stderr


def test_the_wheel_carries_every_file_its_packages_read(release: Release) -> None:
    carried = set(zipfile.ZipFile(release.wheel).namelist())
    ours = [file.relative_to(ROOT).as_posix() for file in tree()]
    needed = {name for name in ours if name.split("/")[0] in {*PACKAGES, "locales"}}
    needed |= {file.relative_to(ROOT).as_posix() for file in ROOT.glob("locales/**/*.mo")}
    needed = {name for name in needed if not name.endswith(".pot")} - ONLY_FOR_TRANSLATORS
    needed = {re.sub(r"^locales/", "content/locales/", name) for name in needed}
    assert needed - carried == set()
    assert {"wsgi.py", "content/library.db"} <= carried


def test_what_is_installed_knows_its_version_and_has_nothing_wrong(
    installed: Path, elsewhere: Path
) -> None:
    program = str(installed / "raincheck")
    assert done([program, "--version"], elsewhere) == f"Raincheck {VERSION}"
    assert "nothing wrong" in done([program, "content", "check"], elsewhere)


def test_what_is_installed_runs_from_its_own_files_alone(installed: Path, elsewhere: Path) -> None:
    code = (
        "import json, content.phrases, checkin, sms, webapp, wsgi;"
        "print(json.dumps([str(content.phrases.LOCALES)]"
        " + [m.__file__ for m in (content, checkin, sms, webapp, wsgi)]))"
    )
    found = json.loads(done([str(installed / "python"), "-c", code], elsewhere))
    assert [each for each in found if not Path(each).is_relative_to(installed.parent)] == []


def test_what_is_installed_serves_cards_texts_and_a_worker(serving: Running) -> None:
    """It has answered /readyz, so its worker beats."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def page(path: str, form: dict[str, str] | None = None) -> str:
        data = urlencode(form).encode() if form else None
        with browser.open(serving.url + path, data) as answer:
            return str(answer.read().decode())

    assert page("/healthz") == "ok\n"
    card = page("/es/us-ny/cards/stopped")
    assert '<html lang="es"' in card
    assert "Am I free to leave?" in card
    phone = "/phone/+12025550111"
    [token, *_] = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page(phone))
    assert "NEXT" not in page(phone)
    assert "Am I free to leave?" in page(phone, {"csrf_token": token, "body": "COPS"})


def test_the_library_that_is_installed_is_used_as_it_came(
    serving: Running, release: Release, installed: Path
) -> None:
    """Were it taken for old, every start would compile it anew where that may not be written."""
    assert serving.process.poll() is None
    [library] = installed.parent.glob("lib/*/site-packages/content/library.db")
    assert library.read_bytes() == zipfile.ZipFile(release.wheel).read("content/library.db")


def test_what_serve_starts_reads_no_module_of_the_folder_it_was_started_in(
    serving: Running,
) -> None:
    assert "not ours" not in serving.log.read_text()
