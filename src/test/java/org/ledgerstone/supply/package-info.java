/** What the jar is made of, and that it can be made again. */
@org.jspecify.annotations.NullUnmarked
package org.ledgerstone.supply;
