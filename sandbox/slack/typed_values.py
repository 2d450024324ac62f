"""Builds `state.values` and `actions` as Slack shapes a person's input."""

from collections.abc import Mapping
from typing import Any

from sandbox.slack.block_limits import elements_of
from sandbox.slack.message_values import Json
from sandbox.slack.slack_refusal_values import Impossible

# Element type -> the field that holds its content, and the property of the element that prefills it.
_SINGLE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}
_MANY = {"multi_users_select": ("selected_users", "initial_users")}
_OPTION = ("static_select", "radio_buttons", "overflow", "external_select")
_OPTIONS = ("checkboxes", "multi_static_select")


def shape_of(element: Json, raw: Any) -> Json:
    """An element's state for a raw content: a string, an option's `value`, a list of them, or None for nothing."""
    kind = element["type"]
    if kind == "datetimepicker" and raw not in ("", None) and (not isinstance(raw, int) or isinstance(raw, bool)):
        raise Impossible("Une date et une heure se donnent en secondes Unix.")
    if kind in _SINGLE:
        return {"type": kind, _SINGLE[kind][0]: raw if raw not in ("", None) else None}
    if kind in _MANY:
        return {"type": kind, _MANY[kind][0]: list(raw or [])}
    if kind == "file_input":
        return {"type": kind, "files": list(raw or [])}
    if kind in _OPTION:
        return {"type": kind, "selected_option": _option(element, raw) if raw not in ("", None) else None}
    if kind in _OPTIONS:
        return {"type": kind, "selected_options": [_option(element, one) for one in raw or []]}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": _rich(raw)}
    raise Impossible(f"Cet élément ({kind}) ne se remplit pas ici.")


def initial_of(element: Json) -> Any:
    """The raw content an element starts with."""
    kind = element["type"]
    if kind in _SINGLE:
        return element.get(_SINGLE[kind][1])
    if kind in _MANY:
        return element.get(_MANY[kind][1])
    if kind in _OPTIONS:
        return [option["value"] for option in element.get("initial_options") or []]
    if kind == "rich_text_input":
        return element.get("initial_value")
    return (element.get("initial_option") or {}).get("value")


def state_of(blocks: list[Json], values: Mapping[str, Any]) -> Json:
    """`state.values` of a view: what was typed, else what each element starts with.

    `values` is `{block_id: {action_id: raw}}`, or `{block_id: raw}`, or `{action_id: raw}`; an unknown name is refused.
    """
    state: Json = {}
    known: set[str] = set()
    for block in blocks:
        for element in elements_of(block):
            known.update((block["block_id"], element["action_id"]))
            if element["type"] in ("button", "overflow"):
                continue
            raw = _typed(block["block_id"], element, values)
            state.setdefault(block["block_id"], {})[element["action_id"]] = shape_of(element, raw)
    if unknown := set(values) - known:
        raise Impossible(f"Champ inconnu dans cette fenêtre : {', '.join(sorted(unknown))}.")
    return state


def objections(blocks: list[Json], state: Json) -> dict[str, str]:
    """The objections of Slack's own client before sending (block_id -> French sentence)."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        content = content_of(state[block["block_id"]][element["action_id"]])
        if not content and not block.get("optional"):
            found[block["block_id"]] = "Veuillez remplir ce champ obligatoire."
        elif content and (objection := _objection(element, content)):
            found[block["block_id"]] = objection
    return found


def content_of(held: Json) -> Any:
    """The content of one element's state, whatever its type."""
    return next((content for name, content in held.items() if name != "type"), None)


def _objection(element: Json, content: Any) -> str | None:
    if element["type"] == "file_input":
        return _unfit(element, content)
    return _length(element, content) if isinstance(content, str) else None


def _unfit(element: Json, chosen: list[Json]) -> str | None:
    """The errors of the chosen files, in full."""
    kinds = element.get("filetypes")
    if len(chosen) > (element.get("max_files") or 10):
        return f"Au plus {element['max_files']} fichiers."
    if kinds and any(file.get("filetype") not in kinds for file in chosen):
        return f"Types acceptés : {', '.join(kinds)}."
    return None


def _length(element: Json, content: str) -> str | None:
    if len(content) < (element.get("min_length") or 0):
        return f"Au moins {element['min_length']} caractères."
    if len(content) > (element.get("max_length") or 3000):
        return f"Au plus {element.get('max_length') or 3000} caractères."
    return None


def _typed(block_id: str, element: Json, values: Mapping[str, Any]) -> Any:
    action_id = element["action_id"]
    if block_id in values:
        given = values[block_id]
        if isinstance(given, dict) and given.get("type") != "rich_text":
            return given.get(action_id, initial_of(element))
        return given
    return values[action_id] if action_id in values else initial_of(element)


def _option(element: Json, value: Any) -> Json:
    options = element.get("options") or [o for group in element.get("option_groups") or [] for o in group["options"]]
    for option in options:
        if option["value"] == value:
            chosen: Json = option
            return chosen
    raise Impossible(f"« {value} » n’est pas une des réponses proposées.")


def _rich(raw: Any) -> Json | None:
    if not raw:
        return None
    if isinstance(raw, dict):
        return raw
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(raw)}]}
    return {"type": "rich_text", "elements": [section]}
