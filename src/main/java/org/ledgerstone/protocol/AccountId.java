package org.ledgerstone.protocol;

/** An account of the state: one asset of one address. */
public record AccountId(Address address, Asset asset) {}
