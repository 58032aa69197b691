package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Somebody else's applications, compiled for Java 17 from {@code src/test/foreign}. */
final class ForeignWar {

  private static final Path SOURCE = Path.of("src/test/foreign/OrdersServlet.java");

  private ForeignWar() {}

  /**
   * Compiles the servlet into a folder.
   *
   * @param change of its source
   */
  static Path classes(Path folder, Path servletApi, UnaryOperator<String> change)
      throws IOException {
    Path source = Files.createDirectories(folder.resolve("source")).resolve("OrdersServlet.java");
    Files.writeString(source, change.apply(Files.readString(SOURCE)));
    return compiled(source, folder, servletApi.toString());
  }

  /** Compiles a source into a folder below {@code folder}. */
  static Path compiled(Path source, Path folder, String classPath) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("--release", "17", "-cp", classPath, "-d", classes.toString());
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    return classes;
  }

  /** Packs files into a WAR, by their names in it. */
  static void pack(Path war, Map<String, Path> files) throws IOException {
    URI uri = URI.create("jar:" + war.toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        Path inside = zip.getPath(file.getKey());
        Files.createDirectories(inside.getParent());
        Files.copy(file.getValue(), inside);
      }
    }
  }

  /** The container-managed DataSource, with Tomcat's own pool. */
  static String contextXml(String url, String user, String password) {
    return """
    <Context>
      <Resource name="jdbc/orders" auth="Container" type="javax.sql.DataSource" maxTotal="5"
                driverClassName="io.matapalo.driver.MatapaloDriver"
                url="%s" username="%s" password="%s"/>
    </Context>
    """
        .formatted(url.replace("&", "&amp;"), user, password);
  }
}
