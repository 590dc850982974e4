"""The commands and files that README, Makefile, CI and deploy/ name: each exists under that name."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def make(*arguments: str) -> str:
    done = subprocess.run(
        ["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, env=_without_make()
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _without_make() -> dict[str, str]:
    """Return the environment without the variables of the make that runs these tests."""
    return {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]


def modules_of(text: str) -> set[str]:
    """Return the modules of ours that a text runs with python -m."""
    named = re.findall(r"-m ([a-z_]+(?:\.[a-z_]+)*)", text)
    return {name for name in named if (ROOT / name.split(".")[0]).is_dir()}


def is_runnable(module: str) -> bool:
    path = ROOT / module.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


@pytest.mark.parametrize("target", TARGETS)
def test_make_can_build_every_target(target: str) -> None:
    make("--dry-run", target)


def test_every_target_says_what_it_does() -> None:
    listed = re.findall(r"make ([a-z-]+)\t\S+", make("help"))
    assert sorted(listed) == sorted(TARGETS)
    assert set(MAKEFILE.split(".PHONY:")[1].splitlines()[0].split()) == set(TARGETS)


def test_make_runs_modules_that_exist() -> None:
    modules = modules_of(MAKEFILE)
    assert {"database.migrate", "services.catalogue"} <= modules
    assert {module for module in modules if not is_runnable(module)} == set()


def test_a_command_calls_itself_by_its_module_in_help_and_errors() -> None:
    names = []
    for path in [path for folder in ("auth", "database", "services") for path in (ROOT / folder).rglob("*.py")]:
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__main__")
        names += [(module, name) for name in re.findall(r'run\(\w+, "([\w.]+)"', path.read_text(encoding="utf-8"))]
    assert len(names) >= 8
    assert [module for module, name in names if module != name] == []


def test_run_prepares_the_database_before_it_starts_the_server() -> None:
    lines = make("--dry-run", "run", "PORT=9000").splitlines()
    steps = [next((i for i, line in enumerate(lines) if word in line), -1) for word in ("migrate", "catalogue")]
    start = next(i for i, line in enumerate(lines) if "streamlit run server.py --server.port 9000" in line)
    assert -1 < steps[0] < steps[1] < start


@pytest.mark.parametrize("python", ["/nowhere/python3", "/bin/false"])
def test_a_python_that_does_not_run_is_refused_with_a_sentence(python: str) -> None:
    done = subprocess.run([ROOT / ".ci/find-python", python], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{python} is not a Python of at least 3.11 (with sqlite3 and ssl) that runs.\n"


def test_without_any_python_the_message_names_the_option(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", ROOT / ".ci/find-python"], capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)}
    )
    assert done.returncode == 1
    assert "make run PYTHON=" in done.stderr


def test_continuous_integration_runs_the_tests_and_the_linters() -> None:
    script = read(".ci/run")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "make test" in script
    assert "make lint" in script
    assert "make test-days" in script
    assert "export CI=true" in script


def test_the_readme_has_the_two_commands() -> None:
    readme = read("README.md")
    assert "make run" in readme
    assert "make test" in readme


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_only_commands_that_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert set(re.findall(r"\bmake ([a-z-]+)\b(?=[`\n])", text)) <= set(TARGETS)
    assert {module for module in modules_of(text) if not is_runnable(module)} == set()


def test_every_package_is_pinned() -> None:
    text = read("requirements.txt") + read("requirements-dev.txt")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    loose = [line for line in lines if line and not re.fullmatch(r"[\w\-]+==[\w.]+", line)]
    assert loose == ["-r requirements.txt"]


def test_compose_starts_the_app_after_a_healthy_database() -> None:
    services = yaml.safe_load(read("deploy/compose.yaml"))["services"]
    app = services["app"]
    assert app["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["database"]["healthcheck"]["test"]
    assert app["environment"]["DATABASE_URL"].startswith("mysql+pymysql://")
    assert (ROOT / "deploy" / app["build"]["context"] / app["build"]["dockerfile"]).is_file()


def test_compose_takes_its_secrets_from_the_environment_file() -> None:
    needed = set(re.findall(r"\$\{(\w+)", read("deploy/compose.yaml")))
    offered = set(re.findall(r"^([A-Z_]+)=", read("deploy/env.example"), re.MULTILINE))
    assert needed == offered
    assert not re.search(r"^(DATABASE_PASSWORD|SECRET_KEY)=.", read("deploy/env.example"), re.MULTILINE)


@pytest.mark.parametrize("file", ["compose.yaml", "env.example"])
def test_deployment_sets_only_settings_that_exist(file: str) -> None:
    from database.settings import Settings

    settings = {name.upper() for name in Settings.model_fields} | {"DATABASE_PASSWORD"}
    text = read(f"deploy/{file}").split("  app:")[-1]
    assert set(re.findall(r"^[#\s]*([A-Z][A-Z_]+)[:=]", text, re.MULTILINE)) <= settings


@pytest.mark.parametrize("file", ["Dockerfile", "tonnage.service"])
def test_a_deployment_starts_as_make_run_does(file: str) -> None:
    text = read(f"deploy/{file}")
    assert modules_of(text) == {"database.migrate", "services.catalogue"}
    assert "streamlit run server.py --server.port 8501" in text
    assert re.search(r"^(USER |User=)tonnage$", text, re.MULTILINE)


def test_nginx_lets_the_websocket_through() -> None:
    text = read("deploy/nginx.conf")
    assert "proxy_set_header Upgrade $http_upgrade;" in text
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in text
    assert text.count("{") == text.count("}")
