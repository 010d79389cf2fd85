/** What the inner loops of the protocol cost, timed by JMH: no test, and nothing fails here. */
@NullMarked
package org.ledgerstone.bench.jmh;

import org.jspecify.annotations.NullMarked;
