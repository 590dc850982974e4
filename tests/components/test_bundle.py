"""Joining the modules of a component's script: what runs first, and what is refused."""

from pathlib import Path

import pytest

from utils.components import bundle


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules of its own."""
    monkeypatch.setattr(bundle, "HERE", tmp_path)
    (tmp_path / "core").mkdir()
    (tmp_path / "core/units.js").write_text("export const KG = 1;\nconst hidden = 2;\n")
    return tmp_path


def test_a_module_runs_once_and_after_what_it_imports(folder: Path) -> None:
    (folder / "grid.js").write_text('import { KG } from "./core/units.js";\nexport function load() { return KG; }\n')
    imports = 'import { load } from "./grid.js";\nimport { KG } from "./core/units.js";\n'
    (folder / "mount.js").write_text(f"{imports}export default function mount() {{}}\n")
    script = bundle.component("mount.js")
    starts = [script.index(f'modules["{name}"] = ') for name in ("core/units.js", "grid.js", "mount.js")]
    assert starts == sorted(starts)
    assert script.count('modules["core/units.js"] = ') == 1
    assert 'const { KG } = modules["core/units.js"];\nfunction load() { return KG; }\nreturn { load: load };' in script
    assert script.endswith('export default modules["mount.js"].default;\n')


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('import { LB } from "./core/units.js";\n', r"entry.js: core/units.js does not export LB"),
        ('import { hidden } from "./core/units.js";\n', r"does not export hidden"),
        ('import { a } from "./entry.js";\nexport const a = 1;\n', r"import each other: entry.js -> entry.js"),
        ('import * as units from "./core/units.js";\n', r"entry.js: cannot read 'import \* as units"),
        ("export let count = 1;\n", r"entry.js: cannot read 'export let count = 1;'"),
    ],
)
def test_what_cannot_be_joined_is_named(folder: Path, source: str, reason: str) -> None:
    (folder / "entry.js").write_text(source)
    with pytest.raises(bundle.BundleError, match=reason):
        bundle.linked("entry.js")
