package org.ledgerstone.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;

/** A row of blocks: a block of the chain that counts, without its transactions. */
@Entity
@Table(name = "blocks")
class Block {

  @Id
  @Column(name = "\"index\"")
  private long index;

  private String previousHash = "";

  @Column(name = "\"timestamp\"")
  private String timestamp = "";

  @Column(length = 20_000)
  private String data = "";

  private String hash = "";
  private String historyRoot = "";
  private @Nullable String miner;
  private int transactionCount;
  private String merkleRoot = "";
  private int difficulty;

  @Column(precision = 20)
  private BigDecimal nonce = BigDecimal.ZERO;

  private @Nullable String seal;

  @Column(precision = 38)
  private BigDecimal work = BigDecimal.ZERO;

  /** For JPA. */
  protected Block() {}

  static Block of(SealedBlock block, BigInteger work) {
    var header = block.header();
    var row = new Block();
    row.index = header.index();
    row.previousHash = header.previous().toString();
    row.timestamp = header.time().toString();
    row.data = block.data();
    row.hash = block.hash().toString();
    row.historyRoot = header.history().toString();
    row.miner = header.miner().map(Address::text).orElse(null);
    row.transactionCount = header.count();
    row.merkleRoot = header.merkleRoot().toString();
    row.difficulty = header.difficulty();
    row.nonce = new BigDecimal(Long.toUnsignedString(header.nonce()));
    row.seal = block.seal().map(Signature::toString).orElse(null);
    row.work = new BigDecimal(work);
    return row;
  }

  /**
   * The block as it was sealed, without its transactions.
   *
   * @throws BrokenLedgerException if the row does not hash to what it says
   */
  StoredBlock stored() {
    var header =
        new Header(
            index,
            Hash.parse(previousHash).orElseThrow(this::broken),
            Hash.parse(historyRoot).orElseThrow(this::broken),
            Time.parse(timestamp).orElseThrow(this::broken),
            Optional.ofNullable(miner).map(Address::new),
            transactionCount,
            Hash.parse(merkleRoot).orElseThrow(this::broken),
            data.isEmpty() ? "-" : Hash.ofText(data).toString(),
            difficulty,
            Long.parseUnsignedLong(nonce.toBigIntegerExact().toString()));
    var computed = header.hash();
    if (!computed.toString().equals(hash)) {
      throw broken();
    }
    return new StoredBlock(
        header,
        computed,
        data,
        Optional.ofNullable(seal).map(s -> Signature.fromHex(s).orElseThrow(this::broken)),
        work.toBigIntegerExact());
  }

  private BrokenLedgerException broken() {
    return new BrokenLedgerException("Block " + index + " does not hash to " + hash);
  }
}
