/**
 * The paths of the three founding documents, word for word, over the same ledger and the same
 * peers. {@code /chain} and {@code /mine} are shared by the second and the third.
 */
@ApplicationModule(
    allowedDependencies = {"access", "ledger", "peers", "protocol", "settings", "web"})
@NullMarked
package org.ledgerstone.tutorial;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
