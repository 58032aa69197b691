package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever throws for a URL, no exception of the driver tells its password. */
final class SecretsInMessagesTest {

  private static final String LOGIN = "//app:hid-den@h/shop?password=hid-den";

  private final MatapaloDriver driver = new MatapaloDriver();
  private final Driver quoting = new QuotingDriver();

  @BeforeEach
  void register() throws SQLException {
    DriverManager.registerDriver(quoting);
  }

  @AfterEach
  void deregister() throws SQLException {
    DriverManager.deregisterDriver(quoting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:matapalo:quoting:" + LOGIN,
        "jdbc:matapalo:silent:" + LOGIN,
        "jdbc:matapalo:nobodys:" + LOGIN,
        "jdbc:matapalo:matapalo:quoting:" + LOGIN,
        "jdbc:matapalo:mysql://app:hid-den@h1,h2/shop?matapalo.topology=ring&password=hid-den",
        "jdbc:matapalo:quoting://h1,h2/shop?matapalo.topology=multi-primary&password=hid-den",
      })
  void refusalsTellNoPassword(String url) {
    assertThatThrownBy(() -> driver.connect(url, new Properties()))
        .isInstanceOf(SQLException.class)
        .satisfies(SecretsInMessagesTest::tellsNoPassword);
    if (!url.contains("silent")) {
      assertThatThrownBy(() -> driver.getPropertyInfo(url, new Properties()))
          .isInstanceOf(SQLException.class)
          .satisfies(SecretsInMessagesTest::tellsNoPassword);
    }
  }

  @Test
  void theDriversOwnWordsStay() {
    assertThatThrownBy(() -> driver.connect("jdbc:matapalo:quoting:" + LOGIN, new Properties()))
        .hasMessageStartingWith("cannot read jdbc:quoting://…@h/shop?…");
  }

  private static void tellsNoPassword(Throwable thrown) {
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      assertThat(one.getMessage()).doesNotContain("hid-den");
    }
  }

  /** Quotes what it cannot read, as drivers do; for {@code jdbc:silent:} it makes no connection. */
  private static final class QuotingDriver implements Driver {

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
      if (url.startsWith("jdbc:quoting:")) {
        throw new SQLException("cannot read " + url, "08001");
      }
      return null;
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:quoting:") || url.startsWith("jdbc:silent:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
      throw new SQLException("cannot read " + url, "08001");
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getLogger("quoting");
    }
  }
}
