/**
 * Who may call what. Without a secret: this machine only, and everyone on it is admin, but no web
 * page is. With one: whoever brings a token. Knows {@code web} for its answers and {@code
 * settings}.
 */
@ApplicationModule(allowedDependencies = {"web", "settings"})
@NullMarked
package org.ledgerstone.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
