package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.driver.MatapaloDriver;
import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.PathBinaries;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application of Spring Boot with an embedded server, in a JVM of its own. */
final class SpringBootApplication implements AutoCloseable {

  private static final Path SOURCES = Path.of("src/test/foreign/boot");
  private static final Path JAR = Path.of("target/replica-router.jar");
  private static final Duration FETCH_DEADLINE = Duration.ofMinutes(9);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Path folder;
  private final int port = FreePorts.next();
  private final SupervisedProcess process;

  /**
   * Starts it; {@link #isUp} says when it serves.
   *
   * @param boot version of Spring Boot
   * @param server profile of the POM: {@code tomcat}, {@code jetty} or {@code undertow}
   */
  SpringBootApplication(Path folder, String boot, String server, MariaDb database)
      throws IOException, URISyntaxException {
    this.folder = folder;
    String libraries = classPath(boot, server);
    Path classes =
        ForeignWar.compiled(SOURCES.resolve("OrdersApplication.java"), folder, libraries);
    Path driver =
        Path.of(
            com.mysql.cj.jdbc.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java(), "-Xmx192m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        String.join(
            File.pathSeparator,
            classes.toString(),
            JAR.toAbsolutePath().toString(),
            driver.toString(),
            libraries));
    command.addAll(List.of("orders.OrdersApplication", "--server.address=127.0.0.1"));
    command.add("--server.port=" + port);
    command.add("--spring.datasource.url=" + url(database));
    // Spring Boot knows drivers by a list of its own.
    command.add("--spring.datasource.driver-class-name=" + MatapaloDriver.class.getName());
    command.add("--spring.datasource.username=" + database.user());
    command.add("--spring.datasource.password=" + database.password());
    command.add("--spring.datasource.hikari.auto-commit=false");
    command.add("--spring.datasource.hikari.connection-test-query=SELECT 1");
    process =
        SupervisedProcess.start(
            ProcessPlan.of(folder.resolve("boot.log"), command)
                .withEnvironment("JAVA_TOOL_OPTIONS", ""));
  }

  private static String url(MariaDb database) {
    return database.jdbcUrl("shop").replace("jdbc:", "jdbc:matapalo:")
        + "&matapalo.topology=single&matapalo.marks=on&matapalo.marks.secret=a-secret-of-16-characters";
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** As Maven resolves it, from its own repository if that has all. */
  private String classPath(String boot, String server) throws IOException {
    Path answer = folder.resolve("class-path");
    Command resolving =
        Command.of(
                PathBinaries.on(System.getenv("PATH")).program("mvn").orElseThrow().toString(),
                "-q",
                "-B",
                "-f",
                SOURCES.resolve("pom.xml").toAbsolutePath().toString(),
                "-Dboot=" + boot,
                "-P" + server,
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                "-Dmdep.outputFile=" + answer)
            .in(folder)
            .within(FETCH_DEADLINE);
    resolving.run();
    return Files.readString(answer).strip();
  }

  boolean isUp() throws InterruptedException {
    try {
      return send("GET", "/matapalo/sql").statusCode() == 200;
    } catch (IOException e) {
      // It does not listen yet.
      assertThat(process.isAlive()).as(this::log).isTrue();
      return false;
    }
  }

  HttpResponse<String> send(String method, String path, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (fields.length > 0) {
      request.headers(fields);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  String log() {
    try {
      return Files.readString(folder.resolve("boot.log"));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
