package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a request allocates on the I/O threads: counted, since times depend on weather. The compiler
 * of the tests saves no object, so that the counts are the same in each run, and higher than those
 * of {@code bench proxy}.
 */
class RequestBytesIT {

  private static final int REQUESTS = 150;
  private static final long MOST_BYTES_OF_A_GET = 8_900;
  private static final long MOST_BYTES_OF_A_CALL = 14_400;

  @TempDir Path folder;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aGetAllocatesLittle() throws IOException {
    assertThat(bytesOf(Stage.get("/shop/page"))).isBetween(1L, MOST_BYTES_OF_A_GET);
  }

  @Test
  void aCallAllocatesLittleMoreThanItsBody() throws IOException {
    String call = Stage.envelope("look") + "\n".repeat(3_000);
    assertThat(bytesOf(Stage.post(call))).isBetween(1L, MOST_BYTES_OF_A_CALL);
  }

  private long bytesOf(String request) throws IOException {
    try (Stage stage =
            Stage.with(
                folder, FakeUpstream.answering("from legacy"), FakeUpstream.answering("unused"));
        RawClient client = stage.client()) {
      send(client, request);
      long before = allocated();
      send(client, request);
      return (allocated() - before) / REQUESTS;
    }
  }

  private static void send(RawClient client, String request) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(client.call(request).status()).isEqualTo(200);
    }
  }

  private long allocated() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("proxy I/O"))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
        .sum();
  }
}
