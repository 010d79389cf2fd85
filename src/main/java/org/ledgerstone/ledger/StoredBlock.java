package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Signature;

/**
 * A block of the chain that counts, without its transactions.
 *
 * @param seal empty for genesis
 * @param work the sum of 2^difficulty over the blocks after genesis, up to this one
 */
public record StoredBlock(
    Header header, Hash hash, String data, Optional<Signature> seal, BigInteger work) {}
