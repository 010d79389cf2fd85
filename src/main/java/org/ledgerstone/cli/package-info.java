/**
 * The words on the command line: wallets, signing, sending, making blocks and tokens, the files of
 * a new ledger. Speaks to a server over HTTP only and runs without Spring; a node of Ethereum is
 * asked only where a verifier names one.
 */
@ApplicationModule(allowedDependencies = {"ethereum", "protocol", "settings"})
@NullMarked
package org.ledgerstone.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
