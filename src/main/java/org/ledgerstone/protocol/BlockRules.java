package org.ledgerstone.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ledgerstone.protocol.BlockRefused.Blame;

/**
 * When a block is valid. {@link #IN_ORDER} is the protocol: the rules by name, in the order in
 * which they are asked; the first refusal wins. Touches nothing.
 */
public final class BlockRules {

  /** How far a block's time may lie ahead of the node's clock, in milliseconds. */
  public static final long AHEAD_MAX_MILLIS = 120_000;

  /** How many bytes of texts a block may carry: 4 MiB. */
  public static final long TEXT_BYTES_MAX = 4L << 20;

  /** What the header and its seal show by themselves; it comes first. */
  private static final List<Rule> OF_THE_HEADER =
      List.of(
          new Rule("is well-formed", Blame.HASH, BlockRules::isWellFormed),
          new Rule("stands on its parent", Blame.NOBODY, BlockRules::standsOnItsParent),
          new Rule("counts on from its parent", Blame.HASH, BlockRules::countsOn),
          new Rule("holds the whole history", Blame.HASH, BlockRules::holdsTheHistory),
          new Rule("keeps the interval", Blame.HASH, BlockRules::keepsTheInterval),
          new Rule("shows its work", Blame.HASH, BlockRules::showsItsWork),
          new Rule("is sealed by its miner", Blame.MESSAGE, BlockRules::isSealedByItsMiner),
          new Rule("is its miner's turn", Blame.HASH, BlockRules::isItsMinersTurn),
          new Rule("is not from the future", Blame.NOBODY, BlockRules::isNotFromTheFuture),
          new Rule("keeps the block limit", Blame.HASH, BlockRules::keepsTheLimit));

  /** What the body shows without the state of the accounts. */
  private static final List<Rule> OF_THE_BODY =
      List.of(
          new Rule("is what the header commits to", Blame.MESSAGE, BlockRules::isCommittedTo),
          new Rule("has proper texts", Blame.HASH, BlockRules::hasProperTexts),
          new Rule("pays the reward once", Blame.HASH, BlockRules::paysTheReward),
          new Rule("is authorised throughout", Blame.HASH, BlockRules::isAuthorised));

  /** What can be judged without the state of the accounts. */
  private static final List<Rule> APART =
      Stream.concat(OF_THE_HEADER.stream(), OF_THE_BODY.stream()).toList();

  private static final List<Rule> IN_STATE =
      List.of(
          new Rule("repeats no transaction", Blame.HASH, BlockRules::repeatsNothing),
          new Rule("holds nothing that has ended", Blame.HASH, BlockRules::holdsNothingEnded),
          new Rule("dates its transactions", Blame.HASH, BlockRules::datesItsTransactions),
          new Rule("can be applied in order", Blame.HASH, BlockRules::canBeApplied),
          new Rule("conserves value", Blame.HASH, BlockRules::conservesValue));

  private static final List<Rule> IN_ORDER =
      Stream.concat(APART.stream(), IN_STATE.stream()).toList();

  private record Rule(String name, Blame blame, Function<Case, Optional<Refused>> check) {}

  /** A block before its judges. What it does to the accounts is worked out once, when asked. */
  private static final class Case {

    private final SealedBlock block;
    private final Ancestors ancestors;
    private final Rules rules;
    private final Time now;
    private final Predicate<Order> alreadyAuthorised;
    private final Header parent;
    private Optional<StateChange> change = Optional.empty();

    /** Of whose orders none is known. */
    Case(SealedBlock block, Ancestors ancestors, Rules rules, Time now) {
      this(block, ancestors, rules, now, order -> false);
    }

    Case(
        SealedBlock block,
        Ancestors ancestors,
        Rules rules,
        Time now,
        Predicate<Order> alreadyAuthorised) {
      this.block = block;
      this.ancestors = ancestors;
      this.rules = rules;
      this.now = now;
      this.alreadyAuthorised = alreadyAuthorised;
      this.parent = ancestors.parent();
    }

    SealedBlock block() {
      return block;
    }

    Header header() {
      return block.header();
    }

