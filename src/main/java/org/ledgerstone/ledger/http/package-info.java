/** The ledger's calls under {@code /api/v1}. */
@NullMarked
package org.ledgerstone.ledger.http;

import org.jspecify.annotations.NullMarked;
