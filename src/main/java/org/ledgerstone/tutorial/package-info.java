/**
 * The paths of the founding documents, word for word, over the same ledger. Here are those of the
 * first document.
 */
@ApplicationModule(allowedDependencies = {"access", "ledger", "protocol", "web"})
@NullMarked
package org.ledgerstone.tutorial;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
