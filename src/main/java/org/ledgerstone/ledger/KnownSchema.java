package org.ledgerstone.ledger;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Brings the tables up to date at a start, unless a newer version has done so before: Flyway by
 * itself would let an older one work with tables that it does not know.
 */
@Component
class KnownSchema implements FlywayMigrationStrategy {

  private volatile MigrationVersion newest = MigrationVersion.EMPTY;

  /**
   * Migrates.
   *
   * @throws StartRefused if the tables are newer than this version
   */
  @Override
  public void migrate(Flyway flyway) {
    var migrations = flyway.info();
    newest =
        Stream.of(migrations.all())
            .filter(migration -> migration.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(MigrationVersion.EMPTY);
    Optional.ofNullable(migrations.current())
        .map(MigrationInfo::getVersion)
        .ifPresent(this::require);
    flyway.migrate();
  }

  /**
   * Returns if this version knows tables of that level.
   *
   * @throws StartRefused if it does not
   */
  void require(MigrationVersion level) {
    if (level.isNewerThan(newest)) {
      throw new StartRefused(
          "The tables of this database are at V%s: a newer version of Ledgerstone has made them so. This is version %s, which knows them up to V%s. Start the newer one; or go back to a backup from before it."
              .formatted(level.getRawVersion(), ownVersion(), newest.getRawVersion()));
    }
  }

  private static String ownVersion() {
    var version = KnownSchema.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
