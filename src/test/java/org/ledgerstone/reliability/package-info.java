/**
 * What the tests of a build have tried and how it went, as the page {@code docs/RELIABILITY.md}.
 */
package org.ledgerstone.reliability;
