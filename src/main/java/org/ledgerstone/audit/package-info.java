/**
 * The audit room: what an outsider needs to believe nothing. Proofs for those who hold a head, and
 * the whole chain as a file.
 */
@ApplicationModule(
    allowedDependencies = {"access", "ledger", "peers", "protocol", "settings", "web"})
@NullMarked
package org.ledgerstone.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
