package io.matapalo.fastpath.invalidation.link;

import com.github.shyiko.mysql.binlog.io.ByteArrayOutputStream;
import com.github.shyiko.mysql.binlog.network.protocol.command.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Asks MySQL for all transactions but these: COM_BINLOG_DUMP_GTID, with neither file nor place. The
 * library's own command knows no tags. Immutable. Source: MySQL, sql/rpl_gtid_set.cc
 * (Gtid_set::encode).
 *
 * @param but as {@code gtid_executed} is written, with tags or without
 */
record GtidDump(long serverId, String but) implements Command {

  private static final int COMMAND = 0x1e;
  private static final int BY_GTID = 0x04;
  private static final long START = 4;
  private static final long TAGGED = 1;
  private static final int FORMAT_AT = 56;

  @Override
  public byte[] toByteArray() throws IOException {
    byte[] set = encoded();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeInteger(COMMAND, 1);
    out.writeInteger(BY_GTID, 2);
    out.writeLong(serverId, 4);
    out.writeInteger(0, 4); // no name of a file
    out.writeLong(START, 8);
    out.writeInteger(set.length, 4);
    out.write(set);
    return out.toByteArray();
  }

  private byte[] encoded() throws IOException {
    Map<String, List<String>> sources = intervals();
    boolean tagged = sources.keySet().stream().anyMatch(source -> source.contains(":"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long count = sources.size();
    out.writeLong(
        tagged ? (count << Byte.SIZE) | TAGGED | (TAGGED << FORMAT_AT) : count, Long.BYTES);
    for (Map.Entry<String, List<String>> source : sources.entrySet()) {
      String[] idAndTag = source.getKey().split(":", 2);
      UUID id = UUID.fromString(idAndTag[0]);
      out.write(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
      if (tagged) {
        String tag = idAndTag.length > 1 ? idAndTag[1] : "";
        // A length below 128 is one byte: see Varlen.
        out.writeInteger(tag.length() << 1, 1);
        out.write(tag.getBytes(StandardCharsets.US_ASCII));
      }
      out.writeLong(source.getValue().size(), Long.BYTES);
      for (String interval : source.getValue()) {
        String[] ends = interval.split("-", 2);
        out.writeLong(Long.parseLong(ends[0]), Long.BYTES);
        // The end is the first number that is not in it.
        out.writeLong(Long.parseLong(ends[ends.length - 1]) + 1, Long.BYTES);
      }
    }
    return out.toByteArray();
  }

  /** Of each {@code uuid} and {@code uuid:tag}, in order. */
  private Map<String, List<String>> intervals() {
    Map<String, List<String>> sources = new TreeMap<>();
    for (String part : but.replaceAll("\\s", "").split(",", -1)) {
      String[] pieces = part.split(":", -1);
      String source = pieces[0];
      for (int i = 1; i < pieces.length; i++) {
        if (Character.isDigit(pieces[i].charAt(0))) {
          sources.computeIfAbsent(source, none -> new ArrayList<>()).add(pieces[i]);
        } else {
          source = pieces[0] + ":" + pieces[i];
        }
      }
    }
    return sources;
  }
}
