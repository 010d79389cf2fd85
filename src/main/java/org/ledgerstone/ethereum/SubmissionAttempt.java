package org.ledgerstone.ethereum;

import java.time.Instant;
import org.ledgerstone.protocol.Word;

/**
 * A signed transaction for a submission. Of all attempts with one nonce one at most is mined.
 *
 * @param number counted from 1
 * @param raw the signed bytes as they are sent, {@code 0x} and hex digits
 * @param answer why the node did not take it, when it last did not; empty otherwise
 */
public record SubmissionAttempt(
    int number, long nonce, Word hash, Fees fees, String raw, Instant signed, String answer) {}
