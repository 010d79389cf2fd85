package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Standing;

class KeptStandingsTest {

  private final KeptStandings<Available> kept = new KeptStandings<>(Available::new, 10);

  private static AccountId account(int number) {
    return new AccountId(new Address("users:" + number), BlockFixture.COIN);
  }

  private static Available available(String units, long nonce, long pending) {
    return new Available(new Standing(new BigInteger(units), nonce), pending);
  }

  private void put(int account, Available available) {
    kept.put(account(account), available.standing(), available.pending());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999999999999999",
        "-99999999999999999999999999999999999999",
        "170141183460469231731687303715884105727"
      })
  void givesBackWhatItWasGiven(String units) {
    put(1, available(units, 1L << 53, 7));
    assertThat(kept.get(account(1))).isEqualTo(available(units, 1L << 53, 7));
  }

  @Test
  void keepsNothingThatDoesNotFit() {
    put(1, available("5", 0, 0));
    put(1, available("170141183460469231731687303715884105728", 0, 0));
    assertThat(kept.get(account(1))).isNull();
  }

  /** What was given out before does not change with it. */
  @Test
  void overwrites() {
    put(1, available("5", 0, 1));
    var before = kept.get(account(1));
    put(1, available("3", 1, 2));
    assertThat(kept.get(account(1))).isEqualTo(available("3", 1, 2));
    assertThat(before).isEqualTo(available("5", 0, 1));
    assertThat(kept.get(account(2))).isNull();
  }

  @Test
  void replacesTheStandingOfWhatIsKept() {
    put(1, available("5", 0, 7));
    kept.replace(account(1), new Standing(new BigInteger("-18446744073709551616"), 3));
    assertThat(kept.get(account(1))).isEqualTo(available("-18446744073709551616", 3, 7));
    kept.replace(account(2), Standing.NEW);
    assertThat(kept.get(account(2))).isNull();
    kept.replace(account(1), new Standing(BigInteger.TWO.pow(127), 4));
    assertThat(kept.get(account(1))).isNull();
  }

  @Test
  void keepsWhatIsUsedAndLosesTheRest() {
    for (int account = 0; account < 100; account++) {
      put(account, available("" + account, account, 0));
      assertThat(kept.get(account(0))).isEqualTo(available("0", 0, 0));
      put(1, available("1000", account, account));
    }
    assertThat(kept.get(account(1))).isEqualTo(available("1000", 99, 99));
    assertThat(kept.get(account(99))).isEqualTo(available("99", 99, 0));
    for (int account = 2; account < 80; account++) {
      assertThat(kept.get(account(account))).isNull();
    }
  }

  @Test
  void forgetsWhereverItIsKept() {
    for (int account = 0; account < 15; account++) {
      put(account, available("7", 0, 0));
    }
    put(2, available("8", 0, 0)); // In both halves now.
    for (int account : new int[] {0, 2, 14}) {
      kept.remove(account(account));
      assertThat(kept.get(account(account))).isNull();
    }
    assertThat(kept.get(account(1))).isEqualTo(available("7", 0, 0));
    kept.clear();
    assertThat(kept.get(account(1))).isNull();
    assertThat(kept.get(account(13))).isNull();
  }
}
