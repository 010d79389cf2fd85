package org.ledgerstone;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Each room knows only the neighbours its package-info names, and no two rooms know each other. */
class ModuleStructureTest {

  @Test
  void roomsKeepTheirWalls() {
    ApplicationModules.of(Ledgerstone.class).verify();
  }
}
