/**
 * What a hostile client can send: a table of bad requests as data, the JSON and signature vectors
 * of others, and parsers under mutated input. docs/HARDENING.md tells how to run the long ones.
 */
package org.ledgerstone.hostile;
