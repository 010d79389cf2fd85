package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProofOfWorkTest {

  private static final int HOPELESS = 200;

  @ParameterizedTest(name = "difficulty {0}")
  @ValueSource(ints = {0, 1, 4, 9, 10, 12, 16})
  void findsANonceWhoseHashShowsTheWork(int difficulty) {
    var unmined = header(difficulty);
    var mined = ProofOfWork.mine(unmined, () -> false).orElseThrow();

    assertThat(ProofOfWork.isShownBy(mined, mined.hash())).isTrue();
    assertThat(mined.hash().leadingZeroBits()).isGreaterThanOrEqualTo(difficulty);
    assertThat(mined).isEqualTo(unmined.withNonce(mined.nonce()));
  }

  @Test
  void takesTheFirstNonceWhereThereIsNoDifficulty() {
    assertThat(ProofOfWork.mine(header(0).withNonce(5), () -> false)).contains(header(0));
  }

  /** Whether the nonce's digits stand in the last SHA-256 block or fill the one before it. */
  @Test
  void findsANonceWhereverABlockOfTheHashEnds() {
    for (int length = 1; length <= 64; length++) {
      var unmined = withData("-".repeat(length), header(8));
      var mined = ProofOfWork.mine(unmined, () -> false).orElseThrow();

      assertThat(ProofOfWork.isShownBy(mined, mined.hash())).as("length %d", length).isTrue();
      assertThat(mined).isEqualTo(unmined.withNonce(mined.nonce()));
    }
  }

  @ParameterizedTest
  @CsvSource({"ff, 0", "80, 0", "7f, 1", "01, 7", "0080, 8", "0001, 15", "000001, 23"})
  void countsLeadingZeroBits(String firstDigits, int zeros) {
    var hash = Hash.parse(firstDigits + "f".repeat(64 - firstDigits.length())).orElseThrow();

    assertThat(hash.leadingZeroBits()).isEqualTo(zeros);
    assertThat(ProofOfWork.isShownBy(header(zeros), hash)).isTrue();
    assertThat(ProofOfWork.isShownBy(header(zeros + 1), hash)).isFalse();
  }

  @Test
  void countsAllBitsOfZeros() {
    assertThat(Hash.ZERO.leadingZeroBits()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "16, 65536", "64, 18446744073709551616"})
  void standsForTwoToTheDifficulty(int difficulty, BigInteger work) {
    assertThat(ProofOfWork.of(difficulty)).isEqualTo(work);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, 9223372036854775808",
    "-1, 18446744073709551615"
  })
  void writesTheNonceWithoutSign(long nonce, String digits) {
    assertThat(header(1).withNonce(nonce).text()).endsWith("\nnonce " + digits + "\n");
  }

  @ParameterizedTest(name = "difficulty {0}")
  @ValueSource(ints = {9, HOPELESS})
  void beginsNothingWhereItShallStop(int difficulty) {
    assertThat(ProofOfWork.mine(header(difficulty), () -> true)).isEmpty();
  }

  @Test
  void stopsWhenItIsTold() throws InterruptedException {
    var stop = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    var result = new AtomicReference<Optional<Header>>();
    var mining = mineHopelessly(begun, stop, result);
    assertThat(mining.join(Duration.ofMillis(50))).isFalse();

    stop.set(true);

    assertThat(mining.join(Duration.ofSeconds(20))).isTrue();
    assertThat(result.get()).isEmpty();
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var result = new AtomicReference<Optional<Header>>();
    var mining = mineHopelessly(begun, new AtomicBoolean(), result);

    mining.interrupt();

    assertThat(mining.join(Duration.ofSeconds(20))).isTrue();
    assertThat(result.get()).isEmpty();
  }

  @Test
  void leavesTheInterruptForItsCaller() throws InterruptedException {
    var interrupted = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    var mining =
        Thread.ofPlatform()
            .start(() -> {
              ProofOfWork.mine(header(HOPELESS), begins(begun, new AtomicBoolean()));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    mining.interrupt();

    assertThat(mining.join(Duration.ofSeconds(20))).isTrue();
    assertThat(interrupted).isTrue();
  }

  private static Thread mineHopelessly(
      CountDownLatch begun, AtomicBoolean stop, AtomicReference<Optional<Header>> result)
      throws InterruptedException {
    var mining =
        Thread.ofPlatform()
            .start(() -> result.set(ProofOfWork.mine(header(HOPELESS), begins(begun, stop))));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    return mining;
  }

  private static BooleanSupplier begins(CountDownLatch begun, AtomicBoolean stop) {
    return () -> {
      begun.countDown();
      return stop.get();
    };
  }

  private static Header withData(String data, Header header) {
    return new Header(
        header.index(),
        header.previous(),
        header.history(),
        header.time(),
        header.miner(),
        header.count(),
        header.merkleRoot(),
        data,
        header.difficulty(),
        header.nonce());
  }

  private static Header header(int difficulty) {
    return SealedBlock.header(
        2,
        Hash.ofText("parent"),
        Hash.ofText("history"),
        new Time(1),
        BlockFixture.MINER.address(),
        List.of(),
        "",
        difficulty);
  }
}
