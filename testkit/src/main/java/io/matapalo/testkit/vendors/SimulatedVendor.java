package io.matapalo.testkit.vendors;

import io.matapalo.testkit.http.JsonServer;

/**
 * A vendor over HTTP on loopback: its address, its settings, its end. Each kind adds its service,
 * and a view of what that remembers. Thread-safe.
 */
public abstract class SimulatedVendor implements AutoCloseable {
  private final VendorControl control;
  private final JsonServer server;

  /** Serves from now on; port 0 means any free one. */
  protected SimulatedVendor(VendorSettings settings, int port, VendorService service) {
    this.control = new VendorControl(settings, service);
    this.server = JsonServer.start(port, control);
  }

  public final String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public final VendorSettings settings() {
    return control.settings();
  }

  /** Takes effect with the next request. */
  public final void change(VendorSettings settings) {
    control.change(settings);
  }

  @Override
  public final void close() {
    server.close();
  }
}
