"""Text is kept once, as wiki strings; version 3 of the API reads and writes it as Atlassian documents (ADF)."""

from typing import Any


def document(text: str) -> dict[str, Any]:
    """The ADF document of a wiki string: a blank line parts paragraphs, a newline is a hard break."""
    paragraphs = [_paragraph(part) for part in text.split("\n\n") if part.strip("\n")]
    return {"version": 1, "type": "doc", "content": paragraphs}


def wiki(doc: Any) -> str:
    """The wiki string of an ADF document; ValueError when it lacks `version`, its type, or holds an empty text node."""
    if not isinstance(doc, dict) or doc.get("type") != "doc" or doc.get("version") != 1:
        raise ValueError("Operation value must be an Atlassian Document (see the Atlassian Document Format)")
    return "\n\n".join(_block(node) for node in _children(doc)).strip("\n")


def _paragraph(part: str) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for number, line in enumerate(part.split("\n")):
        if number:
            content.append({"type": "hardBreak"})
        if line:
            content.append({"type": "text", "text": line})
    return {"type": "paragraph", "content": content}


def _children(node: dict[str, Any]) -> list[dict[str, Any]]:
    children = node.get("content", [])
    if not isinstance(children, list) or not all(isinstance(child, dict) and child.get("type") for child in children):
        raise ValueError("INVALID_INPUT: content must be a list of typed nodes")
    return children


def _block(node: dict[str, Any]) -> str:
    match node["type"]:
        case "bulletList" | "orderedList" as kind:
            mark = "*" if kind == "bulletList" else "#"
            text = "\n".join(f"{mark} {_block(item)}" for item in _children(node))
        case "codeBlock":
            text = "{code}\n" + _inline(node) + "\n{code}"
        case "heading":
            text = f"h{node.get('attrs', {}).get('level', 1)}. {_inline(node)}"
        case "paragraph":
            text = _inline(node)
        case "rule":
            text = "----"
        case _:
            text = _leaf(node) or "\n".join(_block(child) for child in _children(node))
    return text


def _inline(node: dict[str, Any]) -> str:
    return "".join(_leaf(child) for child in _children(node))


def _leaf(node: dict[str, Any]) -> str:
    attrs = node.get("attrs", {})
    match node["type"]:
        case "text":
            text = node.get("text")
            if not isinstance(text, str) or not text:
                raise ValueError("INVALID_INPUT: a text node must not be empty")
            return _marked(text, node.get("marks", []))
        case "hardBreak":
            return "\n"
        case "mention":
            return f"[~accountid:{attrs.get('id', '')}]"
        case "emoji":
            return str(attrs.get("text") or attrs.get("shortName", ""))
        case "inlineCard" | "blockCard":
            return str(attrs.get("url", ""))
        case _:
            return ""


def _marked(text: str, marks: list[dict[str, Any]]) -> str:
    for mark in marks:
        match mark.get("type"):
            case "link":
                text = f"[{text}|{mark.get('attrs', {}).get('href', '')}]"
            case "strong":
                text = f"*{text}*"
            case "em":
                text = f"_{text}_"
            case "code":
                text = f"{{{{{text}}}}}"
    return text
