"""Whatever the bytes of a file, its author is told a line and a sentence, and YAML types nothing behind their back."""

from pathlib import Path

import pytest
import yaml

from connectors.contracts import ContractErrors, load
from connectors.contracts.yaml_document import read
from tests.connectors.contracts.sample import SAMPLE, changed, told, written


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("jira:\n  projet", "jira:\n\tprojet", "18: la mise en forme YAML est incorrecte : une tabulation"),
        ("client: Boutique", "client: Boutique: la belle",
         "2: la mise en forme YAML est incorrecte : un « : » inattendu"),
        ("client: Boutique", "client: 'Boutique",
         "2: la mise en forme YAML est incorrecte : un guillemet n'est pas refermé"),
        ("client: Boutique", "client: @Boutique",
         "2: la mise en forme YAML est incorrecte : cette ligne n'est pas comprise"),
        ("client: Boutique", "client: Bou\x07tique",
         "2: la mise en forme YAML est incorrecte : un caractère invisible"),
        ("[Anomalie]", "[Anomalie", "19: la mise en forme YAML est incorrecte : la liste n'est pas fermée"),
        ("{pays: FR}", "{pays: FR", "9: la mise en forme YAML est incorrecte : le groupe n'est pas fermé"),
        ("client: Boutique", "client: Boutique\nclient: Autre",
         "3: client: la clé « client » est écrite deux fois (déjà ligne 2)"),
        ("client: Boutique", "client: !!python/name:os.system x",
         "2: « tag:yaml.org,2002:python/name:os.system » est une étiquette"),
        ("client: Boutique", "client: &a Boutique", "2: « a » renvoie à un autre endroit du fichier"),
        ("client: Boutique", "client: Boutique\n---\nclient: Autre", "3: un second document commence ici"),
        ("client: Boutique", "client: Boutique\n{x: y}: z", "3: cette clé n'est pas un texte simple"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_good_yaml_is_refused_at_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert any(line.startswith(f"boutique.yaml:{sentence}") for line in told(tmp_path, changed((old, new))))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "boutique.yaml:1: le fichier est vide ; attendu un contrat"),
        (b"# rien\n", "boutique.yaml:1: le fichier est vide ; attendu un contrat"),
        (b"null\n", "boutique.yaml:1: le fichier est vide ; attendu un contrat"),
        (b"a: b\nclient: \xe9t\xe9\n", "boutique.yaml:2: le fichier n'est pas en UTF-8"),
        (b"\n- a\n", "boutique.yaml:2: le fichier ne contient pas un groupe de clés"),
        (b"x" * (1024 * 1024 + 1), "boutique.yaml:1: le fichier dépasse 1 Mio"),
        (b"[" * 100_000, "boutique.yaml:1: trop de niveaux imbriqués"),
        (b"{" * 100_000, "boutique.yaml:1: trop de niveaux imbriqués"),
        (b"a: &x [b]\n" + b"".join(b"k%d: [*x, *x]\n" % rank for rank in range(9)), "boutique.yaml:1: « x » renvoie"),
    ],
)
def test_a_file_that_is_no_contract_is_refused_without_a_traceback(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "boutique.yaml"
    path.write_bytes(raw)
    with pytest.raises(ContractErrors) as caught:
        load(path)
    assert str(caught.value).startswith(sentence)


def test_a_file_that_cannot_be_opened_is_a_problem_like_another(tmp_path: Path) -> None:
    with pytest.raises(ContractErrors, match=r"absent\.yaml:1: le fichier ne peut pas être lu"):
        load(tmp_path / "absent.yaml")
    with pytest.raises(ContractErrors, match="ne peut pas être lu"):
        load(tmp_path)


def test_scalars_stay_the_texts_that_were_written(tmp_path: Path) -> None:
    text = "a: 12:30\nb: no\nc: 2026-01-01\nd: 24/7\ne: 010\nf: 1_000\ng: on\nh: null\ni: 'null'\nj: ~\n"
    document, problems = read(written(tmp_path, text))
    assert document is not None
    assert problems == []
    assert list(document.content.values())[:7] == ["12:30", "no", "2026-01-01", "24/7", "010", "1_000", "on"]
    assert list(document.content.values())[7:] == [None, "null", None]
    # What the same texts would have been, left to YAML 1.1.
    assert yaml.safe_load("a: 12:30\nb: no") == {"a": 750, "b": False}


def test_a_byte_order_mark_and_windows_line_ends_are_harmless(tmp_path: Path) -> None:
    path = tmp_path / "boutique.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode())
    assert load(path).id == "boutique"


def test_a_strange_text_is_quoted_short_and_on_one_line(tmp_path: Path) -> None:
    lines = told(tmp_path, changed(("effet: 2026-01-01", 'effet: "' + "x\\n\\e[31m" * 50 + '"')))
    assert len(lines) == 1
    assert "\x1b" not in lines[0]
    assert len(lines[0]) < 200
