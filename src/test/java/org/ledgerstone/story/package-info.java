/** What people do with a whole service, step by step. */
@NullMarked
package org.ledgerstone.story;

import org.jspecify.annotations.NullMarked;
