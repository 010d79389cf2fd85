/**
 * What the owner has set, from the environment or {@code .env}: read, checked and handed on under
 * Spring's names. Knows no other room; works without Spring too, for the command line.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.ledgerstone.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
