/** A browser for tests: what a person sees of the pages, and what goes wrong in them. */
@NullMarked
package org.ledgerstone.browser;

import org.jspecify.annotations.NullMarked;
