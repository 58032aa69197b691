package com.turnstile.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.dmr.ModelNode;

/** Looks into the JVM of the server from outside. Thread-safe. */
record ServerJvm(ManagementClient management) {

  /** How many threads have a name that begins so. */
  int threads(String prefix) throws IOException {
    ModelNode operation = operation("threading", "dump-all-threads");
    operation.get("locked-monitors").set(false);
    operation.get("locked-synchronizers").set(false);
    return Math.toIntExact(
        result(operation).asList().stream()
            .map(thread -> thread.get("thread-name").asString())
            .filter(name -> name.startsWith(prefix))
            .count());
  }

  /** Bytes. */
  long heapAfterCollection() throws IOException {
    result(operation("memory", "gc"));
    ModelNode usage = operation("memory", "read-attribute");
    usage.get("name").set("heap-memory-usage");
    return result(usage).get("used").asLong();
  }

  private ModelNode result(ModelNode operation) throws IOException {
    ModelNode answer = management.getControllerClient().execute(operation);
    assertThat(answer.get("outcome").asString()).as("%s", answer).isEqualTo("success");
    return answer.get("result");
  }

  private static ModelNode operation(String bean, String name) {
    ModelNode operation = new ModelNode();
    operation.get("operation").set(name);
    operation.get("address").add("core-service", "platform-mbean").add("type", bean);
    return operation;
  }
}
