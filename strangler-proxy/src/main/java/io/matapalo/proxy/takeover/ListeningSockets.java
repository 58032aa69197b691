package io.matapalo.proxy.takeover;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The listening TCP sockets of this machine at one moment, as {@code /proc/net/tcp} shows them;
 * none where there is no such file. Immutable.
 */
public final class ListeningSockets {

  private static final Path PROC = Path.of("/proc/self");

  /** A row: number, local address and port, remote ones, state 0A (listening), …, inode. */
  private static final Pattern ROW =
      Pattern.compile(
          "\\s*\\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A \\S+ \\S+ \\S+\\s+\\d+\\s+\\d+"
              + " (\\d+).*");

  private final List<Row> rows;

  private ListeningSockets(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * One of them.
   *
   * @param address as the kernel writes it: words of 32 bits, each with its low byte first
   */
  private record Row(String address, int port, String inode) {}

  /** Those of this moment; reads files. */
  public static ListeningSockets now() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String family : List.of("tcp", "tcp6")) {
      Path table = PROC.resolve("net").resolve(family);
      if (Files.isReadable(table)) {
        Files.readAllLines(table).forEach(line -> read(line, rows));
      }
    }
    return new ListeningSockets(rows);
  }

  private static void read(String line, List<Row> rows) {
    Matcher row = ROW.matcher(line);
    if (row.matches()) {
      rows.add(new Row(row.group(1), Integer.parseInt(row.group(2), 16), row.group(3)));
    }
  }

  /**
   * How many sockets listen at exactly this address. An address of IPv4 is the last word of one of
   * IPv6 that stands for it.
   */
  public long holdersOf(InetSocketAddress address) {
    String words = wordsOf(address.getAddress().getAddress());
    return rows.stream()
        .filter(row -> row.port == address.getPort() && row.address.endsWith(words))
        .count();
  }

  private static String wordsOf(byte[] address) {
    StringBuilder words = new StringBuilder(2 * address.length);
    for (int i = 0; i < address.length; i++) {
      int reversed = i - i % Integer.BYTES + Integer.BYTES - 1 - i % Integer.BYTES;
      words.append(String.format(Locale.ROOT, "%02X", address[reversed]));
    }
    return words.toString();
  }

  /** The descriptor of this process's own socket at a port. */
  int ownDescriptorOf(int port) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor) && isAt(port, Files.readSymbolicLink(descriptor))) {
          return Integer.parseInt(descriptor.getFileName().toString());
        }
      }
    }
    throw new IOException("no descriptor of this process listens at port " + port);
  }

  private boolean isAt(int port, Path target) {
    return rows.stream()
        .filter(row -> row.port == port)
        .anyMatch(row -> target.toString().equals("socket:[" + row.inode + "]"));
  }
}
