package org.ledgerstone.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.audit.verify.AuditRequest.SignedCheckpoint;
import org.ledgerstone.peers.PeerBlocks;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/** Makes out what an audit holds the chain against. */
@Component
class KeptHeads {

  private final PeerBlocks peers;

  KeptHeads(PeerBlocks peers) {
    this.peers = peers;
  }

  /**
   * What the request names. Asks the peer, if it names one.
   *
   * @throws Problem 422 {@code CHECKPOINT_INVALID}, or what {@link PeerBlocks} refuses
   */
  List<KeptHead> of(AuditRequest request) {
    var kept = new ArrayList<KeptHead>();
    request
        .head()
        .ifPresent(hash -> kept.add(new KeptHead.BlockHash("the caller", hash, Optional.empty())));
    request.checkpoint().ifPresent(signed -> kept.add(tree(signed)));
    request.peer().ifPresent(url -> kept.add(block(url)));
    return kept;
  }

  private static KeptHead tree(SignedCheckpoint signed) {
    if (!signed.key().hasSigned(signed.note())) {
      throw invalid("The key " + signed.key().name() + " has not signed it.");
    }
    var checkpoint =
        Checkpoint.parse(signed.note().text())
            .orElseThrow(() -> invalid("Its text is none of a checkpoint."));
    if (checkpoint.size() == 0) {
      throw invalid("It is of an empty tree, which shows nothing.");
    }
    var from = "the checkpoint of " + checkpoint.origin() + ", signed by " + signed.key().name();
    return new KeptHead.Tree(from, checkpoint.size(), checkpoint.root());
  }

  private static Problem invalid(String detail) {
    return new Problem(422, "CHECKPOINT_INVALID", "The checkpoint cannot be held against.", detail);
  }

  private KeptHead block(PeerUrl url) {
    return switch (peers.newest(url)) {
      case PeerBlocks.Told.Block(var index, var hash) ->
          new KeptHead.BlockHash("the peer " + url, hash, Optional.of(index));
      case PeerBlocks.Told.Refused(var code, var detail) ->
          throw new Problem(code.status(), code.name(), code.title(), detail);
    };
  }

  /** What is kept in words. */
  static String words(KeptHead kept) {
    return switch (kept) {
      case KeptHead.BlockHash block ->
          "block "
              + block.index().map(index -> index + " ").orElse("")
              + block.hash()
              + ", by "
              + block.from();
      case KeptHead.Tree tree ->
          "the first "
              + tree.size()
              + " blocks with the root "
              + tree.root()
              + ", by "
              + tree.from();
    };
  }
}
