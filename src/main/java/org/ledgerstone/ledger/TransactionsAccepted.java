package org.ledgerstone.ledger;

import java.util.List;
import org.ledgerstone.protocol.Order;

/**
 * Orders have become pending, durably, or are so again after a change of chain. Only a hint, as
 * {@link BlockAppended} is.
 *
 * @param orders in order of acceptance
 */
public record TransactionsAccepted(List<Order> orders) {}
