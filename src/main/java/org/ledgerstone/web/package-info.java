/**
 * What all controllers share: strict JSON in, problems out, paging, idempotency keys, limits. Knows
 * no other room; each room brings its own controllers.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.ledgerstone.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
