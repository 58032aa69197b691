package io.matapalo.router.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a MySQL server as drivers need to connect and to run one query (MySQL documentation,
 * "Client/Server Protocol"): it answers the benchmark's query with one row, questions for variables
 * with plausible values, and all else with OK. Confined to one thread.
 */
final class MemoryServer {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "character_set", "utf8mb4",
          "collation", "utf8mb4_general_ci",
          "time_zone", "SYSTEM",
          "system_time_zone", "UTC",
          "isolation", "REPEATABLE-READ",
          "max_allowed_packet", "67108864",
          "auto_increment", "1",
          "timeout", "28800",
          "version", "8.4.0",
          "init_connect", "");

  private static final Pattern VARIABLE =
      Pattern.compile("@@(?:session\\.|global\\.)?(\\w+)(?: as (\\w+))?");
  private static final int PROTOCOL_41 =
      0x1 | 0x2 | 0x4 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x10000 | 0x20000 | 0x80000;
  private static final int AUTOCOMMIT = 2;
  private static final byte[] OK = {0, 0, 0, AUTOCOMMIT, 0, 0, 0};
  private static final byte[] END = {(byte) 0xfe, 0, 0, AUTOCOMMIT, 0};
  private static final byte[] HOT = "select name from item".getBytes(ISO_8859_1);
  private static final byte[] HOT_ANSWER = rows(List.of("name"), List.of("one"));
  private static final byte[] OK_ANSWER = packets(1, OK);

  private byte[] received = new byte[1 << 16];
  private int length;
  private byte[] answer;
  private int read;
  private boolean greeted;

  MemoryServer(String version) {
    answer = packets(0, greeting(version));
  }

  InputStream answers() {
    return new InputStream() {
      @Override
      public int read() {
        return read < answer.length ? answer[read++] & 0xff : -1;
      }

      @Override
      public int read(byte[] into, int from, int most) {
        int count = Math.min(most, answer.length - read);
        System.arraycopy(answer, read, into, from, count);
        read += count;
        return count == 0 ? -1 : count;
      }

      @Override
      public int available() {
        return answer.length - read;
      }
    };
  }

  OutputStream commands() {
    return new OutputStream() {
      @Override
      public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) {
        if (length + count > received.length) {
          received = Arrays.copyOf(received, 2 * (length + count));
        }
        System.arraycopy(bytes, from, received, length, count);
        length += count;
        takeCommands();
      }
    };
  }

  private void takeCommands() {
    while (length >= 4) {
      int size = (received[0] & 0xff) | ((received[1] & 0xff) << 8) | ((received[2] & 0xff) << 16);
      if (length < 4 + size) {
        return;
      }
      byte[] next = answerTo(size);
      length -= 4 + size;
      System.arraycopy(received, 4 + size, received, 0, length);
      if (read == answer.length) {
        answer = next;
        read = 0;
      } else {
        byte[] both = Arrays.copyOfRange(answer, read, answer.length + next.length);
        System.arraycopy(next, 0, both, answer.length - read, next.length);
        answer = both;
        read = 0;
      }
    }
  }

  private byte[] answerTo(int size) {
    if (!greeted) {
      greeted = true;
      return packets(2, OK);
    }
    boolean isQuery = received[4] == 3;
    if (isQuery
        && size > HOT.length
        && Arrays.equals(received, 5, 5 + HOT.length, HOT, 0, HOT.length)) {
      return HOT_ANSWER;
    }
    return isQuery ? query(new String(received, 5, size - 1, UTF_8)) : OK_ANSWER;
  }

  private static byte[] query(String sql) {
    String text = sql.replaceAll("/\\*.*?\\*/", "").strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("show")) {
      return rows(List.of("Variable_name", "Value"), List.of());
    }
    if (!text.startsWith("select")) {
      return OK_ANSWER;
    }
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      names.add(variable.group(2) == null ? "@@" + variable.group(1) : variable.group(2));
      values.add(value(variable.group(1)));
    }
    return names.isEmpty() ? rows(List.of("1"), List.of("1")) : rows(names, values);
  }

  private static String value(String variable) {
    return VARIABLES.entrySet().stream()
        .filter(one -> variable.contains(one.getKey()))
        .max(java.util.Comparator.comparingInt(one -> one.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse("0");
  }

  private static byte[] greeting(String version) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(10);
    packet.writeBytes((version + "\0").getBytes(ISO_8859_1));
    packet.writeBytes(new byte[] {1, 0, 0, 0});
    packet.writeBytes("12345678\0".getBytes(ISO_8859_1));
    packet.writeBytes(
        new byte[] {(byte) PROTOCOL_41, (byte) (PROTOCOL_41 >> 8), 45, AUTOCOMMIT, 0});
    packet.writeBytes(new byte[] {(byte) (PROTOCOL_41 >> 16), (byte) (PROTOCOL_41 >> 24), 21});
    packet.writeBytes(new byte[10]);
    packet.writeBytes("123456789012\0mysql_native_password\0".getBytes(ISO_8859_1));
    return packet.toByteArray();
  }

  /** Texts in one row, or no row if there are no values. */
  private static byte[] rows(List<String> names, List<String> values) {
    List<byte[]> packets = new ArrayList<>();
    packets.add(new byte[] {(byte) names.size()});
    names.forEach(name -> packets.add(column(name)));
    packets.add(END);
    if (!values.isEmpty()) {
      ByteArrayOutputStream row = new ByteArrayOutputStream();
      values.forEach(value -> text(value, row));
      packets.add(row.toByteArray());
    }
    packets.add(END);
    return packets(1, packets.toArray(byte[][]::new));
  }

  private static byte[] column(String name) {
    ByteArrayOutputStream column = new ByteArrayOutputStream();
    List.of("def", "shop", "item", "item", name, name).forEach(part -> text(part, column));
    // Length of what follows, character set, length 400, type VARCHAR, flags, decimals, filler.
    column.writeBytes(new byte[] {12, 45, 0, (byte) 144, 1, 0, 0, (byte) 253, 0, 0, 0, 0, 0});
    return column.toByteArray();
  }

  private static void text(String text, ByteArrayOutputStream into) {
    byte[] bytes = text.getBytes(UTF_8);
    into.write(bytes.length);
    into.writeBytes(bytes);
  }

  private static byte[] packets(int first, byte[]... bodies) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < bodies.length; i++) {
      int size = bodies[i].length;
      all.writeBytes(new byte[] {(byte) size, (byte) (size >> 8), (byte) (size >> 16)});
      all.write(first + i);
      all.writeBytes(bodies[i]);
    }
    return all.toByteArray();
  }
}
