"""Extracts the readable text of a wiki string or of an Atlassian document (ADF)."""

from typing import Any

from connectors.jira.inbound.jira_payload import clean

_BLOCKS = ("paragraph", "heading", "codeBlock", "listItem", "tableCell", "tableHeader", "taskItem", "rule")


def plain(value: Any) -> str:
    """The readable text of a value: wiki, document, option, list or number; else empty."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(plain, value)))
    if isinstance(value, dict):
        return _document(value) if "content" in value else plain(value.get("value") or value.get("name"))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _document(document: dict[str, Any]) -> str:
    lines = (line.rstrip() for line in "".join(_walk(document)).splitlines())
    return clean("\n".join(line for line in lines if line))


def _walk(node: Any) -> list[str]:
    if not isinstance(node, dict):
        return []
    content = node.get("content")
    inside = [part for child in content for part in _walk(child)] if isinstance(content, list) else [_leaf(node)]
    return [*inside, "\n"] if node.get("type") in _BLOCKS else inside


def _leaf(node: dict[str, Any]) -> str:
    found = node.get("attrs")
    attrs: dict[str, Any] = found if isinstance(found, dict) else {}
    match node.get("type"):
        case "text":
            said = node.get("text")
        case "hardBreak":
            said = "\n"
        case "mention" | "emoji" | "status":
            said = attrs.get("text") or attrs.get("shortName")
        case "inlineCard" | "blockCard":
            said = attrs.get("url")
        case _:
            said = None
    return said if isinstance(said, str) else ""
