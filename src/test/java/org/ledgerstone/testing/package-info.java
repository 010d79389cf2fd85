/** What tests of several rooms share: databases, nodes, keys. */
@NullMarked
package org.ledgerstone.testing;

import org.jspecify.annotations.NullMarked;
