/**
 * What the owner has set, from the environment or {@code .env}: read, checked and handed on under
 * Spring's names. Genesis files too. Works without Spring, for the command line.
 */
@ApplicationModule(allowedDependencies = "protocol")
@NullMarked
package org.ledgerstone.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
