package org.ledgerstone.ledger;

import java.math.BigInteger;

/** A transaction of an account, and the account's valid balance right after it. */
public record StatementLine(Recorded transaction, BigInteger validAfter) {}
