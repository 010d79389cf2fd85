package org.ledgerstone.bench.jmh;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one transfer costs on its way in: read, hashed, recovered, judged. Everything is a fresh
 * object in each turn, as it is for a request, so that nothing remembered makes it look cheap.
 *
 * <p>Run {@link #main} with the class path of the tests; a pattern chooses among the benchmarks of
 * this package, such as {@code mine} or {@code InnerLoops.judge}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class InnerLoops {

  private static final Rules RULES = BlockFixture.rules(BlockFixture.genesis());
  private static final Order SIGNED =
      BlockFixture.transfer(RULES, BlockFixture.ALICE, BlockFixture.BOB.address(), 3, 0);
  private static final Transfer TRANSFER = (Transfer) SIGNED.content();
  private static final Signature SIGNATURE = SIGNED.authorization().signature().orElseThrow();
  private static final Time ACCEPTED = new Time(1_767_225_600_000L);

  private final String from = BlockFixture.ALICE.address().shown();
  private final String to = BlockFixture.BOB.address().shown();
  private final String toInLowerCase = to.toLowerCase(Locale.ROOT);
  private final String signature = SIGNATURE.toString();
  private final String id = SIGNED.id().toString();
  private final byte[] digest = RULES.typedData().digest(TRANSFER);
  private final Transaction transaction = SIGNED.acceptedAt(ACCEPTED);

  /** Times what the pattern fits, or everything. */
  public static void main(String[] arguments) throws RunnerException {
    var pattern = arguments.length == 0 ? ".*" : arguments[0];
    new Runner(
            new OptionsBuilder()
                .include(
                    InnerLoops.class.getPackageName().replace(".", "\\.") + ".*" + pattern + ".*")
                .build())
        .run();
  }

  @Benchmark
  public Optional<Address> parseCheckedAddress() {
    return Address.parse(from);
  }

  @Benchmark
  public Optional<Address> parseLowerCaseAddress() {
    return Address.parse(toInLowerCase);
  }

  @Benchmark
  public Optional<Address> parseName() {
    return Address.parse("users:alice");
  }

  @Benchmark
  public Optional<Amount> parseAmount() {
    return Amount.parse("1234567890");
  }

  @Benchmark
  public Optional<Hash> parseHash() {
    return Hash.parse(id);
  }

  @Benchmark
  public Optional<Signature> parseSignature() {
    return Signature.handedIn(signature);
  }

  @Benchmark
  public Hash contentId() {
    return TRANSFER.id();
  }

  /** Of accounts whose shown form nobody has asked for yet. */
  @Benchmark
  public byte[] typedDataDigest() {
    return RULES.typedData().digest(transferOf(address(toInLowerCase), address(toInLowerCase)));
  }

  @Benchmark
  public Hash leaf() {
    return transaction.leaf();
  }

  @Benchmark
  public String time() {
    return ACCEPTED.toString();
  }

  @Benchmark
  public Optional<Address> recover() {
    return SIGNATURE.signerOf(digest);
  }

  /** All that comes before the recovery: what our own code has to answer for. */
  @Benchmark
  public byte[] readAndDigest() {
    var order = orderFromTexts();
    var transfer = (Transfer) order.content();
    if (OrderRules.judgeUnsigned(transfer, RULES).isPresent()) {
      throw new IllegalStateException("The transfer is fine");
    }
    return RULES.typedData().digest(transfer);
  }

  /** What a request's thread does with the texts of a transfer before it knocks at the pool. */
  @Benchmark
  public Optional<Refused> readAndJudge() {
    return OrderRules.judge(orderFromTexts(), RULES);
  }

  private Order orderFromTexts() {
    var transfer = transferOf(address(from), address(to));
    var signed = Signature.handedIn(signature).orElseThrow();
    return new Order(transfer, Authorization.signed(Scheme.TYPED_DATA, signed));
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private static Transfer transferOf(Address from, Address to) {
    return new Transfer(
        RULES.ledger(),
        Asset.parse("COIN").orElseThrow(),
        from,
        to,
        Amount.parse("3").orElseThrow(),
        OptionalLong.of(0),
        0,
        "");
  }
}
