/**
 * What is signed, hashed, linked and accepted: values, transactions, trees, blocks and the rules
 * that decide about them. Plain Java that touches nothing: no SQL, no Spring, no clock.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.ledgerstone.protocol;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
