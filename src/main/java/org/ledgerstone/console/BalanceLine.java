package org.ledgerstone.console;

/** What an account holds of one asset, written as people read it. */
record BalanceLine(
    String address,
    String addressShort,
    String asset,
    String valid,
    String pendingIn,
    String pendingOut,
    String balance,
    String available,
    long nextNonce) {}
