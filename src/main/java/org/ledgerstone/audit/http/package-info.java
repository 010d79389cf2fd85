/** The calls of the audit room under {@code /api/v1}. */
@NullMarked
package org.ledgerstone.audit.http;

import org.jspecify.annotations.NullMarked;
