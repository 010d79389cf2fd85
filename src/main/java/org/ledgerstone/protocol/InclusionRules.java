package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/** What an inclusion proof has to show, in this order; the first that it does not show counts. */
final class InclusionRules {

  private interface Rule {
    Optional<String> fault(InclusionProof proof);
  }

  private record Named(String name, Rule rule) {}

  private InclusionRules() {}

  static Optional<ProofFault> judge(
      InclusionProof proof, Hash trusted, Optional<Address> operator) {
    var rules =
        List.of(
            new Named("is of one ledger", InclusionRules::ledger),
            new Named("is authorised", p -> authorization(p, operator)),
            new Named("stands in its block", InclusionRules::place),
            new Named("is what its block pays", InclusionRules::kind),
            new Named("is in a sealed block", p -> p.block().fault()),
            new Named("is in the head's history", InclusionRules::history),
            new Named("is seen from a sealed head", p -> p.head().fault()),
            new Named("is seen from the head that you trust", p -> head(p, trusted)));
    for (var named : rules) {
      var fault = named.rule().fault(proof);
      if (fault.isPresent()) {
        return fault.map(detail -> new ProofFault(named.name(), detail));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ledger(InclusionProof proof) {
    var named =
        switch (proof.transaction().content()) {
          case Transfer transfer -> transfer.ledger();
          case Post post -> post.ledger();
          case Reward reward -> reward.ledger();
          case Allocation a -> proof.block().hash();
        };
    return named.equals(proof.ledger())
        ? fits()
        : Optional.of("It names the ledger " + named + ".");
  }

  private static Optional<String> authorization(InclusionProof proof, Optional<Address> operator) {
    if (proof.transaction().authorization().scheme() != scheme(proof.transaction().content())) {
      return Optional.of("This kind of transaction is not authorised by that scheme.");
    }
    if (!takesSeedText(proof.transaction().content())) {
      return Optional.of("A seed text does not say all of what it would move.");
    }
    var debtor = proof.debtor();
    if (debtor.isEmpty()) {
      return proof.transaction().authorization().signature().isEmpty()
          ? fits()
          : Optional.of("Nobody has to sign it, and somebody did.");
    }
    var signer = proof.signer();
    if (signer.isEmpty()) {
      return Optional.of("Its signature is nobody's.");
    }
    var expected = debtor.get().isWallet() ? debtor : operator;
    return expected.isEmpty() || expected.equals(signer)
        ? fits()
        : Optional.of("It is signed by " + signer.get().shown() + ".");
  }

  private static Scheme scheme(Content content) {
    return switch (content) {
      case Transfer transfer -> transfer.isSeedForm() ? Scheme.SEED_TEXT : Scheme.TYPED_DATA;
      case Post post -> post.from().isPresent() ? Scheme.TYPED_DATA : Scheme.NONE;
      case Reward r -> Scheme.NONE;
      case Allocation a -> Scheme.NONE;
    };
  }

  /** A seed text holds two wallets and an amount; the asset is for the ledger to judge. */
  private static boolean takesSeedText(Content content) {
    return !(content instanceof Transfer transfer && transfer.isSeedForm())
        || (transfer.from().isWallet()
            && transfer.to().isWallet()
            && transfer.until() == 0
            && transfer.memo().isEmpty());
  }

  static Optional<Address> signer(InclusionProof proof) {
    return proof
        .transaction()
        .authorization()
        .signature()
        .flatMap(
            signature -> digest(proof.transaction(), proof.ledger()).flatMap(signature::signerOf));
  }

  private static Optional<byte[]> digest(Transaction transaction, Hash ledger) {
    return switch (transaction.content()) {
      case Transfer t when t.isSeedForm() -> Optional.of(SeedText.digest(t));
      case Transfer t -> Optional.of(new TypedData(ledger).digest(t));
      case Post p when p.from().isPresent() -> Optional.of(new TypedData(ledger).digest(p));
      case Post p -> Optional.empty();
      case Reward r -> Optional.empty();
      case Allocation a -> Optional.empty();
    };
  }

  private static Optional<String> place(InclusionProof proof) {
    var header = proof.block().header();
    if (proof.count() != header.count()) {
      return Optional.of("The block holds " + header.count() + " transactions.");
    }
    var root =
        MerkleTree.rootFrom(
            proof.transaction().leaf(), proof.position(), proof.count(), proof.path());
    return root.isPresent() && root.get().equals(header.merkleRoot())
        ? fits()
        : Optional.of("The path does not lead to the block's Merkle root.");
  }

  private static Optional<String> kind(InclusionProof proof) {
    var header = proof.block().header();
    var dated = proof.transaction().accepted().equals(header.time());
    boolean right =
        switch (proof.transaction().content()) {
          case Reward reward ->
              reward.block() == header.index()
                  && header.miner().equals(Optional.of(reward.to()))
                  && proof.position() == 0
                  && dated;
          case Allocation allocation ->
              header.index() == 1 && allocation.position() == proof.position() && dated;
          case Transfer t -> header.index() > 1;
          case Post p -> header.index() > 1;
        };
    return right ? fits() : Optional.of("Block " + header.index() + " cannot hold it there.");
  }

  private static Optional<String> history(InclusionProof proof) {
    return proof
        .history()
        .map(history -> history(history, proof))
        .orElseGet(() ->
            proof.block().hash().equals(proof.head().hash())
                ? fits()
                : Optional.of("The head is another block, and no path leads to it."));
  }

  private static Optional<String> history(
      InclusionProof.HistoryPath history, InclusionProof proof) {
    var head = proof.head().header();
    if (history.size() != head.index() - 1) {
      return Optional.of("The head's history holds " + (head.index() - 1) + " blocks.");
    }
    var leaf = SealedBlock.historyLeaf(proof.block().hash());
    var root =
        MerkleTree.rootFrom(
            leaf, proof.block().header().index() - 1, history.size(), history.path());
    return root.isPresent() && root.get().equals(head.history())
        ? fits()
        : Optional.of("The path does not lead to the head's history.");
  }

  private static Optional<String> head(InclusionProof proof, Hash trusted) {
    var head = proof.head().hash();
    return head.equals(trusted) ? fits() : Optional.of("It is seen from the head " + head + ".");
  }

  private static Optional<String> fits() {
    return Optional.empty();
  }
}
