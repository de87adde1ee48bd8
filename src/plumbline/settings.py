"""The study's settings: defaults, the study's own config.yaml, the command line; each checked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from plumbline.errors import SettingsError

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

# the parser in C is ten times as fast and as safe
_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# the types of JSON Schema, for people who write YAML
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing",
    "number": "a number",
    "object": "a block of 'key: value' lines",
    "string": "text",
}


class _Loader(_SAFE):
    """The safe loader, but a key that stands twice is refused: only the last would count."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key in (k for k, _ in node.value if isinstance(k, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key.value}' stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_str)  # dates are text


def read_text(path: Path) -> str:
    """Return the text of a settings file, without the mark that some editors put in front.

    Raises:
        SettingsError: one sentence with the file, where it is not there, not open or not UTF-8.

    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = f"{path}: this file is missing; restore it or correct the path."
    except UnicodeDecodeError:
        problem = f"{path.name}: this file is not UTF-8; save it as UTF-8."
    except OSError as error:
        problem = f"{path}: this file cannot be opened ({error.strerror}); put this right."
    raise SettingsError(problem)


def read_yaml(path: Path) -> dict:
    """Read a YAML mapping with the safe loader.

    Raises:
        SettingsError: one sentence with the file, and the line where YAML gives one.

    """
    text = read_text(path)
    try:
        data = yaml.load(text, Loader=_Loader)  # a safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        if mark and text[mark.index : mark.index + 1] == "\t":
            problem = "a tab stands where spaces belong"
        raise SettingsError(
            f"{path.name}{line}: this is not valid YAML ({problem}); correct it."
        ) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise SettingsError(f"{path.name}: this file must hold 'key: value' lines; rewrite it so.")
    return data


def check_keys(entry: object, known: Iterable[str], required: Iterable[str], where: str) -> None:
    """Refuse anything but a mapping with the `known` keys, among them the `required` ones.

    Raises:
        SettingsError: one sentence that begins with `where`.

    """
    if not isinstance(entry, Mapping):
        raise SettingsError(f"{where} must hold 'key: value' lines; rewrite it so.")
    for key in entry:
        if key not in known:
            raise SettingsError(f"{where}: the key '{key}' is unknown; use {', '.join(known)}.")
    for key in required:
        if key not in entry:
            raise SettingsError(f"{where}: the key '{key}' is missing; add it.")


def check(data: Mapping, schema: Mapping, name: str) -> None:
    """Check `data` against a JSON Schema.

    Raises:
        SettingsError: one sentence that names file and key and says what to do.

    """
    from jsonschema import Draft202012Validator  # here: measuring jobs check nothing by schema

    errors = sorted(
        Draft202012Validator(schema).iter_errors(data),
        key=lambda e: [str(p) for p in e.absolute_path],
    )
    if errors:
        raise SettingsError(f"{name}: {_sentence(errors[0])}")


def suggest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether the known name that is most like `name` was meant; `otherwise` where none is."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean '{close[0]}'?" if close else otherwise


def _sentence(error: ValidationError) -> str:
    key = ".".join(str(part) for part in error.absolute_path)
    at = f"the key '{key}'" if key else "the file"
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        unknown = sorted(set(error.instance) - set(known))[0]
        full = f"{key}.{unknown}" if key else unknown
        hint = suggest(unknown, known, f"known here are {', '.join(known)}.")
        return f"the key '{full}' is unknown; {hint}"
    if error.validator == "required":
        missing = next(k for k in error.validator_value if k not in error.instance)
        return f"{at} lacks '{missing}'; add it."
    if error.validator == "enum":
        allowed = ", ".join(repr(v) for v in error.validator_value)
        return f"{at} is {error.instance!r}; use one of {allowed}."
    if error.validator == "type":
        wanted = error.validator_value
        wanted = wanted if isinstance(wanted, list) else [wanted]
        return f"{at} is {_shown(error.instance)}; it must be {_either(wanted)}."
    if error.validator in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        bound = {
            "minimum": "at least",
            "exclusiveMinimum": "more than",
            "maximum": "at most",
            "exclusiveMaximum": "less than",
        }[error.validator]
        return f"{at} is {error.instance!r}; it must be {bound} {error.validator_value}."
    if error.validator in ("minItems", "minProperties"):
        return f"{at} is empty; add at least one entry."
    if error.validator == "anyOf":
        types = [branch.get("type") for branch in error.validator_value]
        if all(isinstance(each, str) for each in types):
            return f"{at} is {_shown(error.instance)}; it must be {_either(types)}."
        needed = [key for branch in error.validator_value for key in branch.get("required", ())]
        return f"{at} lacks {' or '.join(map(repr, needed))}; add it."
    return f"{at} is wrong ({error.message}); correct it."


def _shown(value: object) -> str:
    return "empty" if value is None else repr(value)


def _either(types: Iterable[str]) -> str:
    return " or ".join(_TYPES[each] for each in types)


def merge(base: Mapping, over: Mapping) -> dict:
    """Lay `over` over `base` key by key; lists and plain values are replaced whole."""
    merged = dict(base)
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def load_settings(project: Path, study: Path, command_line: Mapping) -> dict:
    """Return the settings in force.

    Args:
        project: folder with the Snakefile and config/.
        study: the working folder; its config.yaml, if any, is laid over the defaults.
        command_line: what ``--config`` and ``--configfile`` gave; laid over both.

    A study that names no corpus reads its folder ``sources``; whoever changes the corpus leaves
    the bundled source sheet behind.

    """
    schema = read_yaml(project / "workflow/schemas/config.schema.yaml")
    defaults = read_yaml(project / "config/config.yaml")
    check(defaults, {**schema, "required": sorted(schema["properties"])}, "config/config.yaml")
    layers = []
    if study.resolve() != project.resolve():
        layers.append({"corpus": "sources", "sources": ""})
        if (study / "config.yml").exists():
            raise SettingsError("config.yml: this file is not read; name it config.yaml.")
        if (study / "config.yaml").exists():
            own = read_yaml(study / "config.yaml")
            check(own, schema, "config.yaml of the study")
            layers.append(own)
    # the shell takes the quotation marks off topic="", and what is left is read as nothing
    given = {key: "" if value is None else value for key, value in command_line.items()}
    check(given, schema, "--config")
    layers.append(given)
    settings = defaults
    for layer in layers:
        if "corpus" in layer and "sources" not in layer:
            layer = {**layer, "sources": ""}
        settings = merge(settings, layer)
    return settings


def find_path(name: str, key: str, project: Path, study: Path) -> Path:
    """Find a file or folder that a setting names: in the study folder first, then the project.

    Raises:
        SettingsError: neither has it.

    """
    for folder in (study, project):
        if (folder / name).exists():
            # relative to the study where possible, so that no absolute path reaches a result
            return Path(name) if folder == study else folder / name
    raise SettingsError(
        f"config: '{key}' names '{name}', which is neither in the study folder nor in the project; "
        "make it or correct the path."
    )


def find_folder(name: str, key: str, project: Path, study: Path) -> Path:
    """Find a folder that a setting names, as `find_path` does.

    Raises:
        SettingsError: neither has it, or it is a file.

    """
    path = find_path(name, key, project, study)
    if not path.is_dir():
        raise SettingsError(
            f"config: '{key}' names the file '{name}'; name the folder that it stands in."
        )
    return path
