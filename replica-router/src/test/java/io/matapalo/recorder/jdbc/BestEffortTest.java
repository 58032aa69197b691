package io.matapalo.recorder.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.junit.jupiter.api.Test;

/** What the recorder cannot cope with must not reach the application. */
final class BestEffortTest {

  private static <T> T driverOwn(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }

  /** A connection whose statements answer an update with 1. */
  private static Connection connection() {
    PreparedStatement statement =
        driverOwn(
            PreparedStatement.class,
            (self, method, arguments) -> method.getName().equals("executeUpdate") ? 1 : null);
    return CountingConnections.around(
        driverOwn(
            Connection.class,
            (self, method, arguments) ->
                method.getName().equals("prepareStatement") ? statement : null));
  }

  @Test
  void valueWithoutATextCostsTheCountAndNotTheStatement() throws SQLException {
    Object nameless =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };
    try (PreparedStatement statement = connection().prepareStatement("update t set a = ?")) {
      statement.setObject(1, nameless);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void resultThatKnowsNoStatementIsReadAllTheSame() throws SQLException {
    ResultSet rows =
        driverOwn(
            ResultSet.class,
            (self, method, arguments) -> {
              if (method.getName().equals("getStatement")) {
                throw new SQLFeatureNotSupportedException("not here");
              }
              return true;
            });
    assertThat(new CountingResultSet(rows, null, null).next()).isTrue();
  }

  @Test
  void errorOfALinkageIsKeptFromTheApplicationToo() {
    int[] runs = new int[1];
    BestEffort.run(() -> {
      runs[0]++;
      throw new NoClassDefFoundError("gone");
    });
    assertThat(runs[0]).isEqualTo(1);
  }
}
