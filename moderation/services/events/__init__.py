"""The outbox: what other systems are told of."""
