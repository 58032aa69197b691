package io.matapalo.fastpath;

import static org.awaitility.Awaitility.await;

import io.matapalo.testkit.vendors.VendorSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A {@link TurnstileStack} for each test class, its vendors whole again after each test. */
abstract class StartedTurnstile {

  @TempDir static Path folder;
  static TurnstileStack stack;
  static SoapClient client;

  @BeforeAll
  static void start() {
    stack = TurnstileStack.start(folder);
    client = stack.client();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void repairVendors() {
    stack.paymentRelay.failNone();
    stack.payments.change(VendorSettings.defaults());
    stack.taxes.change(VendorSettings.defaults());
    stack.messages.change(VendorSettings.defaults());
  }

  static List<String> status(String requestId) throws SQLException {
    return stack.rows("SELECT status FROM orders WHERE request_id = ?", requestId);
  }

  static void awaitLockWait() {
    awaitLockWaits(1);
  }

  /** Waits until so many transactions wait for a lock. */
  static void awaitLockWaits(int least) {
    await()
        .until(() ->
            stack
                    .rows(
                        "SELECT DISTINCT requesting_trx_id"
                            + " FROM information_schema.innodb_lock_waits")
                    .size()
                >= least);
  }
}
