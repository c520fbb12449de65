"""No key, token or password stands in the project's files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# What has a form of its own. Not mere entropy, of which hashes in lists of packages have plenty.
DETECTORS = [
    {"name": name}
    for name in (
        "AWSKeyDetector",
        "AzureStorageKeyDetector",
        "BasicAuthDetector",
        "GitHubTokenDetector",
        "GitLabTokenDetector",
        "JwtTokenDetector",
        "MailchimpDetector",
        "NpmDetector",
        "OpenAIDetector",
        "PrivateKeyDetector",
        "PypiTokenDetector",
        "SendGridDetector",
        "SlackDetector",
        "StripeDetector",
        "TelegramBotTokenDetector",
        "TwilioKeyDetector",
    )
]
# Shown as what it would look like: the password is the word "password".
EXAMPLES = {("geopol/settings.py", "user:password@host"), ("README.md", "user:password@host")}


def secrets_in(path: Path) -> list[int]:
    """Give the numbers of the lines with something secret."""
    with transient_settings({"plugins_used": DETECTORS, "filters_used": []}):
        return sorted({found.line_number for found in scan_file(str(path))})


def files() -> list[Path]:
    named = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if named.returncode:
        pytest.skip("this is no clone: which files belong to the project can't be told")
    return [path for name in named.stdout.decode().split("\0") if (path := ROOT / name).is_file()]


def test_no_secret_is_committed() -> None:
    found = []
    for path in files():
        # The data is facts, by natural keys; its own tests read each word of it.
        if path.suffix in {".mo", ".png", ".ico", ".woff2"} or ROOT / "fixtures" in path.parents:
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        name = str(path.relative_to(ROOT))
        for number in secrets_in(path):
            if not any(name == where and words in lines[number - 1] for where, words in EXAMPLES):
                found.append(f"{name}:{number}")
    assert found == []


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345",
        "postgres://geopol:" + "hunter2@db.example.org/geopol",
    ],
)
def test_a_secret_would_be_found(tmp_path: Path, secret: str) -> None:
    (tmp_path / "x.py").write_text(f"a = 1\nb = '{secret}'\n", encoding="utf-8")
    assert secrets_in(tmp_path / "x.py") == [2]
