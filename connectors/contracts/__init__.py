"""Contracts as their authors write them, in YAML files, become the values that the rules decide by."""

from connectors.contracts.collection import Contracts
from connectors.contracts.loading import json_schema, load, load_folder, load_text
from connectors.contracts.problems import ContractErrors, Problem

__all__ = ["ContractErrors", "Contracts", "Problem", "json_schema", "load", "load_folder", "load_text"]
