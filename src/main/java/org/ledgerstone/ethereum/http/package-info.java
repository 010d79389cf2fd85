/** The calls about Ethereum under {@code /api/v1/ethereum}. */
@NullMarked
package org.ledgerstone.ethereum.http;

import org.jspecify.annotations.NullMarked;
