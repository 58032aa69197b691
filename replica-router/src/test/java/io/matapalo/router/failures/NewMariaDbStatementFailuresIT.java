package io.matapalo.router.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same failures on MariaDB 11.8, and what its greeting costs Connector/J. */
@Tag("deep")
final class NewMariaDbStatementFailuresIT extends StatementFailuresIT {

  @Override
  ServerSource source() {
    return ServerSource.DEBIAN13;
  }

  /** Hibernate asks for them where no dialect is named, and does not start. */
  @Test
  void connectorJHasNoKeywordsOfMariaDb11(@TempDir Path folder) throws Exception {
    try (MariaDb server =
            MariaDb.start(ServerConfig.inFolder(folder.resolve("keywords")).withSource(source()));
        Connection connection = server.connect("")) {
      assertThatThrownBy(() -> connection.getMetaData().getSQLKeywords())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1054));
    }
  }
}
