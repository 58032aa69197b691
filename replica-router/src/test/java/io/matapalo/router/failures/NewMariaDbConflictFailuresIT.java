package io.matapalo.router.failures;

import io.matapalo.testkit.server.ServerSource;
import org.junit.jupiter.api.Tag;

/** The same conflicts on Galera of MariaDB 11.8. */
@Tag("deep")
final class NewMariaDbConflictFailuresIT extends ConflictFailuresIT {

  @Override
  ServerSource source() {
    return ServerSource.DEBIAN13;
  }
}
