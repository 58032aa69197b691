package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.server.FreePorts;
import java.net.UnknownHostException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a first day brings, told with the driver's own text and cause. */
final class SetUpErrorsTest {

  private static SQLException connecting(String driver, String hosts, String more) {
    String url =
        "jdbc:matapalo:%s://%s/shop?matapalo.topology=primary-replica&matapalo.instance=vm1%s"
            .formatted(driver, hosts, more);
    return Assertions.catchThrowableOfType(
        SQLException.class, () -> DriverManager.getConnection(url, "app", "hid-den").close());
  }

  /** A name that never resolves: RFC 6761, section 6.4. */
  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void unknownHostsAreNamedAndNoPoolShouldTryAgain(String driver) {
    SQLException refused = connecting(driver, "one.invalid:3306,two.invalid:3306", "");

    assertThat((Throwable) refused)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasRootCauseInstanceOf(UnknownHostException.class)
        .hasMessageContaining("node-1: has a host name that is not known")
        .hasMessageContaining("node-2: has a host name that is not known")
        .hasMessageNotContaining("hid-den");
    assertThat(refused.getSQLState()).isEqualTo("08001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aServerThatIsNotThereMayComeBack(String driver) {
    SQLException refused =
        connecting(driver, "127.0.0.1:%d,one.invalid:3306".formatted(FreePorts.next()), "");

    assertThat((Throwable) refused)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("node-1: refuses connections, ")
        .hasMessageContaining("node-2: has a host name that is not known, ");
    assertThat(refused.getCause()).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aWrongSettingOfTheDriverIsToldInItsWords(String driver) {
    SQLException refused =
        connecting(driver, "127.0.0.1:1,127.0.0.2:1", "&connectionCollation=no_such&sslMode=maybe");

    assertThat(refused.getMessage()).containsIgnoringCase("sslMode").contains("maybe");
  }
}
