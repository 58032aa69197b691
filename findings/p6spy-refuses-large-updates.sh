#!/usr/bin/env bash
# p6spy 3.9.1 over H2 2.3.232: JDBC 4.2's large updates, which the driver has, fail through p6spy.
#
# Guess: what wraps a driver to log its statements hands every method of java.sql.Statement on, and H2 answers
# executeLargeUpdate, executeLargeBatch and getLargeUpdateCount.
# Behaviour: p6spy's statements do not override these four methods. So the interface's own default runs, which throws
# UnsupportedOperationException: no SQLException, which is what callers of JDBC catch.
# Needs Maven, and a JDK of 11 or later. Exit 0: seen as described.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>p6spy</groupId><artifactId>p6spy</artifactId><version>3.9.1</version></dependency>
    <dependency><groupId>com.h2database</groupId><artifactId>h2</artifactId><version>2.3.232</version></dependency>
  </dependencies>
</project>
POM
cat >"$work/Probe.java" <<'JAVA'
import java.sql.*;

public class Probe {
  interface Call { Object on(Statement statement) throws Exception; }

  static void tell(String url, String name, Call call) throws Exception {
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.execute("create table t (id int)");
      Object answer;
      try {
        answer = call.on(statement);
      } catch (UnsupportedOperationException e) {
        answer = e.getClass().getSimpleName();
      }
      System.out.println(name + " " + answer);
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (String url : new String[] {"jdbc:h2:mem:", "jdbc:p6spy:h2:mem:"}) {
      System.out.println(url);
      tell(url, "executeLargeUpdate", s -> s.executeLargeUpdate("insert into t values (1), (2)"));
      tell(url, "executeLargeBatch", s -> { s.addBatch("insert into t values (1)"); return s.executeLargeBatch().length; });
      tell(url, "getLargeUpdateCount", s -> { s.execute("insert into t values (1)"); return s.getLargeUpdateCount(); });
      tell(url, "executeUpdate", s -> s.executeUpdate("insert into t values (1)"));
    }
  }
}
JAVA
(cd "$work" && mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib >mvn.log 2>&1) ||
  { cat "$work/mvn.log"; echo "not run: the libraries cannot be fetched"; exit 2; }
(cd "$work" && java -cp "lib/*" Probe.java) | tee "$work/seen"
diff "$work/seen" - <<'SEEN'
jdbc:h2:mem:
executeLargeUpdate 2
executeLargeBatch 1
getLargeUpdateCount 1
executeUpdate 1
jdbc:p6spy:h2:mem:
executeLargeUpdate UnsupportedOperationException
executeLargeBatch UnsupportedOperationException
getLargeUpdateCount UnsupportedOperationException
executeUpdate 1
SEEN
echo "seen as described"
