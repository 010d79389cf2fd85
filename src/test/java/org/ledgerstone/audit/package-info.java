/** What an auditor is given beside the ledger: SQL to read it with, and a second verifier. */
@NullMarked
package org.ledgerstone.audit;

import org.jspecify.annotations.NullMarked;
