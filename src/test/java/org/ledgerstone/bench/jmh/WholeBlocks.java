package org.ledgerstone.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a block of ten thousand transfers costs to commit to. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class WholeBlocks {

  private static final int COUNT = 10_000;

  private List<Transaction> transactions = List.of();
  private List<Hash> leaves = List.of();

  /** Ten thousand transfers that differ in their nonces, under one signature. */
  @Setup
  public void fill() {
    Rules rules = BlockFixture.rules(BlockFixture.genesis());
    var bob = BlockFixture.BOB.address();
    transactions =
        IntStream.range(0, COUNT)
            .parallel()
            .mapToObj(nonce ->
                BlockFixture.transfer(rules, BlockFixture.ALICE, bob, 3, nonce)
                    .acceptedAt(new Time(1_767_225_600_000L)))
            .toList();
    leaves = transactions.stream().map(Transaction::leaf).toList();
  }

  @Benchmark
  public Hash rootOverTenThousandLeaves() {
    return MerkleTree.root(leaves);
  }

  @Benchmark
  public Hash leavesAndRootOfTenThousand() {
    return SealedBlock.merkleRoot(transactions);
  }
}
