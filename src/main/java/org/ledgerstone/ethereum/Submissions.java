package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitOutcome.KeyReused;
import org.ledgerstone.ethereum.SubmitOutcome.Refused;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Durability;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.protocol.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What this ledger wants to happen on Ethereum: each order is kept together with its nonce in one
 * database transaction, and is brought about by the {@link Submitter} of whichever instance has the
 * lease. What there is already is in the {@link SubmissionBook}. Thread-safe.
 *
 * <p>Its methods throw a {@link org.springframework.dao.DataAccessException} if the database does
 * not answer.
 */
public final class Submissions {

  /** So many may be on their way. */
  static final int OPEN_MAX = 100;

  /** No transaction may use more (EIP-7825). */
  static final long GAS_MAX = 1 << 24;

  /** The number of Ethereum's main chain. */
  static final long MAIN_CHAIN = 1;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(Submissions.class);

  private final EthereumChain chain;
  private final Address account;
  private final boolean mayWriteToMainChain;
  private final SubmitSettings settings;
  private final SubmissionTable table;
  private final SignerTable signers;
  private final SchemaLevel schema;
  private final TransactionTemplate transaction;
  private final Durability durability;
  private final Clock clock;

  Submissions(
      EthereumChain chain,
      Address account,
      boolean mayWriteToMainChain,
      SubmitSettings settings,
      SubmissionTable table,
      SignerTable signers,
      SchemaLevel schema,
      TransactionTemplate transaction,
      Durability durability,
      Clock clock) {
    this.chain = chain;
    this.account = account;
    this.mayWriteToMainChain = mayWriteToMainChain;
    this.settings = settings;
    this.table = table;
    this.signers = signers;
    this.schema = schema;
    this.transaction = transaction;
    this.durability = durability;
    this.clock = clock;
  }

  /** Keeps an order, to happen once: the same again is the one that is kept already. */
  public SubmitOutcome submit(EthereumOrder order) {
    return submit(order, Companion.none());
  }

  /**
   * Keeps an order, and in the same database transaction what belongs to it.
   *
   * @param companion asked, and told, only if the order is new
   */
  public SubmitOutcome submit(EthereumOrder order, Companion<EthereumSubmission> companion) {
    var given = given(order);
    if (given.isPresent()) {
      return given.get();
    }
    return switch (chain.read(node -> Quote.of(node, account, order))) {
      case NotRead<Quote>(var code, var detail) -> new Refused(code, detail);
      case Read<Quote>(var quote) when isLocked() ->
          new Refused(
              EthereumRefusal.ETHEREUM_LOCKED,
              "Set ETHEREUM_CHAIN_ID=1 if this ledger is to spend real ether.");
      case Read<Quote>(var quote) ->
          objection(order, quote).orElseGet(() -> keep(order, quote, companion));
    };
  }

  private Optional<SubmitOutcome> given(EthereumOrder order) {
    return table
        .find(order.idempotencyKey())
        .map(kept ->
            kept.order().equals(order) && kept.from().equals(account)
                ? new Kept(kept, false)
                : new KeyReused(kept));
  }

  private boolean isLocked() {
    var view = chain.view();
    boolean isReady = view.state() == ChainView.State.READY;
    return isLocked(isReady ? view.chain().orElseThrow().id() : MAIN_CHAIN);
  }

  /** Whether nothing may be written to the chain with this number. */
  boolean isLocked(long chainId) {
    return !mayWriteToMainChain && chainId == MAIN_CHAIN;
  }

  private Optional<SubmitOutcome> objection(EthereumOrder order, Quote quote) {
    if (!quote.failure().isEmpty()) {
      return refused(EthereumRefusal.ETHEREUM_REVERTS, quote.failure());
    }
    if (quote.baseFee().isEmpty()) {
      return refused(
          EthereumRefusal.ETHEREUM_NO_BASE_FEE,
          "Its newest block has no baseFeePerGas (EIP-1559): it is a chain for reading only.");
    }
    var least = quote.gas().map(gas -> gas.multiply(quote.baseFee().get()).add(order.value()));
    if (least.isEmpty() || least.get().compareTo(quote.balance()) > 0) {
      return refused(
          EthereumRefusal.ETHEREUM_FUNDS,
          "%s has %s wei; value and fee are %s at least."
              .formatted(account.shown(), quote.balance(), least.orElse(order.value())));
    }
    return limit(quote).compareTo(BigInteger.valueOf(GAS_MAX)) > 0
        ? refused(
            EthereumRefusal.ETHEREUM_GAS,
            "It needs %s gas; no transaction may use more than %d."
                .formatted(quote.gas().orElseThrow(), GAS_MAX))
        : Optional.empty();
  }

  private static Optional<SubmitOutcome> refused(EthereumRefusal code, String detail) {
    return Optional.of(new Refused(code, detail));
  }

  /** A quarter more than it would use now, for it may be mined after something else. */
  private static BigInteger limit(Quote quote) {
    var gas = quote.gas().orElseThrow();
    return gas.add(gas.shiftRight(2));
  }

