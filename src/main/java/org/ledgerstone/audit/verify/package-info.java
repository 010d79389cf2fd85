/**
 * Verification of the whole: reads the tables by itself, believes nothing of what they say of
 * themselves, and replays the chain by the rules of the protocol.
 */
@NamedInterface("verify")
@NullMarked
package org.ledgerstone.audit.verify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
