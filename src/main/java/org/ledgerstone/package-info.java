/** Ledgerstone: one Spring Boot application, one package a room. */
@NullMarked
package org.ledgerstone;

import org.jspecify.annotations.NullMarked;
