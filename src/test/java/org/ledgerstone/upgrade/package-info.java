/** What an earlier version has left is taken over by this one. */
@org.jspecify.annotations.NullUnmarked
package org.ledgerstone.upgrade;
