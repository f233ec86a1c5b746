"""Commands run in a process of their own, as people run them: no connection is open yet."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


def manage(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"DATA_DIR": str(folder)}
    command = [sys.executable, str(HOUSE / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, cwd=HOUSE, capture_output=True, text=True, timeout=120)


def test_verify_and_import_in_a_cold_process(tmp_path):
    """On an embedded database made from nothing: the example is built, verified, and documents come in."""
    early = manage(tmp_path, "import_rules", str(HOUSE / "README.md"))
    assert early.returncode == 1
    assert "Run manage.py migrate first" in early.stderr

    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    assert "Lakeside Leisure is ready, with 72 rules" in manage(tmp_path, "demo").stdout
    assert "The example already exists. Nothing was changed." in manage(tmp_path, "demo").stdout
    verified = manage(tmp_path, "verify")
    assert verified.returncode == 0
    assert verified.stdout.startswith("81 versions, ")
    assert verified.stdout.rstrip().endswith("events intact")
    assert "1 imported, 0 skipped." in manage(tmp_path, "import_rules", str(HOUSE / "README.md")).stdout
