package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.launcher.servers.DatabaseTopology;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A SOAP client that keeps no cookies carries its mark in a header through the proxy, from the fast
 * path and back to it, which reads on a replica.
 */
@Tag("deep")
class MarkedChainIT {
  private static final String ROUTING =
      "&matapalo.marks.secret=a-secret-of-16-characters&matapalo.health.max-lag=1h"
          + "&matapalo.read-only-operations=Checkout.getOrder";

  @Test
  void anOrderIsSeenThroughTheProxyWhileTheReplicaIsBehind() throws Exception {
    try (Chain chain = Chain.start(DatabaseTopology.PRIMARY_REPLICA, ROUTING)) {
      chain.route("fast");
      try (Connection replica = chain.database(1);
          Statement statement = replica.createStatement()) {
        // Whoever applies the primary's transactions waits for this lock; readers do not.
        statement.execute("lock tables orders read");
        HttpResponse<String> sold = chain.postMarked(aPurchase().envelope(), "none");
        String order = Answer.of(sold).orderReference();
        String mark = sold.headers().firstValue("X-Matapalo-Mark").orElse("");
        assertThat(mark).startsWith("v1.");

        HttpResponse<String> unmarked = chain.postMarked(Purchase.getOrder(order), "none");
        assertThat(Answer.of(unmarked).side()).isEqualTo("fast");
        assertThat(unmarked.body()).doesNotContain("PAID");
        HttpResponse<String> marked = chain.postMarked(Purchase.getOrder(order), mark);
        assertThat(Answer.of(marked).side()).isEqualTo("fast");
        assertThat(marked.body()).contains("PAID", order);
        assertThat(marked.headers().firstValue("X-Matapalo-Mark").orElse("")).startsWith("v1.");
      }
    }
  }
}
