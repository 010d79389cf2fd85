package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.ethereum.SubmitOutcome.Refused;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.TrustedAnchor;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorContract;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Word;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the newest head to Ethereum when it is time, one at a time; keeps what shows an anchor as
 * soon as it is final, and has this node hold fast to the anchored block if the owner wants that.
 */
public final class Anchoring {

  /** How long it waits after something did not come about. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Anchoring.class);

  private final EthereumChain ethereum;
  private final Submissions submissions;
  private final AnchorTable table;
  private final AnchorSettings settings;
  private final Address account;
  private final Hash ledger;
  private final Chain chain;
  private final TrustedAnchor trusted;
  private final Clock clock;
  private Instant pausedUntil = Instant.MIN;
  private String said = "";

  Anchoring(
      EthereumChain ethereum,
      Submissions submissions,
      AnchorTable table,
      AnchorSettings settings,
      Address account,
      Hash ledger,
      Chain chain,
      TrustedAnchor trusted,
      Clock clock) {
    this.ethereum = ethereum;
    this.submissions = submissions;
    this.table = table;
    this.settings = settings;
    this.account = account;
    this.ledger = ledger;
    this.chain = chain;
    this.trusted = trusted;
    this.clock = clock;
  }

  /**
   * Does what is due.
   *
   * @throws org.springframework.dao.DataAccessException if the database does not answer
   */
  void round() {
    if (isFinalHere()) {
      table.highestFinal().ifPresent(this::trust);
    }
    if (isPaused()) {
      return;
    }
    table.lackingEvidence().forEach(this::keepEvidence);
    if (settings.isOn()) {
      next().ifPresent(this::anchor);
    }
  }

  /** Also where the clock was set back. */
  private boolean isPaused() {
    var now = clock.instant();
    return now.isBefore(pausedUntil) && now.isAfter(pausedUntil.minus(PAUSE.multipliedBy(2)));
  }

  private boolean isFinalHere() {
    return settings.isFinal().orElseGet(() -> !chain.rulesInForce().miners().isEmpty());
  }

  private void trust(Anchor anchor) {
    boolean isNew = trusted.index().stream().allMatch(index -> index < anchor.index());
    if (isNew) {
      if (trusted.trust(anchor.index(), anchor.hash())) {
        log.info("Block {} is anchored on Ethereum for good, and final here", anchor.index());
      } else {
        say(
            "Block %d %s is anchored on Ethereum for good, and another one stands on the chain."
                .formatted(anchor.index(), anchor.hash()));
      }
    }
  }

  /** The head that is to be anchored now. */
  private Optional<AnchorCalldata> next() {
    var last = table.newest();
    if (last.filter(one -> !one.submission().state().isEnd()).isPresent()) {
      return Optional.empty();
    }
    var head = chain.head();
    long from = last.map(Anchor::index).orElse(1L);
    return head.index() > from && isDue(head.index() - from, last)
        ? Optional.of(new AnchorCalldata(ledger, head.index(), head.hash()))
        : Optional.empty();
  }

  private boolean isDue(long blocks, Optional<Anchor> last) {
    return settings.everyBlocks().stream().anyMatch(count -> blocks >= count)
        || settings.every().filter(time -> isOver(time, last)).isPresent();
  }

  /** Also where the clock was set back. */
  private boolean isOver(Duration time, Optional<Anchor> last) {
    var now = clock.instant();
    return last.map(one -> one.submission().accepted())
        .map(since -> now.isBefore(since) || !now.minus(time).isBefore(since))
        .orElse(true);
  }

  private void anchor(AnchorCalldata head) {
    var refused = contractFault().or(() -> submit(head));
    refused.ifPresentOrElse(this::pause, () -> said = "");
  }

  private Optional<String> submit(AnchorCalldata head) {
    var view = ethereum.view();
    return view.state() == ChainView.State.READY
        ? submit(head, view.chain().orElseThrow().id())
        : Optional.of(view.detail());
  }

  private Optional<String> submit(AnchorCalldata head, long chainId) {
    var outcome =
        submissions.submit(
            order(head),
            new Companion<>() {
              @Override
              public boolean stillWanted() {
                return next().isPresent();
              }

              @Override
              public void happened(EthereumSubmission made) {
                table.insert(made.id(), chainId, head.index(), head.head(), settings.contract());
              }
            });
    return switch (outcome) {
      case SubmitOutcome.Kept kept -> Optional.empty();
      case SubmitOutcome.KeyReused reused ->
          Optional.of("Submission " + reused.other().id() + " has the name of an anchor.");
      case Refused(var code, var detail) -> Optional.of(code + ": " + detail);
    };
  }

  private EthereumOrder order(AnchorCalldata head) {
    var data =
        settings.contract().isPresent()
            ? AnchorContract.call(head.ledger(), head.index(), head.head())
            : head.encode();
    return new EthereumOrder(
        Optional.of(settings.contract().orElse(account)),
        BigInteger.ZERO,
        "0x" + HexFormat.of().formatHex(data),
        EthereumOrder.ANCHOR_KEY + head.index() + "-" + head.head());
  }

  /** A contract with other code may keep anything, and no proof of its anchors holds. */
  private Optional<String> contractFault() {
    return settings
        .contract()
        .flatMap(contract ->
            switch (ethereum.read(node -> node.code(contract))) {
              case NotRead<String>(var code, var detail) -> Optional.of(detail);
              case Read<String>(var code) ->
                  codeHash(code).equals(AnchorContract.CODE_HASH)
                      ? Optional.empty()
                      : Optional.of(
                          "At LEDGER_ANCHOR_CONTRACT, %s, is not the anchor contract."
                              .formatted(contract.shown()));
            });
  }

  private static Word codeHash(String code) {
    return Word.keccak(HexFormat.of().parseHex(code, 2, code.length()));
  }

  private void keepEvidence(Anchor anchor) {
    var mined = anchor.submission().mined().orElseThrow();
    var wanted =
        new AnchorEvidenceSource.Mined(
            new AnchorCalldata(ledger, anchor.index(), anchor.hash()),
            anchor.chainId(),
            anchor.submission().from(),
            anchor.contract(),
            mined.transaction(),
            mined.number(),
            mined.block());
    switch (ethereum.read(node -> new AnchorEvidenceSource(node).collect(wanted))) {
      case Read<AnchorEvidence>(var evidence) ->
          evidence.inContract().ifPresent(kept -> table.keep(anchor.id(), kept));
      case NotRead<AnchorEvidence>(var code, var detail) -> pause(detail);
    }
  }

  private void pause(String why) {
    pausedUntil = clock.instant().plus(PAUSE);
    say("Nothing is anchored on Ethereum now: " + why);
  }

  /** The same is said once. */
  private void say(String words) {
    if (!words.equals(said)) {
      said = words;
      log.warn("{}", words);
    }
  }
}
