"""Public functions of services/ and auth/ that open a writing transaction, found in the source with ast."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPENERS = {
    "database.db_connector.writing",
    "database.writes.as_lifter",
    "auth.connections.writing",
    "auth.connections.as_lifter",
}


def writers() -> set[str]:
    """Full names such as services.lifter.goals.drop_goal, also of functions that write through others.

    Of auth/ only the functions that take a user_id: the others sign in, or draw a form that calls one of these.
    """
    functions, uses = _functions(), _aliases()
    uses |= {name: set(_referred(function, _names(name.rpartition(".")[0]))) for name, function in functions.items()}
    found = set(OPENERS)
    while new := {name for name, used in uses.items() if used & found} - found:
        found |= new
    return {name for name, function in functions.items() if name in found - OPENERS and _is_listed(name, function)}


def _is_listed(name: str, function: ast.FunctionDef) -> bool:
    is_public = not function.name.startswith("_")
    return is_public and (name.startswith("services.") or "user_id" in {one.arg for one in function.args.args})


def _modules() -> dict[str, ast.Module]:
    paths = sorted([*ROOT.glob("services/**/*.py"), *ROOT.glob("auth/**/*.py")])
    return {_module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = _modules()


def _functions() -> dict[str, ast.FunctionDef]:
    return {
        f"{module}.{node.name}": node
        for module, tree in MODULES.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def _aliases() -> dict[str, set[str]]:
    """What a module imports can be used as the module's own."""
    return {f"{module}.{name}": {full} for module, tree in MODULES.items() for name, full in _imported(tree).items()}


@cache
def _names(module: str) -> dict[str, str]:
    """The full names of what a module imports and defines."""
    own = {node.name: f"{module}.{node.name}" for node in MODULES[module].body if isinstance(node, ast.FunctionDef)}
    return _imported(MODULES[module]) | own


def _imported(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _referred(function: ast.FunctionDef, names: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name) if name in names:
                yield names[name]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in names:
                yield f"{names[module]}.{name}"