    Ancestors ancestors() {
      return ancestors;
    }

    Header parent() {
      return parent;
    }

    Rules rules() {
      return rules;
    }

    Time now() {
      return now;
    }

    boolean isAlreadyAuthorised(Order order) {
      return alreadyAuthorised.test(order);
    }

    StateChange change() {
      if (change.isEmpty()) {
        change =
            Optional.of(
                StateChange.of(block.transactions(), ancestors::standing, block.header().time()));
      }
      return change.get();
    }
  }

  private BlockRules() {}

  /** The names of the rules, in order. */
  public static List<String> names() {
    return IN_ORDER.stream().map(Rule::name).toList();
  }

  /**
   * Judges a block.
   *
   * @param rules those in force at its parent
   * @param now the node's clock
   * @return the first rule that it breaks; empty if it is valid
   */
  public static Optional<BlockRefused> judge(
      SealedBlock block, Ancestors ancestors, Rules rules, Time now) {
    return firstBroken(IN_ORDER, new Case(block, ancestors, rules, now));
  }

  /**
   * Judges only what the header and its seal show by themselves: link, history, time, work, seal
   * and turn. Enough to know whether a body is worth asking for.
   */
  public static Optional<BlockRefused> judgeHeader(
      Header header, Optional<Signature> seal, Ancestors ancestors, Rules rules, Time now) {
    var alone = new SealedBlock(header, seal, "", List.of());
    return firstBroken(OF_THE_HEADER, new Case(alone, ancestors, rules, now));
  }

  /**
   * Judges only what can be seen without the state of the accounts: header, seal, commitments,
   * reward and authorizations. Enough to keep a block that is not on the chain that counts.
   */
  public static Optional<BlockRefused> judgeApart(
      SealedBlock block, Ancestors ancestors, Rules rules, Time now) {
    return firstBroken(APART, new Case(block, ancestors, rules, now));
  }

  /**
   * Judges as {@link #judgeApart(SealedBlock, Ancestors, Rules, Time)} does, but recovers no signer
   * twice.
   *
   * @param alreadyAuthorised whether {@link OrderRules} have passed this order here before, under
   *     the same rules: the same id with the same authorization, as orders are equal. Believed for
   *     the rule about authorizations and for no other; asked by several threads at once.
   */
  public static Optional<BlockRefused> judgeApart(
      SealedBlock block,
      Ancestors ancestors,
      Rules rules,
      Time now,
      Predicate<Order> alreadyAuthorised) {
    return firstBroken(APART, new Case(block, ancestors, rules, now, alreadyAuthorised));
  }

  /**
   * Judges what {@link #judgeApart} leaves: ids, dates, nonces, balances, totals. What the block
   * does to the accounts is worked out on the way, so it is handed back.
   */
  public static BlockInState judgeInState(
      SealedBlock block, Ancestors ancestors, Rules rules, Time now) {
    var at = new Case(block, ancestors, rules, now);
    return firstBroken(IN_STATE, at)
        .<BlockInState>map(BlockInState.Refused::new)
        .orElseGet(() -> new BlockInState.Fits(at.change()));
  }

  private static Optional<BlockRefused> firstBroken(List<Rule> asked, Case at) {
    return asked.stream()
        .flatMap(rule ->
            rule.check().apply(at).stream()
                .map(refused -> new BlockRefused(rule.name(), refused, rule.blame())))
        .findFirst();
  }

  private static Optional<Refused> isWellFormed(Case at) {
    if (at.header().miner().filter(Address::isWallet).isEmpty()) {
      return no(Refusal.MALFORMED, "miner: a wallet account");
    }
    var data = at.header().data();
    return data.equals("-") || Hash.parse(data).isPresent()
        ? yes()
        : no(Refusal.MALFORMED, "data: a hash, or - where there is none");
  }

  private static Optional<Refused> standsOnItsParent(Case at) {
    var parentHash = at.ancestors().parentHash();
    return at.header().previous().equals(parentHash)
        ? yes()
        : no(Refusal.PARENT_UNKNOWN, "The previous hash must be " + parentHash);
  }

