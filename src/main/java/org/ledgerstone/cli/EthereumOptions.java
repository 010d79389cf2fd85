package org.ledgerstone.cli;

import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.ethereum.AnchorCheck;
import org.ledgerstone.ethereum.AnchorCheck.Answer;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.EthereumHeader;
import org.ledgerstone.protocol.Proven.NotShown;
import org.ledgerstone.protocol.Proven.Shown;
import org.ledgerstone.protocol.Word;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What of Ethereum a verifier trusts: the hash of a block, or the word of a node. */
final class EthereumOptions {

  @Option(
      names = "--ethereum-block",
      paramLabel = "HASH",
      description =
          "Instead of --head, or beside it: the hash of the block of Ethereum in which the proof's"
              + " head was anchored, from somewhere else than the file. Asks nobody.")
  private Optional<Word> block = Optional.empty();

  @Option(
      names = "--ethereum-rpc",
      paramLabel = "URL",
      description =
          "Instead of --ethereum-block: a node of Ethereum that you trust. It is asked whether the"
              + " anchor stands on its chain for good. No more of the URL is shown than scheme,"
              + " host and port.")
  private Optional<String> rpc = Optional.empty();

  @Option(
      names = "--contract",
      paramLabel = "ADDRESS",
      description = "Where the anchor contract is, if the anchor is in one.")
  private Optional<Address> contract = Optional.empty();

  @Option(
      names = "--anchored-by",
      paramLabel = "ADDRESS",
      description = "Who anchors this ledger; otherwise you are told who did, and may compare.")
  private Optional<Address> by = Optional.empty();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "With --ethereum-rpc: how many blocks have to follow, where the node knows no finalized"
              + " block.")
  private Optional<Long> depth = Optional.empty();

  /** Whether Ethereum is to vouch for the head. */
  boolean isAsked() {
    return block.isPresent() || rpc.isPresent();
  }

  /**
   * Looks whether the options make sense together.
   *
   * @throws ParameterException if they do not
   */
  void refuseHalves(CommandSpec spec) {
    boolean isHalf = !isAsked() && (contract.isPresent() || by.isPresent() || depth.isPresent());
    boolean isTooDeep = depth.isPresent() && (rpc.isEmpty() || depth.get() < 0);
    if (isHalf || isTooDeep || (block.isPresent() && (rpc.isPresent() || contract.isEmpty()))) {
      throw new ParameterException(
          spec.commandLine(),
          "Ethereum vouches by --ethereum-block together with --contract, or by --ethereum-rpc;"
              + " --anchored-by goes with both, --depth N with the second.");
    }
  }

  /**
   * What Ethereum says of the head.
   *
   * @throws Failure if it does not vouch for it, or cannot be asked
   */
  Anchored vouch(Optional<EthereumMember> told) {
    var member = told.orElseThrow(() -> Anchored.fails("The file tells of no anchor on Ethereum."));
    refuseOtherPlace(member);
    return block.map(hash -> offline(member, hash)).orElseGet(() -> asked(member));
  }

  private void refuseOtherPlace(EthereumMember member) {
    var where = member.evidence().inContract().map(InContract::contract);
    if (where.isEmpty() && contract.isPresent()) {
      throw Anchored.fails("It is in a transaction alone, not in a contract.");
    }
    if (where.isPresent() && contract.isEmpty()) {
      throw Anchored.fails(
          "It is in the contract "
              + where.get().shown()
              + "; --contract says which one it has to"
              + " be.");
    }
    if (!where.equals(contract)) {
      throw Anchored.fails("It is in the contract " + where.orElseThrow().shown() + ".");
    }
    var anchorer = member.evidence().by();
    if (by.isPresent() && !by.get().equals(anchorer)) {
      throw Anchored.fails("It is by " + anchorer.shown() + ".");
    }
  }

  private Anchored offline(EthereumMember member, Word hash) {
    return switch (member.evidence().judge(member.anchored(), hash)) {
      case Shown<EthereumHeader>(var header) ->
          Anchored.offline(member, by.isPresent(), header.timeSeconds());
      case NotShown<EthereumHeader>(var fault, var detail) -> throw Anchored.fails(fault, detail);
    };
  }

  private Anchored asked(EthereumMember member) {
    var node =
        AnchorCheck.at(rpc.orElseThrow())
            .orElseThrow(() -> Failure.usage("--ethereum-rpc is no URL of a node."));
    var wanted = depth.map(OptionalLong::of).orElse(OptionalLong.empty());
    return switch (node.of(member.evidence(), member.anchored(), wanted)) {
      case Answer.Stands(var time, var isFinalized) ->
          Anchored.asked(
              member,
              by.isPresent(),
              time,
              (isFinalized ? "final" : "followed by " + depth.orElseThrow() + " or more")
                  + " by the word of "
                  + node.node());
      case Answer.StandsNot(var why) -> throw Anchored.fails(why);
      case Answer.Unanswered(var why) ->
          throw Failure.unreachable("The node " + node.node() + " cannot be asked. " + why);
    };
  }
}
