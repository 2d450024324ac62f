"""Case files in the schema of `shared/cases/SCHEMA.md` put to the engine: what other products say, and what we do."""
