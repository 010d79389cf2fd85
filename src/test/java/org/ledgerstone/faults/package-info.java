/**
 * What breaks around a node: its database, its lines, its disk, its clock. docs/FAULTS.md lists
 * every fault with its test.
 */
@NullMarked
package org.ledgerstone.faults;

import org.jspecify.annotations.NullMarked;
