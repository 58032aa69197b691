package io.matapalo.perf.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Loopback addresses to send from, so that one machine acts as several clients. Linux lets a socket
 * bind to any address of 127.0.0.0/8; elsewhere only 127.0.0.1 may exist.
 */
public final class ClientAddresses {
  private static final int MOST = 200;

  private ClientAddresses() {}

  /** 127.0.0.1 to 127.0.0.n, or 127.0.0.1 alone where the others cannot be bound. */
  public static List<InetAddress> loopback(int clients) {
    if (clients < 1 || clients > MOST) {
      throw new IllegalArgumentException("clients must be 1 to " + MOST + ", was " + clients);
    }
    List<InetAddress> addresses =
        IntStream.rangeClosed(1, clients).mapToObj(ClientAddresses::address).toList();
    return isBindable(addresses.getLast()) ? addresses : List.of(addresses.getFirst());
  }

  private static boolean isBindable(InetAddress address) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("four bytes are an address", e);
    }
  }
}
