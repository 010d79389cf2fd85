package org.ledgerstone.ethereum;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a submission's state.
 *
 * @param was the state before; empty at the beginning
 * @param detail why, a sentence; may be empty
 */
public record SubmissionChange(
    Instant at, Optional<SubmissionState> was, SubmissionState state, String detail) {}
