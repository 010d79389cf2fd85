package org.ledgerstone.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.ConsistencyProof;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.InclusionProof;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.ProofFault;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Transfer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify-proof}: checks a proof without a ledger's server and without a database. */
@Command(
    name = "verify-proof",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a proof that a server handed out: that a transaction stands in a chain, or that one"
          + " head is an ancestor of another. Asks no server, unless you name a node of Ethereum.",
      "A proof is worth as much as the head it is checked against: take that from somewhere else,"
          + " or trust the signature of somebody who watches, or Ethereum."
    })
final class VerifyProof implements Callable<Integer> {

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "The answer of /api/v1/transactions/{id}/proof or /api/v1/blocks/{index}/consistency.")
  @SuppressWarnings("NullAway.Init") // picocli insists on it
  private Path file;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "The hash of the head that you trust.")
  private Optional<Hash> head = Optional.empty();

  @Option(
      names = "--checkpoint",
      paramLabel = "NOTE",
      description =
          "Instead of --head: a file with a checkpoint, as /api/v1/checkpoint gives it. The proof's"
              + " head has to be the block after those that it speaks of.")
  private Optional<Path> checkpoint = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Whose signature on the checkpoint you trust: name+id+key, a node's \"log\" or"
              + " \"witness\" of /api/v1/checkpoint/keys.")
  private Optional<NoteKey> key = Optional.empty();

  @Option(
      names = "--operator",
      paramLabel = "ADDRESS",
      description = "Who signs for named accounts on this ledger; a proof does not say.")
  private Optional<Address> operator = Optional.empty();

  @Mixin private final EthereumOptions ethereum = new EthereumOptions();

  VerifyProof(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
  }

  @Override
  public Integer call() {
    ethereum.refuseHalves(spec);
    switch (ProofFile.read(SmallFile.read(outside.directory().resolve(file)))) {
      case ProofFile.Inclusion(var proof, var told) -> {
        var trusted = trusted(told);
        refuse(proof.fault(trusted.head(proof.head(), Optional.of(proof.ledger())), operator));
        told.ifPresent(EthereumMember::refuseIfItFails);
        tell(proof, trusted, told);
      }
      case ProofFile.Consistency(var proof) -> {
        var trusted = trusted(Optional.empty());
        refuse(proof.fault(trusted.head(proof.second(), ledger(proof))));
        tell(proof, trusted);
      }
    }
    return Exit.DONE.code();
  }

  private Trusted trusted(Optional<EthereumMember> told) {
    boolean isNoted = checkpoint.isPresent() || key.isPresent();
    if (ethereum.isAsked() && !isNoted) {
      return ethereum.vouch(told).beside(head);
    }
    if (!ethereum.isAsked() && head.isPresent() && !isNoted) {
      return new Trusted.Head(head.get());
    }
    if (!ethereum.isAsked() && head.isEmpty() && checkpoint.isPresent() && key.isPresent()) {
      var note = SmallFile.read(outside.directory().resolve(checkpoint.get()));
      return Trusted.Noted.read(note, key.get());
    }
    throw new ParameterException(
        spec.commandLine(),
        "Either --head is needed, or --checkpoint together with --key, or Ethereum.");
  }

  /** A consistency proof says which ledger it is of only where it begins with the first block. */
  private static Optional<Hash> ledger(ConsistencyProof proof) {
    return Optional.of(proof.first())
        .filter(first -> first.header().index() == 1)
        .map(ProvedBlock::hash);
  }

  private static void refuse(Optional<ProofFault> fault) {
    fault.ifPresent(f -> {
      throw Failure.refused(
          "PROOF_FAILS", "It does not show that it " + f.rule() + ". " + f.detail());
    });
  }

  private void tell(InclusionProof proof, Trusted trusted, Optional<EthereumMember> told) {
    var missing = missing(proof, trusted, told);
    if (root.json()) {
      var answer =
          Json.object()
              .put("holds", true)
              .put("genesis", proof.ledger().toString())
              .put("transaction", proof.transaction().id().toString())
              .put("block", proof.block().header().index())
              .put("blockHash", proof.block().hash().toString())
              .put("position", proof.position())
              .put("head", proof.head().hash().toString());
      proof.signer().ifPresent(signer -> answer.put("signer", signer.shown()));
      trusted.put(answer);
      missing.forEach(answer.putArray("notShown")::add);
      Words.say(spec, answer);
      return;
    }
    Words.say(
        spec,
        "The proof holds.",
        "Shown:     " + what(proof.transaction().content()) + signed(proof),
        "           stands in " + named(proof.block()) + ",",
        "           as number " + (proof.position() + 1) + " of " + proof.count() + ",",
        "           of the chain that ends with " + named(proof.head()),
        "           of the ledger " + proof.ledger() + ".",
        "Against:   " + trusted.words("the head") + ".");
    missing.forEach(line -> Words.say(spec, "Not shown: " + line));
  }

  private static String what(Content content) {
    return switch (content) {
      case Transfer t ->
          "a transfer of %s %s from %s to %s"
              .formatted(t.amount(), t.asset(), t.from().shown(), t.to().shown());
      case Post p -> "a post" + p.from().map(from -> " of " + from.shown()).orElse(" of nobody");
      case Reward r -> "a reward of %s %s to %s".formatted(r.amount(), r.asset(), r.to().shown());
      case Allocation a ->
          "a starting balance of %s %s for %s".formatted(a.amount(), a.asset(), a.to().shown());
    };
  }

  private static String signed(InclusionProof proof) {
    return proof.signer().map(signer -> ", signed by " + signer.shown() + ",").orElse("");
  }

  private static String named(ProvedBlock block) {
    return "block " + block.header().index() + " " + block.hash();
  }

  private List<String> missing(
      InclusionProof proof, Trusted trusted, Optional<EthereumMember> told) {
    var missing = new ArrayList<>(trusted.missing());
    if (told.isPresent() && !ethereum.isAsked()) {
      missing.add("that Ethereum knows the head, as the file says; --ethereum-… ask for that.");
    }
    if (operator.isEmpty() && proof.debtor().map(a -> !a.isWallet()).orElse(false)) {
      missing.add("that who signed is the ledger's operator; --operator says who that is.");
    }
    missing.add("that this chain is the one that counts.");
    missing.add("that it was accepted when it says.");
    missing.add("what happened later.");
    return missing;
  }

  private void tell(ConsistencyProof proof, Trusted trusted) {
    if (root.json()) {
      var answer =
          Json.object()
              .put("holds", true)
              .put("first", proof.first().hash().toString())
              .put("second", proof.second().hash().toString());
      trusted.put(answer);
      Words.say(spec, answer);
      return;
    }
    Words.say(
        spec,
        "The proof holds.",
        "Shown:     the chain up to " + named(proof.first()),
        "           is the beginning of the one up to " + named(proof.second()) + ".",
        "Against:   " + trusted.words("the second head") + ".",
        "Not shown: that this chain is the one that counts.");
  }
}
