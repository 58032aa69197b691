package io.matapalo.proxy.affinity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Version 1 of the PROXY protocol: one line of text. Pure. */
final class ProxyTextHeader {

  private static final int MAX_LINE = 107;
  private static final String START = "PROXY ";

  private ProxyTextHeader() {}

  static ProxyHeader parse(ByteBuffer bytes) {
    int seen = Math.min(bytes.remaining(), MAX_LINE);
    byte[] head = new byte[seen];
    bytes.get(bytes.position(), head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (!START.startsWith(text.substring(0, Math.min(seen, START.length())))) {
      return new ProxyHeader.Malformed("does not begin with PROXY");
    }
    int end = text.indexOf("\r\n");
    if (end < 0) {
      return seen == MAX_LINE
          ? new ProxyHeader.Malformed("line has no end")
          : new ProxyHeader.Incomplete();
    }
    return line(text.substring(0, end), end + 2);
  }

  private static ProxyHeader line(String line, int length) {
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return new ProxyHeader.Complete(length, Optional.empty());
    }
    boolean v6 = words[1].equals("TCP6");
    if (words.length != 6 || (!v6 && !words[1].equals("TCP4"))) {
      return new ProxyHeader.Malformed("line is not PROXY TCP4|TCP6 SOURCE TARGET PORT PORT");
    }
    Optional<IpAddress> source = address(words[2], v6);
    int port = port(words[4]);
    if (source.isEmpty() || address(words[3], v6).isEmpty() || port < 0 || port(words[5]) < 0) {
      return new ProxyHeader.Malformed("line has a bad address or port");
    }
    return new ProxyHeader.Complete(
        length, Optional.of(new ProxyHeader.Source(source.get(), port)));
  }

  private static Optional<IpAddress> address(String text, boolean v6) {
    return text.indexOf(':') >= 0 == v6 ? IpAddress.parse(text) : Optional.empty();
  }

  private static int port(String text) {
    boolean number = text.matches("0|[1-9][0-9]{0,4}");
    int port = number ? Integer.parseInt(text) : -1;
    return port <= 65535 ? port : -1;
  }
}
