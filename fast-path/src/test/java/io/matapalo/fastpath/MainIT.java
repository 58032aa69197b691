package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fast path as a process. */
final class MainIT {

  @TempDir Path folder;

  @Test
  void startsSellsAndStopsOnSigterm() throws Exception {
    try (TurnstileStack stack = TurnstileStack.start(folder)) {
      Path config = Files.writeString(folder.resolve("fast-path.yaml"), yaml(stack));
      Path log = folder.resolve("fast-path.log");
      ProcessBuilder builder = FastPathProcess.command("--config", config.toString());
      builder.environment().put("MATAPALO_JDBC_PASSWORD", stack.database.password());
      Process process = builder.redirectError(log.toFile()).start();
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        String ready = output.readLine();
        assertThat(ready).as(Files.readString(log)).startsWith("fast path ready at http://127");
        URI url = URI.create(ready.substring(ready.indexOf("http")));
        SoapClient client = new SoapClient(url);
        assertThat(client.get("/health").status()).isEqualTo(200);
        assertThat(client.purchase("it-process-1", "EV-0001", "VIP", "1").status()).isEqualTo(200);
        client.purchase("it-process-2", 7, "EV-0001", SoapClient.DECLINED_CARD, "VIP", "1");
        process.destroy();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(stack.messages.count()).as("sent before it ended").isEqualTo(1);
      assertThat(Files.readAllLines(log).getLast()).endsWith("fast path stopped");
      assertThat(Files.readString(log))
          .doesNotContain(SoapClient.CARD, SoapClient.DECLINED_CARD, "was cut off")
          .doesNotContain("customer7@example.org");
    }
  }

  @Test
  void saysWhatIsWrongWithItsSettings() throws Exception {
    Path config = Files.writeString(folder.resolve("wrong.yaml"), "jdbc-user: x\n");
    Process process = FastPathProcess.command("--config", config.toString()).start();
    String errors;
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      errors = String.join("\n", reader.lines().toList());
    }
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(errors).contains("wrong.yaml: jdbc-url must be given");
  }

  private static String yaml(TurnstileStack stack) throws IOException {
    return """
    jdbc-url: "%s"
    jdbc-user: "%s"
    redis-url: %s
    payment-url: %s
    tax-url: %s
    notification-url: %s
    pool-size: 4
    """
        .formatted(
            stack.database.jdbcUrl(),
            stack.database.user(),
            stack.redis.url(),
            stack.payments.url(),
            stack.taxes.url(),
            stack.messages.url());
  }
}
