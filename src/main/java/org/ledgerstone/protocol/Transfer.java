package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Moves an amount of one asset from one account to another.
 *
 * @param ledger the genesis hash of the ledger that is meant
 * @param nonce counts the sender's transfers of this asset from 0; empty for the seed form, which
 *     does not count
 * @param until the Unix second after which it can no longer be sealed, 0 for no end
 * @param memo what it is for, possibly empty
 */
public record Transfer(
    Hash ledger,
    Asset asset,
    Address from,
    Address to,
    Amount amount,
    OptionalLong nonce,
    long until,
    String memo)
    implements Content {

  /** The greatest nonce and block index: 2^53 − 1. */
  public static final long NONCE_MAX = (1L << 53) - 1;

  /** The last Unix second of the year 9999. */
  public static final long UNTIL_MAX = 253_402_300_799L;

  /** Whether this is the first document's form, signed as seed text. */
  public boolean isSeedForm() {
    return nonce.isEmpty();
  }

  /** The same transfer with this nonce. */
  public Transfer numbered(long number) {
    return new Transfer(ledger, asset, from, to, amount, OptionalLong.of(number), until, memo);
  }

  /** Whether its end lies before the given moment. */
  public boolean hasEnded(Time time) {
    return until != 0 && until * 1000 < time.millis();
  }

  @Override
  public List<String> texts() {
    return List.of(memo);
  }

  @Override
  public Optional<String> textFault() {
    return TextKind.MEMO.fault(memo).map(fault -> "memo: it " + fault);
  }

  @Override
  public String contentText() {
    return "ledgerstone transfer 1\nledger "
        + ledger
        + "\nasset "
        + asset
        + "\nfrom "
        + from
        + "\nto "
        + to
        + "\namount "
        + amount
        + "\nnonce "
        + (nonce.isPresent() ? Long.toString(nonce.getAsLong()) : "-")
        + "\nuntil "
        + until
        + "\nmemo "
        + TextKind.commitment(memo)
        + "\n";
  }
}
