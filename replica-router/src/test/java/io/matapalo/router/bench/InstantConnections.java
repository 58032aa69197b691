package io.matapalo.router.bench;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;

/**
 * Connections whose statements answer at once, one row each: what is left is the cost of what lies
 * above a driver. Stateless.
 */
final class InstantConnections {

  private InstantConnections() {}

  static Connection create() {
    OneRow row = new OneRow();
    ResultSet rows =
        fake(ResultSet.class, Map.of("next", row, "getString", text(), "getStatement", none()));
    PreparedStatement statement = fake(PreparedStatement.class, Map.of("executeQuery", () -> rows));
    return fake(Connection.class, Map.of("prepareStatement", () -> statement));
  }

  private interface Answer {
    Object now();
  }

  private static Answer text() {
    return () -> "name";
  }

  private static Answer none() {
    return () -> false;
  }

  /** True, false, true, false … */
  private static final class OneRow implements Answer {
    private boolean more;

    @Override
    public Object now() {
      more = !more;
      return more;
    }
  }

  private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Answer answer = answers.get(method.getName());
              return answer == null ? null : answer.now();
            });
    return type.cast(proxy);
  }
}
