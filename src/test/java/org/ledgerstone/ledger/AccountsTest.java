package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;

/** What is said of an account, by itself and in the list of all. */
class AccountsTest {

  private static final WalletKey ANN = TestKeys.key(3);
  private static final Address BOB = TestKeys.wallet(4);

  @ParameterizedTest
  @EnumSource
  void whatIsPendingWithoutANumberMovesTheBalanceAndNotTheNonce(TestDatabase.Kind kind) {
    var genesis = new TestGenesis().allocate("COIN", ANN.address(), 100).allocate("COIN", BOB, 10);
    try (var ledger = SharedLedgers.begin(kind, genesis.build())) {
      ledger.admit(ledger.signed("COIN", ANN, BOB, 7, 0));
      ledger.admit(ledger.seedForm(ledger.transfer("COIN", ANN.address(), BOB, 20, 0), ANN));

      var accounts = ledger.get(Accounts.class);
      var ann = balance(ANN.address(), 100, 0, 27, 1);
      var bob = balance(BOB, 10, 27, 0, 0);
      assertThat(accounts.balance(ann.account())).isEqualTo(ann);
      assertThat(accounts.balance(bob.account())).isEqualTo(bob);
      assertThat(accounts.after(0, 10)).extracting(Accounts.Listed::balance).contains(ann, bob);
    }
  }

  private static Balance balance(Address address, long valid, long in, long out, long nextNonce) {
    return new Balance(
        new AccountId(address, new Asset("COIN")),
        BigInteger.valueOf(valid),
        BigInteger.valueOf(in),
        BigInteger.valueOf(out),
        nextNonce);
  }
}