  private SubmitOutcome keep(
      EthereumOrder order, Quote quote, Companion<EthereumSubmission> companion) {
    if (signers.find(account).isEmpty()) {
      if (quote.pendingNonce() != quote.nonce()) {
        return new Refused(
            EthereumRefusal.ETHEREUM_ACCOUNT_BUSY,
            "%s has transactions waiting that are not this ledger's. Let them be mined first."
                .formatted(account.shown()));
      }
      schema.require();
      signers.begin(account, quote.nonce());
    }
    var outcome = transaction.execute(status -> keepLocked(order, quote, companion));
    if (outcome instanceof Kept) {
      durability.sync();
    }
    return outcome;
  }

  private SubmitOutcome keepLocked(
      EthereumOrder order, Quote quote, Companion<EthereumSubmission> companion) {
    var signer = signers.lock(account);
    schema.require();
    var given = given(order);
    if (given.isPresent()) {
      return given.get();
    }
    if (!companion.stillWanted()) {
      return new Refused(EthereumRefusal.ETHEREUM_BUSY, "Another instance was quicker.");
    }
    var costMax = limit(quote).multiply(settings.feeCap()).add(order.value());
    return forbidden(signer, quote, costMax)
        .orElseGet(() -> {
          var kept =
              table.insert(
                  order,
                  account,
                  signer.nextNonce(),
                  limit(quote).longValueExact(),
                  costMax,
                  clock.instant());
          signers.setNextNonce(account, signer.nextNonce() + 1);
          companion.happened(kept);
          return new Kept(kept, true);
        });
  }

  private Optional<SubmitOutcome> forbidden(
      SignerTable.Signer signer, Quote quote, BigInteger costMax) {
    var halted = signers.halted(account);
    if (halted.isPresent() || quote.nonce() > signer.nextNonce()) {
      return refused(
          EthereumRefusal.ETHEREUM_HALTED,
          halted.orElseGet(() -> foreignUse(quote.nonce(), signer.nextNonce())));
    }
    if (table.countOpen(account) >= OPEN_MAX) {
      return refused(
          EthereumRefusal.ETHEREUM_BUSY,
          OPEN_MAX + " submissions are on their way. Wait until one of them is final.");
    }
    var spent = spent();
    return spent.add(costMax).compareTo(settings.dailyCap()) > 0
        ? refused(
            EthereumRefusal.ETHEREUM_DAILY_CAP,
            "It costs at most %s wei, and of ETHEREUM_DAILY_CAP, %s, the last 24 hours take %s."
                .formatted(costMax, settings.dailyCap(), spent))
        : Optional.empty();
  }

  /** What is said of an account with more transactions than this ledger has made. */
  String foreignUse(long onChain, long given) {
    return ("%s has sent %d transactions, and this ledger has given the nonces below %d only."
            + " Somebody else uses the key, or the database is an older copy.")
        .formatted(account.shown(), onChain, given);
  }

  private BigInteger spent() {
    return table.spentSince(account, clock.instant().minus(DAY));
  }

  /**
   * Goes on after a halt: the operator has seen why. What lost its nonce to somebody else gets a
   * new one, and the next nonce is at least the chain's. Changes nothing where nothing is halted.
   *
   * @return why not; empty if it goes on
   */
  public Optional<Refused> resume() {
    return switch (chain.read(node -> node.nonce(account, BlockTag.LATEST))) {
      case NotRead<Long>(var code, var detail) -> Optional.of(new Refused(code, detail));
      case Read<Long>(var nonce) -> {
        transaction.executeWithoutResult(status -> resumeLocked(nonce));
        durability.sync();
        yield Optional.empty();
      }
    };
  }

  private void resumeLocked(long onChain) {
    if (signers.find(account).isEmpty()) {
      return;
    }
    long given = signers.lock(account).nextNonce();
    schema.require();
    if (onChain > given && signers.halted(account).isEmpty()) {
      signers.halt(account, foreignUse(onChain, given), clock.instant());
    }
    if (signers.halted(account).isEmpty()) {
      return;
    }
    long next = Math.max(given, onChain);
    for (var one : table.open(account)) {
      if (one.state() == SubmissionState.TAKEN) {
        table.update(one, Moves.accepted(one, next), clock.instant());
        next++;
      }
    }
    signers.setNextNonce(account, next);
    signers.lift(account, clock.instant());
    log.warn("Ethereum: signing for {} goes on, with the nonce {}", account.shown(), next);
  }

  /** The same for whoever looks, with how the submitter of this instance is. */
  SubmitterView view(SubmitterView.State state, String detail) {
    var signer = signers.find(account);
    return new SubmitterView(
        state,
        detail,
        signer.map(known -> OptionalLong.of(known.nextNonce())).orElseGet(OptionalLong::empty),
        table.countOpen(account),
        spent(),
        settings.dailyCap());
  }
}
