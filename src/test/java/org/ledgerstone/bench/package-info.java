/** Measures the packaged service against the database alone and against bare signature checks. */
@NullMarked
package org.ledgerstone.bench;

import org.jspecify.annotations.NullMarked;
