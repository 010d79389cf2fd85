package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;

/** An Ethereum node in memory, for a test to change between calls. It notes what it was asked. */
final class FakeNode implements EthereumNode {

  long chainId = 31_337;
  Word genesis = hash(0xa0);
  Instant headTime;
  boolean isSyncing;
  boolean isAway;
  boolean hasNoFinalized;
  boolean refusesAll;
  long connections = 1;
  Optional<EthereumReceipt> receipt = Optional.empty();
  final Map<Long, Word> hashes = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  /** What happens after the next call. */
  Runnable afterwards = () -> {};

  FakeNode(Instant headTime) {
    this.headTime = headTime;
  }

  static Word hash(int number) {
    return Word.parse("0x" + String.format("%064x", number)).orElseThrow();
  }

  /** How often it was asked for this. */
  long count(String what) {
    return asked.stream().filter(what::equals).count();
  }

  private <T> NodeAnswer<T> answer(String what, Supplier<T> value) {
    asked.add(what);
    var answer = isAway ? new NodeAnswer.Away<T>("The node is not there.") : say(value);
    var next = afterwards;
    afterwards = () -> {};
    next.run();
    return answer;
  }

  private <T> NodeAnswer<T> say(Supplier<T> value) {
    return refusesAll
        ? new NodeAnswer.Refused<>(-32_005, "too many calls", Optional.empty())
        : new NodeAnswer.Got<>(value.get());
  }

  @Override
  public NodeAnswer<String> client() {
    return answer("client", () -> "fake/1");
  }

  @Override
  public NodeAnswer<Long> chainId() {
    return answer("chainId", () -> chainId);
  }

  @Override
  public NodeAnswer<Boolean> isSyncing() {
    return answer("syncing", () -> isSyncing);
  }

  @Override
  public NodeAnswer<Optional<EthereumBlock>> block(BlockTag tag) {
    if (hasNoFinalized && tag.equals(BlockTag.FINALIZED)) {
      return new NodeAnswer.Refused<>(-32_602, "unknown block", Optional.empty());
    }
    return answer("block " + tag, () -> Optional.of(made(tag)));
  }

  private EthereumBlock made(BlockTag tag) {
    long number = tag.number().orElse(tag.equals(BlockTag.FINALIZED) ? 5 : 10);
    var hash = number == 0 ? genesis : hashes.getOrDefault(number, hash((int) number));
    return new EthereumBlock(
        number, hash, hash(0), headTime, 0, BigInteger.ZERO, BigInteger.ZERO, Optional.empty());
  }

  @Override
  public NodeAnswer<BigInteger> balance(Address account) {
    return answer("balance", () -> BigInteger.TEN);
  }

  @Override
  public NodeAnswer<Long> nonce(Address account, BlockTag tag) {
    return answer("nonce " + tag, () -> tag.equals(BlockTag.PENDING) ? 4L : 3L);
  }

  @Override
  public NodeAnswer<Optional<EthereumTransaction>> transaction(Word hash) {
    return answer(
        "transaction",
        () ->
            Optional.of(
                new EthereumTransaction(
                    hash,
                    new Address("0x" + "a".repeat(40)),
                    Optional.empty(),
                    BigInteger.ZERO,
                    0,
                    BigInteger.ZERO,
                    "0x")));
  }

  @Override
  public NodeAnswer<Optional<EthereumReceipt>> receipt(Word hash) {
    return answer("receipt", () -> receipt);
  }

  @Override
  public NodeAnswer<Optional<List<EthereumTransaction>>> transactionsIn(BlockTag tag) {
    return answer("transactions in " + tag, () -> Optional.of(List.of()));
  }

  @Override
  public NodeAnswer<String> code(Address address) {
    return answer("code", () -> "0x");
  }

  @Override
  public NodeAnswer<BigInteger> tip() {
    return answer("tip", () -> BigInteger.ONE);
  }

  @Override
  public NodeAnswer<BigInteger> gas(Address from, EthereumOrder order) {
    return answer("gas", () -> BigInteger.valueOf(21_000));
  }

  @Override
  public NodeAnswer<Word> send(String raw) {
    return answer("send", () -> Word.ZERO);
  }

  @Override
  public long connections() {
    return connections;
  }

  @Override
  public NodeAnswer<Optional<byte[]>> header(Word block) {
    return answer("header", Optional::empty);
  }

  @Override
  public NodeAnswer<StateProof> proof(Address account, List<Word> slots, long block) {
    return answer("proof", () -> new StateProof(List.of(), List.of(List.of(), List.of())));
  }

  @Override
  public NodeAnswer<Optional<List<EthereumLog>>> logs(Word transaction) {
    return answer("logs", Optional::empty);
  }
}
