import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Writes the JDBC delegates of this module: for each method of an interface, as Java 17 has it, a
 * method that hands the call on. The compiler is asked for the interfaces, because reflection would
 * show those of the JDK that builds. Run by the build: {@code java GenerateDelegates.java FOLDER}.
 */
final class GenerateDelegates {

  public static void main(String[] arguments) throws IOException {
    List<String> asOfJava17 = List.of("--release", "17");
    JavacTask compiler =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, asOfJava17, List.of("java.lang.Object"), null);
    for (Delegate delegate : delegates()) {
      Path file = Path.of(arguments[0], delegate.name().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, delegate.source(compiler.getElements()));
    }
  }

  private static List<Delegate> delegates() {
    List<Delegate> all = new ArrayList<>(List.of(SHARED));
    all.addAll(RecorderDelegates.ALL);
    all.addAll(RouterDelegates.ALL);
    return all;
  }

  private static final Delegate SHARED =
      new Delegate(
          "io.matapalo.jvm.ForwardingResultSet",
          "java.sql.ResultSet",
          """
          /**
           * A result that hands all on to another. Written out because reflection would cost on
           * each column. Confined to one thread, as results are.
           */
          public abstract class ForwardingResultSet implements ResultSet {

            private final ResultSet rows;

            public ForwardingResultSet(ResultSet rows) {
              this.rows = rows;
            }

            /** The result that all is handed on to. */
            protected final ResultSet rows() {
              return rows;
            }

            @Override
            public <T> T unwrap(Class<T> type) throws SQLException {
              if (type.isInstance(this)) {
                return type.cast(this);
              }
              return type.isInstance(rows) ? type.cast(rows) : rows.unwrap(type);
            }

            @Override
            public boolean isWrapperFor(Class<?> type) throws SQLException {
              return type.isInstance(this) || type.isInstance(rows) || rows.isWrapperFor(type);
            }
          """,
          """
          unwrap|isWrapperFor BY_HAND
          .*                  DIRECT   rows
          """);
}
