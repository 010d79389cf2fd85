package org.ledgerstone.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;

/** A row of accounts: what an account holds in blocks. For reading; sealing moves it by sets. */
@Entity
@Table(name = "accounts")
class Account {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  private String address = "";
  private String asset = "";

  @Column(precision = 38)
  private BigDecimal valid = BigDecimal.ZERO;

  private long nextNonce;

  /** For JPA. */
  protected Account() {}

  long id() {
    return id;
  }

  AccountId accountId() {
    return new AccountId(new Address(address), new Asset(asset));
  }

  BigInteger valid() {
    return valid.toBigIntegerExact();
  }

  long nextNonce() {
    return nextNonce;
  }
}
