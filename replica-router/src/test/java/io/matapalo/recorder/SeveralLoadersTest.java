package io.matapalo.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.recorder.counting.Execution;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The driver in a server's module and the filter in an application are copies of each other. */
final class SeveralLoadersTest {

  @Test
  void repeatsAreFoundAcrossCopies() throws Exception {
    SqlRecorder.Scope scope = SqlRecorder.open("Loaders.repeats", "loaders-1");
    try (URLClassLoader one = copy();
        URLClassLoader other = copy()) {
      execute(one, "select a from t where b = 1");
      execute(other, "select a from t where b = 1");
      SqlRecorder.executed("select a from t where b = 1", 0, Execution.Kind.ALONE, 0, 5);
    }
    scope.close();
    assertThat(scope.headerValue()).startsWith("select=3;");
    assertThat(SqlRecorder.snapshotJson())
        .contains("\"sql\":\"select a from t where b = ?\",\"executions\":3,\"duplicates\":2,");
  }

  @Test
  void hopsAreJoinedAcrossCopies() throws Exception {
    SqlRecorder.Scope outer = SqlRecorder.open("Loaders.outer", "loaders-2");
    ThreadFree.run(() -> hopInACopy("loaders-2"));
    outer.close();
    assertThat(outer.headerValue()).startsWith("select=1;");
  }

  /** Undeploying must free an application's classes, though its threads and totals live on. */
  @Test
  void aCopyIsUnloadedWhenItsApplicationIsGone() throws Exception {
    WeakReference<ClassLoader> gone = useAndForgetACopy();
    for (int i = 0; i < 50 && gone.get() != null; i++) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
    assertThat(SqlRecorder.snapshotJson()).contains("\"operation\":\"Loaders.unloaded\"");
  }

  private static WeakReference<ClassLoader> useAndForgetACopy() throws Exception {
    try (URLClassLoader loader = copy()) {
      Class<?> recorder = loader.loadClass(SqlRecorder.class.getName());
      AutoCloseable scope =
          (AutoCloseable)
              recorder
                  .getMethod("openTraced", String.class, int.class)
                  .invoke(null, "Loaders.unloaded", 10);
      execute(loader, "select a from t where b in (1, 2)");
      scope.close();
      execute(loader, "select outside from t");
      AutoCloseable labelled =
          (AutoCloseable) recorder.getMethod("open", String.class).invoke(null, "Loaders.unloaded");
      execute(loader, "select a from t");
      labelled.close();
      recorder.getMethod("snapshotJson").invoke(null);
      recorder.getMethod("prometheusText").invoke(null);
      return new WeakReference<>(loader);
    }
  }

  private static void hopInACopy(String requestId) {
    try (URLClassLoader loader = copy()) {
      AutoCloseable hop =
          (AutoCloseable)
              loader
                  .loadClass(SqlRecorder.class.getName())
                  .getMethod("openInner", String.class, String.class)
                  .invoke(null, "Loaders.inner", requestId);
      execute(loader, "select hop from t");
      hop.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void execute(ClassLoader loader, String sql) throws Exception {
    Class<?> kind = loader.loadClass(Execution.Kind.class.getName());
    Object alone = kind.getMethod("valueOf", String.class).invoke(null, "ALONE");
    loader
        .loadClass(SqlRecorder.class.getName())
        .getMethod("executed", String.class, long.class, kind, long.class, long.class)
        .invoke(null, sql, 0L, alone, 0L, 5L);
  }

  private static URLClassLoader copy() {
    URL classes = SqlRecorder.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
  }
}