  private static Optional<Refused> countsOn(Case at) {
    long expected = at.parent().index() + 1;
    return at.header().index() == expected
        ? yes()
        : no(Refusal.INDEX_WRONG, "The index must be " + expected);
  }

  private static Optional<Refused> holdsTheHistory(Case at) {
    var expected = at.ancestors().historyRoot();
    return at.header().history().equals(expected)
        ? yes()
        : no(Refusal.HISTORY_WRONG, "The history root must be " + expected);
  }

  private static Optional<Refused> keepsTheInterval(Case at) {
    long interval = at.rules().intervalMillis();
    return at.header().time().millis() - at.parent().time().millis() >= interval
        ? yes()
        : no(
            Refusal.BLOCK_TOO_SOON,
            "The time must be at least " + interval + " ms after " + at.parent().time());
  }

  private static Optional<Refused> showsItsWork(Case at) {
    int difficulty = at.rules().difficulty();
    if (at.header().difficulty() != difficulty) {
      return no(Refusal.DIFFICULTY_WRONG, "The difficulty must be " + difficulty);
    }
    return ProofOfWork.isShownBy(at.header(), at.block().hash())
        ? yes()
        : no(Refusal.PROOF_OF_WORK_MISSING, "The hash needs " + difficulty + " leading zero bits");
  }

  private static Optional<Refused> isSealedByItsMiner(Case at) {
    var signer = at.block().seal().flatMap(seal -> seal.signerOf(at.block().hash().bytes()));
    return signer.isPresent() && signer.equals(at.header().miner())
        ? yes()
        : Optional.of(Refusal.SEAL_INVALID.plainly());
  }

  private static Optional<Refused> isItsMinersTurn(Case at) {
    return at.header().miner().flatMap(miner -> mayMine(miner, at.ancestors(), at.rules()));
  }

  /** Why this miner cannot make the next block on these ancestors; empty if it can. */
  public static Optional<Refused> mayMine(Address miner, Ancestors ancestors, Rules rules) {
    if (rules.miners().isEmpty()) {
      return yes();
    }
    if (!rules.miners().contains(miner)) {
      return no(Refusal.MINER_NOT_LISTED, miner.shown() + " is not a listed miner");
    }
    int rest = rules.restOfAMiner();
    return ancestors.latestMiners(rest).contains(miner)
        ? no(Refusal.MINER_TOO_SOON, "A miner lets " + rest + " blocks of others pass")
        : yes();
  }

  private static Optional<Refused> isNotFromTheFuture(Case at) {
    return at.header().time().millis() <= at.now().millis() + AHEAD_MAX_MILLIS
        ? yes()
        : no(Refusal.BLOCK_FROM_THE_FUTURE, "This node's clock says " + at.now());
  }

  private static Optional<Refused> keepsTheLimit(Case at) {
    int limit = at.rules().blockLimit();
    return at.header().count() >= 1 && at.header().count() <= limit
        ? yes()
        : no(Refusal.TRANSACTION_COUNT_WRONG, "A block holds 1 to " + limit + " transactions");
  }

  private static Optional<Refused> isCommittedTo(Case at) {
    var transactions = at.block().transactions();
    var root = SealedBlock.merkleRoot(transactions);
    if (transactions.size() != at.header().count() || !root.equals(at.header().merkleRoot())) {
      return no(
          Refusal.MERKLE_ROOT_WRONG,
          "These are " + transactions.size() + " transactions with the root " + root);
    }
    if (!texts(at).allMatch(TextKind::hasBytes)) {
      return no(Refusal.TEXT_WRONG, "A text with a lone surrogate has no bytes to commit to");
    }
    var data = TextKind.commitment(at.block().data());
    return at.header().data().equals(data)
        ? yes()
        : no(Refusal.TEXT_WRONG, "The data hashes to " + data);
  }

  private static Stream<String> texts(Case at) {
    return Stream.concat(
        Stream.of(at.block().data()),
        at.block().transactions().stream().flatMap(t -> t.content().texts().stream()));
  }

