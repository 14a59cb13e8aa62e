"""Pin every package with its hashes; no header and no registry's address in what is written."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = [
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--universal",
    "--python-version",
    "3.11",
    "--quiet",
]
FILES = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--extra", "dev", "--extra", "s3", "--extra", "redis"],
}


def main() -> None:
    for name, extra in FILES.items():
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "-o",
            name,
            *COMMON,
            *extra,
            *sys.argv[1:],
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
