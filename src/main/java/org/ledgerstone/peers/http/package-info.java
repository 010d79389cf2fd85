/** The calls about other nodes, and those that other nodes make. */
@NullMarked
package org.ledgerstone.peers.http;

import org.jspecify.annotations.NullMarked;
