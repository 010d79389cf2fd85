package org.ledgerstone.protocol;

/**
 * An expected no, as a value.
 *
 * @param code which rule it was
 * @param detail what was found and what was expected, for people
 */
public record Refused(Refusal code, String detail) {}
