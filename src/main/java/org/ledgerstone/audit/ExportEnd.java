package org.ledgerstone.audit;

import java.math.BigInteger;
import org.ledgerstone.protocol.Hash;

/** The block that an export ends with, and the work up to it: what its last line says. */
record ExportEnd(long index, Hash hash, BigInteger work) {}
