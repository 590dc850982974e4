"""Single-line faults: where a source text can be changed, and how."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

COMPARISONS: Final[Mapping[type, str]] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
ARITHMETIC: Final[Mapping[type, str]] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}


@dataclass(frozen=True)
class Fault:
    """A change of one place in one file: the characters from `start` to `end` become `text`."""

    path: str
    line: int
    start: int
    end: int
    text: str

    def applied(self, source: str) -> str:
        """The source with the fault in it."""
        return source[: self.start] + self.text + source[self.end :]


def faults(path: str, source: str) -> list[Fault]:
    """Every fault that can be made in a file, in the order of its lines."""
    offsets = _line_offsets(source)
    changes = (change for node in ast.walk(ast.parse(source)) for change in _changes(node, source, offsets))
    return [Fault(path, source.count("\n", 0, start) + 1, start, end, text) for start, end, text in sorted(changes)]


def _changes(node: ast.AST, source: str, offsets: list[int]) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, new text) of each change of one node that stands on one line."""
    if not isinstance(node, ast.expr | ast.stmt) or node.lineno != node.end_lineno:
        return
    start, end = _span(node, source, offsets)
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            yield _span(left, source, offsets)[1], _span(right, source, offsets)[0], f" {COMPARISONS[type(op)]} "
        case ast.BoolOp(op=op, values=[first, second, *_]):
            word = " or " if isinstance(op, ast.And) else " and "
            yield _span(first, source, offsets)[1], _span(second, source, offsets)[0], word
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            yield _span(left, source, offsets)[1], _span(right, source, offsets)[0], f" {ARITHMETIC[type(op)]} "
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield start, _span(operand, source, offsets)[0], ""
        case ast.Constant(value=bool(value)):
            yield start, end, str(not value)
        case ast.Constant(value=int(value)):
            yield start, end, str(value + 1)
        case ast.Return(value=ast.expr()):
            yield start, end, "return None"
        case ast.Expr(value=ast.Call()):
            yield start, end, "pass"


def _line_offsets(source: str) -> list[int]:
    offsets = [0]
    for line in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    return offsets


def _span(node: ast.expr | ast.stmt, source: str, offsets: list[int]) -> tuple[int, int]:
    """The characters of a node; ast counts columns in bytes."""
    line = source[offsets[node.lineno - 1] : offsets[node.lineno]].encode()
    before, within = line[: node.col_offset], line[: node.end_col_offset]
    return offsets[node.lineno - 1] + len(before.decode()), offsets[node.lineno - 1] + len(within.decode())
