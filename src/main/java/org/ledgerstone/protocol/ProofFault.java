package org.ledgerstone.protocol;

/**
 * Why a proof shows nothing.
 *
 * @param rule what it would have to show, as the end of a sentence that begins with "it"
 * @param detail what is wrong, a sentence
 */
public record ProofFault(String rule, String detail) {}
