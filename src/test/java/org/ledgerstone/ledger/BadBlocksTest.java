package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRefused.Blame;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;

/** Only what a hash commits to is remembered, and so many hashes. */
class BadBlocksTest {

  private static final int HASHES_MAX = 10_000;
  private static final BlockRefused WHY =
      new BlockRefused("shows its work", Refusal.PROOF_OF_WORK_MISSING.plainly(), Blame.HASH);

  private final BadBlocks bad = new BadBlocks();
  private final ChainInMemory chain = new ChainInMemory(BlockFixture.genesis());
  private final SealedBlock block = chain.next().block();

  private void rememberOthers(int count) {
    for (int i = 0; i < count; i++) {
      bad.remember(Hash.ofText("other " + i), WHY);
    }
  }

  @Test
  void areForgottenWhenThereAreTooManyTheOldestFirst() {
    bad.remember(block.hash(), WHY);
    rememberOthers(HASHES_MAX - 1);
    assertThat(bad.find(block)).hasValue(WHY);
    bad.remember(Hash.ofText("one too many"), WHY);
    assertThat(bad.find(block)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Blame.class,
      names = {"MESSAGE", "NOBODY"})
  void areNoneThatMayBeGoodInAnotherMessage(Blame blame) {
    bad.remember(block.hash(), new BlockRefused(WHY.rule(), WHY.refused(), blame));
    assertThat(bad.find(block)).isEmpty();
  }

  @Test
  void condemnAllThatStandOnThem() {
    bad.remember(block.hash(), WHY);
    chain.accept(block);
    var child = chain.next().block();
    chain.accept(child);
    var refused = bad.find(child).orElseThrow();
    assertThat(refused.refused().code()).isEqualTo(Refusal.PARENT_INVALID);
    assertThat(refused.refused().detail()).contains(WHY.refused().detail());
    assertThat(bad.find(chain.next().block()).orElseThrow().refused().code())
        .isEqualTo(Refusal.PARENT_INVALID);
  }
}
