package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.Hash;

class WalletsTest {

  private final Wallets wallets = new Wallets(50);

  @Test
  void signsAsTheKeyWould() {
    for (int i = 0; i < wallets.count(); i++) {
      for (int message = 0; message < 10; message++) {
        var digest = Hash.ofText("message " + message).bytes();
        assertThat(wallets.sign(i, digest).signerOf(digest)).contains(wallets.address(i));
      }
    }
  }

  @Test
  void hasTheSameAccountsEveryTime() {
    assertThat(new Wallets(50).address(49)).isEqualTo(wallets.address(49));
    assertThat(wallets.address(49)).isEqualTo(Wallets.key(49).address());
    var different = new HashSet<String>();
    for (int i = 0; i < wallets.count(); i++) {
      different.add(wallets.shown(i));
    }
    assertThat(different).hasSize(50);
  }
}
