package org.ledgerstone.processes;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;

/** A key whose owner sends one transfer after the other and knows which the next one is. */
final class Wallet {

  private static final int KEYED = 10;
  private static final String RIVAL = "instead";

  private final WalletKey key;
  private final Rules rules;
  private final List<Address> receivers;
  private long sent;

  Wallet(WalletKey key, Rules rules, List<Address> receivers) {
    this.key = key;
    this.rules = rules;
    this.receivers = receivers.stream().filter(r -> !r.equals(key.address())).toList();
  }

  Address address() {
    return key.address();
  }

  /** How many transfers there are of it. */
  long sent() {
    return sent;
  }

  /** The next transfer, signed; every tenth calls itself by a name. */
  Request next(RandomGenerator random) {
    long nonce = sent++;
    return request(nonce, random, random.nextInt(3) == 0 ? "rent " + nonce : "");
  }

  /** Another one with the nonce of the last: only one of the two can ever count. */
  Request rival(RandomGenerator random) {
    return request(sent - 1, random, RIVAL);
  }

  private Request request(long nonce, RandomGenerator random, String memo) {
    var transfer =
        new Transfer(
            rules.ledger(),
            rules.nativeAsset(),
            key.address(),
            receivers.get(random.nextInt(receivers.size())),
            Amount.of(1 + random.nextInt(9)),
            OptionalLong.of(nonce),
            0,
            memo);
    var signature = key.sign(rules.typedData().digest(transfer));
    var id = new Order(transfer, Authorization.signed(Scheme.TYPED_DATA, signature)).id();
    var body =
        """
        {"kind":"transfer","from":"%s","to":"%s","amount":"%s","nonce":%d,"memo":"%s","signature":"%s"}\
        """
            .formatted(
                transfer.from(),
                transfer.to(),
                transfer.amount(),
                nonce,
                transfer.memo(),
                signature);
    return new Request(
        "/api/v1/transactions",
        body,
        nonce % KEYED == 0 && !memo.equals(RIVAL)
            ? Optional.of(key.address() + " " + nonce)
            : Optional.empty(),
        Optional.of(id.toString()));
  }
}
