package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * One connection that is being opened. It has a place, which becomes the connection's or is left if
 * there will be none. Confined to one I/O thread.
 */
final class Connecting {

  private static final OptionMap SOCKET_OPTIONS =
      OptionMap.builder().set(Options.TCP_NODELAY, true).getMap();

  private final InstanceConnections owner;
  private final XnioIoThread thread;
  private final ConnectionPool.Opening opening;

  Connecting(InstanceConnections owner, XnioIoThread thread, ConnectionPool.Opening opening) {
    this.owner = owner;
    this.thread = thread;
    this.opening = opening;
  }

  void start(Instance instance, Duration timeout) {
    InetSocketAddress address = new InetSocketAddress(instance.host(), instance.port());
    if (address.isUnresolved()) {
      failed(new IOException("no address is known for the host of " + instance.name()));
      return;
    }
    IoFuture<StreamConnection> connecting =
        thread.openStreamConnection(
            address, ChannelListeners.nullChannelListener(), SOCKET_OPTIONS);
    XnioExecutor.Key timer =
        thread.executeAfter(connecting::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    connecting.addNotifier(
        new IoFuture.HandlingNotifier<StreamConnection, Void>() {
          @Override
          public void handleDone(StreamConnection channel, Void attachment) {
            timer.remove();
            InstanceConnections.onThread(
                thread, () -> opening.opened(new UpstreamConnection(channel, instance, owner)));
          }

          @Override
          public void handleFailed(IOException cause, Void attachment) {
            timer.remove();
            InstanceConnections.onThread(thread, () -> failed(cause));
          }

          @Override
          public void handleCancelled(Void attachment) {
            InstanceConnections.onThread(
                thread, () -> failed(new IOException("no connection within " + timeout)));
          }
        },
        null);
  }

  private void failed(IOException cause) {
    owner.leavePlace();
    opening.failed(cause);
  }
}
