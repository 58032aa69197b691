package io.matapalo.proxy.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.PathBinaries;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A program of {@code src/test/foreign/soap}, compiled, with the libraries of one SOAP stack.
 *
 * @param libraries a class path
 */
record ForeignProgram(String name, Path classes, String libraries) {

  private static final Path SOURCES = Path.of("src/test/foreign/soap").toAbsolutePath();
  private static final Path CLASS_PATHS = Path.of("target/foreign").toAbsolutePath();
  private static final Duration FETCH_DEADLINE = Duration.ofMinutes(9);

  /**
   * Compiles the program.
   *
   * @param stack profile of the POM there
   */
  static ForeignProgram compiled(String name, String stack, Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name));
    String libraries = libraries(stack);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-parameters",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                SOURCES.resolve(name + ".java").toString());
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    return new ForeignProgram(name, classes, libraries);
  }

  /** The folder of the contract that servers have. */
  static Path contract() {
    return SOURCES.resolve("contract");
  }

  /**
   * As Maven resolves them, from its own repository if that has all; kept until the POM changes.
   */
  private static String libraries(String stack) throws IOException {
    Path pom = SOURCES.resolve("pom.xml");
    Path kept = Files.createDirectories(CLASS_PATHS).resolve(stack + ".class-path");
    if (!Files.exists(kept)
        || Files.getLastModifiedTime(kept).compareTo(Files.getLastModifiedTime(pom)) < 0) {
      Path maven = PathBinaries.on(System.getenv("PATH")).program("mvn").orElseThrow();
      Command.of(
              maven.toString(),
              "-q",
              "-B",
              "-f",
              pom.toString(),
              "-P" + stack,
              "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
              "-Dmdep.outputFile=" + kept)
          .in(CLASS_PATHS)
          .within(FETCH_DEADLINE)
          .run();
    }
    return Files.readString(kept).strip();
  }

  /**
   * The words that run it.
   *
   * @param folder goes before its libraries in the class path
   * @param words options of the JVM
   */
  List<String> command(Path folder, List<String> words, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(words);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classes.toString(), folder.toString(), libraries));
    command.add("orders." + name);
    command.addAll(arguments);
    return command;
  }
}
