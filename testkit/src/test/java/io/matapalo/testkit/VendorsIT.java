package io.matapalo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.vendors.VendorCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The vendors as a process of their own, from the packaged jar. */
class VendorsIT {

  @Test
  void vendorsAnnounceThemselvesServeAndEndOnSignal() throws Exception {
    Process process = vendors("--latency", "1ms", "--decline-every", "2");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = reader.readLine();
      assertThat(line)
          .matches(
              "vendors ready: payment URL tax URL messages URL"
                  .replace("URL", "http://127\\.0\\.0\\.1:\\d+"));
      String[] words = line.split(" ", -1);
      try (VendorCalls payment = new VendorCalls(words[3]);
          VendorCalls tax = new VendorCalls(words[5]);
          VendorCalls messages = new VendorCalls(words[7])) {
        assertThat(payment.get("/health").status()).isEqualTo(200);
        assertThat(payment.get("/control/settings").text("decline-every")).isEqualTo("2");
        assertThat(tax.get("/v1/rates").status()).isEqualTo(200);
        assertThat(messages.get("/health").status()).isEqualTo(200);
        assertThat(messages.get("/control/settings").text("latency")).isEqualTo("1ms");
      }
      process.toHandle().destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("128 and SIGTERM").isEqualTo(143);
      assertThat(reader.readLine()).as("nothing more is printed").isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void wrongArgumentsAreExplained() throws Exception {
    Process process = vendors("--latency", "soon");
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said).contains("was soon").contains("Usage: testkit vendors");
  }

  private static Process vendors(String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "testkit.jar").toString(),
                "vendors"));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    // The launcher itself would print a line about it.
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder.start();
  }
}
