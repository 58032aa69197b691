package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.resilience.OwnShortage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * One connection that is being opened, at each address of its instance in turn until one takes it.
 * It has a place, which becomes the connection's or is left if there will be none. Confined to one
 * I/O thread.
 */
final class Connecting {

  private static final OptionMap SOCKET_OPTIONS =
      OptionMap.builder().set(Options.TCP_NODELAY, true).getMap();

  private static final int LAST_LOOKS = 5;

  private final InstanceConnections owner;
  private final XnioIoThread thread;
  private final Iterator<InetSocketAddress> addresses;
  private final Optional<Securing> securing;
  private final ConnectionPool.Opening opening;

  Connecting(
      InstanceConnections owner,
      XnioIoThread thread,
      List<InetSocketAddress> addresses,
      Optional<Securing> securing,
      ConnectionPool.Opening opening) {
    this.owner = owner;
    this.thread = thread;
    this.addresses = addresses.iterator();
    this.securing = securing;
    this.opening = opening;
  }

  /**
   * Begins.
   *
   * @param timeout for each address, and as long again for a TLS handshake
   */
  void start(Instance instance, Duration timeout) {
    if (!addresses.hasNext()) {
      failed(new IOException("no address is known for the host of " + instance.name()));
      return;
    }
    IoFuture<StreamConnection> connecting =
        thread.openStreamConnection(
            addresses.next(), ChannelListeners.nullChannelListener(), SOCKET_OPTIONS);
    XnioExecutor.Key timer =
        thread.executeAfter(
            () -> cancel(connecting, LAST_LOOKS), timeout.toMillis(), TimeUnit.MILLISECONDS);
    connecting.addNotifier(
        new IoFuture.HandlingNotifier<StreamConnection, Void>() {
          @Override
          public void handleDone(StreamConnection channel, Void attachment) {
            timer.remove();
            InstanceConnections.onThread(thread, () -> connected(channel, instance, timeout));
          }

          @Override
          public void handleFailed(IOException cause, Void attachment) {
            timer.remove();
            InstanceConnections.onThread(thread, () -> failed(instance, timeout, cause));
          }

          @Override
          public void handleCancelled(Void attachment) {
            InstanceConnections.onThread(
                thread,
                () ->
                    failed(instance, timeout, new IOException("no connection within " + timeout)));
          }
        },
        null);
  }

  /**
   * A thread runs its timers before it asks the selector. After a stall of this machine a
   * connection may have been there for long when its time is over, so the selector is asked once
   * more. XNIO asks it only if no timer is due, and this one may be due again at once after another
   * stall; so there are several, each with a time of its own.
   */
  private void cancel(IoFuture<StreamConnection> connecting, int looks) {
    if (looks == 0) {
      connecting.cancel();
      return;
    }
    try {
      thread.executeAfter(() -> cancel(connecting, looks - 1), 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The I/O threads end.
      connecting.cancel();
    }
  }

  private void connected(StreamConnection channel, Instance instance, Duration timeout) {
    if (securing.isEmpty()) {
      opened(channel, instance);
      return;
    }
    securing
        .get()
        .secure(
            channel,
            instance,
            timeout,
            new Securing.Outcome() {
              @Override
              public void secured(StreamConnection secure) {
                opened(secure, instance);
              }

              @Override
              public void failed(IOException cause) {
                Connecting.this.failed(instance, timeout, cause);
              }
            });
  }

  private void opened(StreamConnection channel, Instance instance) {
    opening.opened(new UpstreamConnection(channel, instance, owner));
  }

  /** Another address does not help against a shortage of this machine. */
  private void failed(Instance instance, Duration timeout, IOException cause) {
    if (addresses.hasNext() && !OwnShortage.isIn(cause)) {
      start(instance, timeout);
      return;
    }
    failed(cause);
  }

  private void failed(IOException cause) {
    owner.leavePlace();
    opening.failed(cause);
  }
}
