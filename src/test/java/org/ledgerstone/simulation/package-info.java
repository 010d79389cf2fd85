/**
 * Several nodes in one JVM, with simulated time and a simulated network: a seed is a history, and
 * the same seed is the same history again.
 */
@NullMarked
package org.ledgerstone.simulation;

import org.jspecify.annotations.NullMarked;
