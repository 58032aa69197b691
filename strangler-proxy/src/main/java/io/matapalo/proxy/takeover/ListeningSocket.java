package io.matapalo.proxy.takeover;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptListenerSettable;
import org.xnio.channels.AcceptingChannel;

/**
 * Opens a listening socket that a successor of this process can open as well ({@code
 * SO_REUSEPORT}). XNIO opens its sockets itself and has no option for that, so its server is made
 * around a socket of ours, by the constructor that XNIO calls. Stateless.
 */
public final class ListeningSocket {

  private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
  private static final int STANDARD_BACKLOG = 128;

  private ListeningSocket() {}

  /** Whether another process may have the port already. */
  public enum Claim {
    /** No: a second proxy by mistake would get half of the connections. */
    ALONE,
    /** Yes: this process takes over from it. */
    TAKE_OVER
  }

  /**
   * Listens, and lets all further connections come here.
   *
   * @throws IOException if the address cannot be listened at, or is taken and not to be taken over
   */
  public static AcceptingChannel<StreamConnection> open(
      XnioWorker worker,
      InetSocketAddress address,
      ChannelListener<AcceptingChannel<StreamConnection>> greeter,
      OptionMap options,
      Claim claim)
      throws IOException {
    if (claim == Claim.ALONE && ListeningSockets.now().holdersOf(address) > 0) {
      throw new BindException("Address already in use");
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address, options.get(Options.BACKLOG, STANDARD_BACKLOG));
      if (claim == Claim.TAKE_OVER) {
        steer(channel);
      }
      return server(worker, channel, greeter, options);
    } catch (IOException | RuntimeException e) {
      IoUtils.safeClose(channel);
      throw e;
    }
  }

  private static void steer(ServerSocketChannel channel) throws IOException {
    int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    int descriptor = ListeningSockets.now().ownDescriptorOf(port);
    PortSteering.toTheLatest(descriptor);
    LOG.info("Port taken over, all further connections come here. port={}", port);
  }

  // The types are those of XNIO's own method that calls these constructors.
  @SuppressWarnings("unchecked")
  private static AcceptingChannel<StreamConnection> server(
      XnioWorker worker,
      ServerSocketChannel channel,
      ChannelListener<AcceptingChannel<StreamConnection>> greeter,
      OptionMap options)
      throws IOException {
    try {
      Class<?> plain = Class.forName("org.xnio.nio.NioTcpServer");
      Class<?> queued = Class.forName("org.xnio.nio.QueuedNioTcpServer2");
      Constructor<?> opened =
          plain.getDeclaredConstructor(
              worker.getClass(), ServerSocketChannel.class, OptionMap.class, boolean.class);
      opened.setAccessible(true);
      Constructor<?> wrapped = queued.getDeclaredConstructor(plain);
      wrapped.setAccessible(true);
      Object server = wrapped.newInstance(opened.newInstance(worker, channel, options, true));
      ((AcceptListenerSettable<AcceptingChannel<StreamConnection>>) server)
          .setAcceptListener(greeter);
      return (AcceptingChannel<StreamConnection>) server;
    } catch (InvocationTargetException e) {
      throw new IOException("the server of XNIO cannot be made: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the version of XNIO is another one than was built for", e);
    }
  }
}
