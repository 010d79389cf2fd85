/**
 * The other nodes of this ledger: which they are, how they are asked without harm, and what is told
 * them. Trusts none of them: whatever one sends is judged as anybody's.
 */
@ApplicationModule(allowedDependencies = {"access", "ledger", "protocol", "settings", "web"})
@NullMarked
package org.ledgerstone.peers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
