package io.matapalo.router.bench;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/**
 * A socket whose other end is a {@link MemoryServer} in the same thread: what is written is
 * answered before it is read, so that neither the network nor a server takes time. Confined to one
 * thread.
 */
final class MemorySocket extends Socket {

  private final MemoryServer server;
  private boolean connected;

  MemorySocket(MemoryServer server) {
    this.server = server;
  }

  @Override
  public void connect(SocketAddress endpoint) {
    connected = true;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    connected = true;
  }

  @Override
  public void bind(SocketAddress local) {}

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return new java.net.InetSocketAddress(getInetAddress(), 3306);
  }

  @Override
  public InputStream getInputStream() {
    return server.answers();
  }

  @Override
  public OutputStream getOutputStream() {
    return server.commands();
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setTrafficClass(int trafficClass) {}

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  /** For MariaDB's driver: {@code socketFactory=…}. */
  public static final class OfMariaDb extends ConfigurableSocketFactory {

    /** For the driver. */
    public OfMariaDb() {}

    @Override
    public void setConfiguration(Configuration configuration, String host) {}

    @Override
    public Socket createSocket() {
      return new MemorySocket(new MemoryServer("5.5.5-10.11.14-MariaDB"));
    }

    @Override
    public Socket createSocket(String host, int port) {
      return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      return createSocket();
    }
  }

  /** For Connector/J: {@code socketFactory=…}. */
  public static final class OfConnectorJ extends com.mysql.cj.protocol.StandardSocketFactory {

    /** For the driver. */
    public OfConnectorJ() {}

    @Override
    protected Socket createSocket(com.mysql.cj.conf.PropertySet properties) {
      return new MemorySocket(new MemoryServer("8.4.0"));
    }
  }
}
