package org.ledgerstone.ethereum;

import java.math.BigInteger;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.protocol.Word;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** Signs transactions of type 2 (EIP-1559) through web3j, always for one chain. */
final class TransactionSigner {

  private final Credentials credentials;
  private final Address address;

  TransactionSigner(WalletKey key) {
    this.credentials = Credentials.create(key.secret());
    this.address = key.address();
  }

  /**
   * A signed transaction.
   *
   * @param raw the bytes to send, {@code 0x} and hex digits
   */
  record Signed(Word hash, String raw) {}

  Address address() {
    return address;
  }

  /** Signs what a submission wants. The same twice gives the same bytes (RFC 6979). */
  Signed sign(long chainId, EthereumSubmission submission, Fees fees) {
    var order = submission.order();
    var transaction =
        RawTransaction.createTransaction(
            chainId,
            BigInteger.valueOf(submission.nonce()),
            BigInteger.valueOf(submission.gasLimit()),
            order.to().map(Address::text).orElse(""),
            order.value(),
            order.data(),
            fees.tip(),
            fees.max());
    var bytes = TransactionEncoder.signMessage(transaction, credentials);
    return new Signed(Word.keccak(bytes), Numeric.toHexString(bytes));
  }

  @Override
  public String toString() {
    return "TransactionSigner[" + address.shown() + "]";
  }
}