  private static Optional<Refused> hasProperTexts(Case at) {
    var dataFault = TextKind.DATA.fault(at.block().data());
    if (dataFault.isPresent()) {
      return no(Refusal.TEXT_INVALID, "data: it " + dataFault.get());
    }
    var textFault =
        at.block().transactions().stream()
            .flatMap(
                t -> t.content().textFault().map(fault -> t.id() + ": " + fault + ".").stream())
            .findFirst();
    if (textFault.isPresent()) {
      return textFault.map(Refusal.TEXT_INVALID::because);
    }
    return at.block().textBytes() <= TEXT_BYTES_MAX
        ? yes()
        : Optional.of(Refusal.BLOCK_TOO_LARGE.plainly());
  }

  private static Optional<Refused> paysTheReward(Case at) {
    var transactions = at.block().transactions();
    var expected =
        at.header()
            .miner()
            .flatMap(miner -> reward(at.rules(), miner, at.header().index()))
            .map(reward -> Transaction.unsigned(reward, at.header().time()));
    boolean paid = expected.map(transactions.getFirst()::equals).orElse(true);
    boolean once =
        afterReward(at).stream().noneMatch(transaction -> transaction.content() instanceof Reward);
    return paid && once ? yes() : Optional.of(Refusal.REWARD_WRONG.plainly());
  }

  /** The reward that a block of this index pays its miner; empty where there is none. */
  public static Optional<Reward> reward(Rules rules, Address miner, long index) {
    return rules
        .reward()
        .map(amount -> new Reward(rules.ledger(), rules.nativeAsset(), miner, amount, index));
  }

  private static List<Transaction> afterReward(Case at) {
    var transactions = at.block().transactions();
    return transactions.subList(at.rules().reward().isPresent() ? 1 : 0, transactions.size());
  }

  private static Optional<Refused> repeatsNothing(Case at) {
    var seen = new HashSet<Hash>();
    return afterReward(at).stream()
        .map(Transaction::id)
        .filter(id -> !seen.add(id) || at.ancestors().holds(id))
        .findFirst()
        .map(id -> Refusal.TRANSACTION_REPEATED.because(id + " stands on this chain already"));
  }

  private static Optional<Refused> holdsNothingEnded(Case at) {
    return afterReward(at).stream()
        .filter(
            t -> t.content() instanceof Transfer transfer && transfer.hasEnded(at.header().time()))
        .findFirst()
        .map(t -> Refusal.TRANSACTION_EXPIRED.because(t.id() + " had ended"));
  }

  private static Optional<Refused> datesItsTransactions(Case at) {
    return afterReward(at).stream()
        .filter(t ->
            t.accepted().isAfter(at.header().time()) || at.rules().since().isAfter(t.accepted()))
        .findFirst()
        .map(t -> Refusal.ACCEPTED_TIME_WRONG.because(t.id() + " is dated " + t.accepted()));
  }

  private static Optional<Refused> isAuthorised(Case at) {
    var transactions = afterReward(at);
    return IntStream.range(0, transactions.size())
        .parallel()
        .filter(i -> !at.isAlreadyAuthorised(transactions.get(i).order()))
        .mapToObj(i ->
            OrderRules.judge(transactions.get(i).order(), at.rules())
                .map(r -> r.code().because(transactions.get(i).id() + ": " + r.detail())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Refused> canBeApplied(Case at) {
    var change = at.change();
    return change
        .fault()
        .map(r ->
            r.code()
                .because(at.block().transactions().get(change.applied()).id() + ": " + r.detail()));
  }

  private static Optional<Refused> conservesValue(Case at) {
    return conservesValue(at.change(), at.rules());
  }

  static Optional<Refused> conservesValue(StateChange change, Rules rules) {
    return rules.assets().stream()
        .filter(asset -> !change.growthOf(asset).equals(rules.growthPerBlock(asset)))
        .findFirst()
        .map(asset -> Refusal.TOTAL_WRONG.because("The total of " + asset + " is wrong"));
  }

  private static Optional<Refused> yes() {
    return Optional.empty();
  }

  private static Optional<Refused> no(Refusal code, String detail) {
    return Optional.of(code.because(detail + "."));
  }
}
