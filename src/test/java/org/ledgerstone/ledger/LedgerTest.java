package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestNode;

class LedgerTest {

  private static final Address BOB = new Address("users:bob");

  @ParameterizedTest
  @EnumSource
  void sealsWhatItAdmits(TestDatabase.Kind kind) {
    var database = TestDatabase.of(kind);
    try (var node = TestNode.startWithoutWeb(database, Map.of())) {
      var sealing = node.get(Sealing.class);
      assertThat(sealing.seal("first", Companion.none())).isInstanceOf(SealOutcome.Sealed.class);
      var wallet = node.get(NodeWallet.class);
      var rules = node.get(RuleBook.class).inForceAt(2);
      var transfer =
          new Transfer(
              rules.ledger(),
              rules.nativeAsset(),
              wallet.address(),
              new Address("users:bob"),
              Amount.of(3),
              OptionalLong.empty(),
              0,
              "rent");
      var admission = node.get(Admission.class);
      assertThat(admission.admit(wallet.draft(transfer, rules), Companion.none()))
          .isInstanceOf(Verdict.Accepted.class);
      assertThat(admission.admit(wallet.sign(transfer.numbered(0), rules), Companion.none()))
          .isInstanceOf(Verdict.Repeated.class);
      assertThat(admission.admit(wallet.sign(transfer.numbered(5), rules), Companion.none()))
          .isInstanceOf(Verdict.Rejected.class);
      assertThat(sealing.seal("second", Companion.none())).isInstanceOf(SealOutcome.Sealed.class);
      assertThat(admission.admit(wallet.sign(transfer.numbered(0), rules), Companion.none()))
          .isInstanceOf(Verdict.Repeated.class);
      Invariants.check(node);
    }
    Invariants.check(database, new RuleBook(Genesis.standard()));
    try (var node = TestNode.startWithoutWeb(database, Map.of())) {
      assertThat(node.get(ChainReader.class).head().index()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void asksForMoreRowsThanOneArrayHolds(TestDatabase.Kind kind) {
    try (var ledger =
        SharedLedgers.begin(kind, new TestGenesis().allocate("COIN", BOB, 7).build())) {
      var accounts =
          IntStream.range(0, 70_000)
              .mapToObj(i -> new AccountId(new Address("account-" + i), new Asset("COIN")))
              .collect(Collectors.toCollection(ArrayList::new));
      accounts.add(new AccountId(BOB, new Asset("COIN")));
      var standings = ledger.get(StandingTable.class).sealed(accounts);
      assertThat(standings).hasSize(70_001).containsEntry(accounts.getFirst(), SealedAccount.NEW);
      assertThat(standings.get(accounts.getLast()).standing().spendable()).isEqualTo(7);

      var ids = accounts.stream().map(account -> Hash.ofText(account.toString())).toList();
      assertThat(ledger.get(PoolTable.class).held(ids)).isEmpty();
    }
  }
}
