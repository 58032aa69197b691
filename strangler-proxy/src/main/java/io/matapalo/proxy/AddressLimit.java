package io.matapalo.proxy;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.resilience.LogBudget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Closes connections of a client address that has as many as it may. Trusted proxies have no limit,
 * because many clients stand behind one. Thread-safe; as many addresses are remembered as
 * connections are open.
 */
final class AddressLimit implements ChannelListener<StreamConnection> {

  private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);

  private final ChannelListener<? super StreamConnection> serving;
  private final int most;
  private final TrustedProxies trusted;
  private final LogBudget lines;
  private final ConcurrentHashMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

  AddressLimit(
      ChannelListener<? super StreamConnection> serving,
      int most,
      TrustedProxies trusted,
      LogBudget lines) {
    this.serving = serving;
    this.most = most;
    this.trusted = trusted;
    this.lines = lines;
  }

  @Override
  public void handleEvent(StreamConnection channel) {
    InetSocketAddress peer = channel.getPeerAddress(InetSocketAddress.class);
    if (peer == null || trusted.trusts(IpAddress.of(peer.getAddress().getAddress()))) {
      serving.handleEvent(channel);
      return;
    }
    InetAddress address = peer.getAddress();
    if (open.merge(address, 1, Integer::sum) > most) {
      leave(address);
      refuse(channel, address);
      return;
    }
    serving.handleEvent(channel);
    leaveAtItsEnd(channel, address);
  }

  /** The server's own listener is set by now; it has to hear of the end as well. */
  private void leaveAtItsEnd(StreamConnection channel, InetAddress address) {
    if (!channel.isOpen()) {
      leave(address);
      return;
    }
    ChannelListener<? super StreamConnection> own = channel.getCloseListener();
    channel.setCloseListener(closed -> {
      leave(address);
      ChannelListeners.invokeChannelListener(closed, own);
    });
  }

  private void leave(InetAddress address) {
    open.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  private void refuse(StreamConnection channel, InetAddress address) {
    IoUtils.safeClose(channel);
    OptionalLong withheld = lines.take();
    if (withheld.isPresent()) {
      LOG.warn(
          "Connection refused, its address has too many."
              + " address={} max-connections-per-address={} withheld={}",
          address.getHostAddress(),
          most,
          withheld.getAsLong());
    }
  }
}
