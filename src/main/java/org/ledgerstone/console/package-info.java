/**
 * The web page: the ledger as people look at it, and what they can do there. Every page is made
 * here, from what the other rooms tell; scripts only bring news and hold keys. Start reading at
 * {@link org.ledgerstone.console.OverviewPage}.
 */
@ApplicationModule(
    allowedDependencies = {
      "access",
      "audit",
      "audit::verify",
      "ethereum",
      "ledger",
      "peers",
      "protocol",
      "settings",
      "web"
    })
@NullMarked
package org.ledgerstone.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
