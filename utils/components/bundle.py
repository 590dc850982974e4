"""Join the JavaScript modules of a component into one script."""

import posixpath
import re
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "(\.[\w./]+)";$', re.M)
EXPORT: Final = re.compile(r"^export (default )?(?=(?:async )?(?:function|class|const) (\w+))", re.M)
OTHER: Final = re.compile(r"^(?:import|export)\b.*", re.M)


class BundleError(ValueError):
    """These modules cannot be joined."""


class Module(NamedTuple):
    """A module as a function that runs once, with the names that it exports."""

    exports: frozenset[str]
    script: str


def text(name: str) -> str:
    """Read a file of this folder."""
    return (HERE / name).read_text(encoding="utf-8")


def component(entry: str) -> str:
    """Write the script of a component: an ES module with the default export of its entry."""
    return f'{linked(entry)}\nexport default modules["{entry}"].default;\n'


def linked(entry: str) -> str:
    """Write a plain script that runs a module after its imports; `modules` holds their exports by path."""
    modules: dict[str, Module] = {}
    _add(entry, modules, ())
    return "\n".join(["const modules = {};", *(module.script for module in modules.values())])


def _add(name: str, modules: dict[str, Module], importers: tuple[str, ...]) -> None:
    if name in importers:
        raise BundleError(f"modules import each other: {' -> '.join((*importers, name))}")
    if name in modules:
        return
    source = text(name)
    for names, path in IMPORT.findall(source):
        imported = _resolved(name, path)
        _add(imported, modules, (*importers, name))
        _check(names, imported, modules[imported], name)
    modules[name] = _module(name, source)


def _resolved(importer: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), path))


def _check(names: str, imported: str, module: Module, importer: str) -> None:
    unknown = set(names.split(", ")) - module.exports
    if unknown:
        raise BundleError(f"{importer}: {imported} does not export {', '.join(sorted(unknown))}")


def _module(name: str, source: str) -> Module:
    exports = {"default" if default else own: own for default, own in EXPORT.findall(source)}
    body = IMPORT.sub(lambda match: f'const {{ {match[1]} }} = modules["{_resolved(name, match[2])}"];', source)
    body = EXPORT.sub("", body)
    if unread := OTHER.search(body):
        raise BundleError(f"{name}: cannot read {unread[0]!r}")
    exported = ", ".join(f"{public}: {own}" for public, own in exports.items())
    return Module(frozenset(exports), f'modules["{name}"] = (() => {{\n{body}return {{ {exported} }};\n}})();')
