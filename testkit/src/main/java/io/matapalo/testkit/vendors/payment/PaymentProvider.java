package io.matapalo.testkit.vendors.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.Conditions;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.JsonServer;
import io.matapalo.testkit.http.JsonService;
import io.matapalo.testkit.http.RecordedRequest;
import io.matapalo.testkit.vendors.VendorControl;
import io.matapalo.testkit.vendors.VendorSettings;
import java.math.BigDecimal;
import java.security.SecureRandom;

/**
 * A simulated card payment provider over HTTP on loopback. It keeps no card number: the last four
 * digits, and a keyed hash to tell cards apart. One payment for each idempotency key, however many
 * requests carry it at once. Thread-safe.
 */
public final class PaymentProvider implements AutoCloseable {
  private final PaymentLedger ledger =
      new PaymentLedger(new SecureRandom(), CardSeal.withRandomKey());
  private final VendorControl control;
  private final JsonServer server;

  private PaymentProvider(VendorSettings settings, int port) {
    this.control = new VendorControl(settings, this::stats);
    this.server = JsonServer.start(port, new Service());
  }

  /** Starts one on a free port. */
  public static PaymentProvider start(VendorSettings settings) {
    return start(settings, 0);
  }

  public static PaymentProvider start(VendorSettings settings, int port) {
    return new PaymentProvider(settings, port);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public VendorSettings settings() {
    return control.settings();
  }

  /** Takes effect with the next request. */
  public void change(VendorSettings settings) {
    control.change(settings);
  }

  /** Different idempotency keys seen: authorised or declined. */
  public long payments() {
    return counters().payments();
  }

  /** Payments authorised, each counted once. */
  public long authorisations() {
    return counters().authorisations();
  }

  public long declines() {
    return counters().declines();
  }

  /** Payments captured, each counted once. */
  public long captures() {
    return counters().captures();
  }

  public long voids() {
    return counters().voids();
  }

  public long refunds() {
    return counters().refunds();
  }

  /** Sum of all captured amounts. */
  public BigDecimal captured() {
    return counters().captured();
  }

  public PaymentCounters counters() {
    return ledger.counters();
  }

  @Override
  public void close() {
    server.close();
  }

  private ObjectNode stats() {
    PaymentCounters all = counters();
    return JsonNodeFactory.instance
        .objectNode()
        .put("payments", all.payments())
        .put("authorisations", all.authorisations())
        .put("declines", all.declines())
        .put("repeats", all.repeats())
        .put("conflicts", all.conflicts())
        .put("captures", all.captures())
        .put("voids", all.voids())
        .put("refunds", all.refunds())
        .put("captured", all.captured().toPlainString());
  }

  /** Puts requests to the ledger. */
  private final class Service implements JsonService {
    private final PaymentRequests requests = new PaymentRequests(ledger);

    @Override
    public Conditions conditions(String path) {
      return control.conditions(path);
    }

    @Override
    public JsonAnswer answer(RecordedRequest request, JsonNode body) {
      return control
          .answer(request, body)
          .orElseGet(() -> requests.answer(request, body, control.settings().declines()));
    }
  }
}
