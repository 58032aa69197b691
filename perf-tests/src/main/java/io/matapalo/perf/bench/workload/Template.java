package io.matapalo.perf.bench.workload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request body cut once into byte segments and slots written <code>${name}</code>; filling it is
 * copying. Values are escaped for XML text. Immutable.
 */
final class Template {
  private static final Pattern SLOT = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9]*)}");

  private final List<byte[]> segments;
  private final List<String> slots;

  private Template(List<byte[]> segments, List<String> slots) {
    this.segments = List.copyOf(segments);
    this.slots = List.copyOf(slots);
  }

  static Template compile(String text) {
    List<byte[]> segments = new ArrayList<>();
    List<String> slots = new ArrayList<>();
    Matcher matcher = SLOT.matcher(text);
    int end = 0;
    while (matcher.find()) {
      segments.add(text.substring(end, matcher.start()).getBytes(StandardCharsets.UTF_8));
      slots.add(matcher.group(1));
      end = matcher.end();
    }
    segments.add(text.substring(end).getBytes(StandardCharsets.UTF_8));
    return new Template(segments, slots);
  }

  Set<String> slotNames() {
    return new LinkedHashSet<>(slots);
  }

  ByteBuffer fill(Map<String, String> values) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    for (int i = 0; i < slots.size(); i++) {
      String value = values.get(slots.get(i));
      if (value == null) {
        throw new WorkloadException("slot has no value: " + slots.get(i));
      }
      body.writeBytes(segments.get(i));
      body.writeBytes(escaped(value).getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(segments.getLast());
    return ByteBuffer.wrap(body.toByteArray());
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
