"""The figures of a contract's month, each with the anomalies and the facts that it rests on."""
