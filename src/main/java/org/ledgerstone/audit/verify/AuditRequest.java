package org.ledgerstone.audit.verify;

import java.util.Optional;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;

/**
 * Which audit is wanted.
 *
 * @param full from genesis on, whatever was verified before
 * @param head a block that has to stand in the chain
 * @param checkpoint the root of the chain's history at some size, signed
 * @param peer a node whose newest block has to stand in the chain
 */
public record AuditRequest(
    boolean full,
    Optional<Hash> head,
    Optional<SignedCheckpoint> checkpoint,
    Optional<PeerUrl> peer) {

  /** A checkpoint and the key that it has to be signed with. */
  public record SignedCheckpoint(SignedNote note, NoteKey key) {}

  /** Goes on from what was verified before and is held against nothing else. */
  public static final AuditRequest PLAIN =
      new AuditRequest(false, Optional.empty(), Optional.empty(), Optional.empty());
}
