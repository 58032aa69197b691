package io.matapalo.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.StreamConnection;

/**
 * A connection that a load balancer passes on, with the client's address in the place of the
 * balancer's. All else is the connection's own. Confined to its I/O thread.
 */
final class ProxiedConnection extends StreamConnection {

  private final StreamConnection connection;
  private final SocketAddress client;

  ProxiedConnection(StreamConnection connection, SocketAddress client) {
    super(connection.getIoThread());
    this.connection = connection;
    this.client = client;
    setSourceConduit(connection.getSourceChannel().getConduit());
    setSinkConduit(connection.getSinkChannel().getConduit());
    // The socket can end by itself; whoever listens to this connection has to hear of it.
    connection.setCloseListener(_ -> IoUtils.safeClose(this));
  }

  @Override
  protected void closeAction() {
    IoUtils.safeClose(connection);
  }

  @Override
  public SocketAddress getPeerAddress() {
    return client;
  }

  @Override
  public SocketAddress getLocalAddress() {
    return connection.getLocalAddress();
  }

  @Override
  public boolean supportsOption(Option<?> option) {
    return connection.supportsOption(option);
  }

  @Override
  public <T> T getOption(Option<T> option) throws IOException {
    return connection.getOption(option);
  }

  @Override
  public <T> T setOption(Option<T> option, T value) throws IOException {
    return connection.setOption(option, value);
  }
}
