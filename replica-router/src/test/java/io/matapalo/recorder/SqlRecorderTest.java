package io.matapalo.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.OperationTotals;
import io.matapalo.recorder.digest.Verb;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each test uses operation names of its own: totals live as long as the JVM. */
final class SqlRecorderTest {

  @Test
  void countsForTheOpenLabel() throws Exception {
    String answer =
        SqlRecorder.record(
            "RecorderTest.a",
            () -> {
              SqlRecorder.countStatements(Verb.SELECT, 2);
              SqlRecorder.countStatements(Verb.INSERT, 3);
              SqlRecorder.countCommit();
              return "done";
            });

    OperationCounts counts = counts("RecorderTest.a");
    assertThat(answer).isEqualTo("done");
    assertThat(counts.requests()).isEqualTo(1);
    assertThat(counts.statements(Verb.SELECT)).isEqualTo(2);
    assertThat(counts.statements(Verb.INSERT)).isEqualTo(3);
    assertThat(counts.commits()).isEqualTo(1);
  }

  @Test
  void restoresTheOuterLabelAndDoesNotCountAnInnerHop() {
    SqlRecorder.Scope outer = SqlRecorder.open("RecorderTest.outer");
    SqlRecorder.Scope inner = SqlRecorder.openInner("RecorderTest.inner");
    SqlRecorder.countStatements(Verb.UPDATE, 1);
    inner.close();
    SqlRecorder.countStatements(Verb.DELETE, 1);
    outer.close();

    assertThat(counts("RecorderTest.inner").requests()).isZero();
    assertThat(counts("RecorderTest.inner").statements(Verb.UPDATE)).isEqualTo(1);
    assertThat(counts("RecorderTest.outer").requests()).isEqualTo(1);
    assertThat(counts("RecorderTest.outer").statements(Verb.DELETE)).isEqualTo(1);
  }

  @Test
  void countsARequestThatFails() {
    assertThatThrownBy(() ->
            SqlRecorder.record(
                "RecorderTest.fails",
                () -> {
                  throw new IOException("as planned");
                }))
        .isInstanceOf(IOException.class);
    assertThat(counts("RecorderTest.fails").requests()).isEqualTo(1);
  }

  @Test
  void countsUnlabelledStatementsApart() throws Exception {
    long before = unlabelledOther();
    Thread thread = new Thread(() -> SqlRecorder.countStatements(Verb.OTHER, 1));
    thread.start();
    thread.join();
    assertThat(unlabelledOther()).isEqualTo(before + 1);
  }

  @Test
  void writesJsonByName() throws Exception {
    SqlRecorder.record("RecorderTest.\"json\\", () -> "");

    assertThat(SqlRecorder.snapshotJson())
        .startsWith("{\"version\":2,\"operations\":[")
        .contains(
            "{\"operation\":\"RecorderTest.\\\"json\\\\\",\"requests\":1,\"statements\":"
                + "{\"select\":0,\"insert\":0,\"update\":0,\"delete\":0,\"other\":0},\"commits\":0,\"rollbacks\":0,")
        .endsWith("]}");
  }

  /** The driver in a server's module and the filter in an application are such copies. */
  @Test
  void aCopyFromAnotherClassLoaderSharesLabelAndTotals() throws Exception {
    URL classes = SqlRecorder.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> copy = loader.loadClass(SqlRecorder.class.getName());
      assertThat(copy).isNotSameAs(SqlRecorder.class);
      AutoCloseable scope =
          (AutoCloseable) copy.getMethod("open", String.class).invoke(null, "RecorderTest.copies");
      SqlRecorder.countStatements(Verb.SELECT, 5);
      scope.close();

      assertThat(counts("RecorderTest.copies").statements(Verb.SELECT)).isEqualTo(5);
      assertThat(counts("RecorderTest.copies").requests()).isEqualTo(1);
      assertThat(copy.getMethod("snapshotJson").invoke(null))
          .asString()
          .contains("RecorderTest.copies");
    }
  }

  private static OperationCounts counts(String operation) {
    Map<String, OperationTotals> all = OperationTotals.all();
    assertThat(all).containsKey(operation);
    return Objects.requireNonNull(all.get(operation)).counts();
  }

  private static long unlabelledOther() {
    OperationTotals totals = OperationTotals.all().get(SqlRecorder.UNLABELLED);
    return totals == null ? 0 : totals.counts().statements(Verb.OTHER);
  }
}
