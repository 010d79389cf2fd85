/**
 * Accounts, pool and blocks in SQL: how a pending transaction becomes permanent. The only writer of
 * these tables. Start reading at {@link org.ledgerstone.ledger.Admission}, then {@link
 * org.ledgerstone.ledger.Sealing}.
 */
@ApplicationModule(allowedDependencies = {"access", "protocol", "settings", "web"})
@NullMarked
package org.ledgerstone.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
