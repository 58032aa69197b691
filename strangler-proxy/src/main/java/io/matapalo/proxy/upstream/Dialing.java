package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.resilience.OwnShortage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Opens one connection to an instance, at each of its addresses in turn until one takes it.
 * Confined to one I/O thread.
 */
final class Dialing {

  private static final OptionMap SOCKET_OPTIONS =
      OptionMap.builder().set(Options.TCP_NODELAY, true).getMap();

  private final XnioIoThread thread;
  private final Instance instance;
  private final Duration timeout;
  private final ConnectionPool.Opening opening;
  private final Iterator<InetSocketAddress> addresses;

  /**
   * @param timeout for each address
   */
  Dialing(
      XnioIoThread thread,
      Instance instance,
      List<InetSocketAddress> addresses,
      Duration timeout,
      ConnectionPool.Opening opening) {
    this.thread = thread;
    this.instance = instance;
    this.addresses = addresses.iterator();
    this.timeout = timeout;
    this.opening = opening;
  }

  void start() {
    if (!addresses.hasNext()) {
      opening.failed(new IOException("no address is known for the host of " + instance.name()));
      return;
    }
    IoFuture<StreamConnection> connecting =
        thread.openStreamConnection(
            addresses.next(), ChannelListeners.nullChannelListener(), SOCKET_OPTIONS);
    XnioExecutor.Key timer =
        thread.executeAfter(connecting::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    connecting.addNotifier(
        new IoFuture.HandlingNotifier<StreamConnection, Void>() {
          @Override
          public void handleDone(StreamConnection channel, Void attachment) {
            timer.remove();
            onThread(() -> opening.opened(new UpstreamConnection(channel, instance)));
          }

          @Override
          public void handleFailed(IOException cause, Void attachment) {
            timer.remove();
            onThread(() -> failed(cause));
          }

          @Override
          public void handleCancelled(Void attachment) {
            onThread(() -> failed(new IOException("no connection within " + timeout)));
          }
        },
        null);
  }

  /** Another address does not help against a shortage of this machine. */
  private void failed(IOException cause) {
    if (addresses.hasNext() && !OwnShortage.isIn(cause)) {
      start();
      return;
    }
    opening.failed(cause);
  }

  private void onThread(Runnable task) {
    if (thread.equals(Thread.currentThread())) {
      task.run();
      return;
    }
    thread.execute(task);
  }
}
