package io.matapalo.fastpath.stock;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What purchases and reservations do alike with their lines. Pure. */
public final class TicketLines {

  private static final int MAX_LINES = 20;
  private static final int MAX_QUANTITY = 10;

  private TicketLines() {}

  /** Reads one line's element, which it leaves. */
  public static TicketLine read(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("ticketTypeCode", "quantity"));
    return new TicketLine(fields.text("ticketTypeCode"), fields.number("quantity"));
  }

  /**
   * Looks at each line in order.
   *
   * @param whole what has the lines, such as {@code a purchase}
   * @throws Refused for the first that breaks a rule
   */
  public static void check(String whole, List<TicketLine> lines) {
    if (lines.isEmpty() || lines.size() > MAX_LINES) {
      throw Refused.invalid(whole + " has 1 to " + MAX_LINES + " lines, was " + lines.size());
    }
    Set<String> seen = new HashSet<>();
    for (TicketLine line : lines) {
      RequestChecks.notBlank("ticketTypeCode", line.ticketTypeCode());
      if (!seen.add(line.ticketTypeCode())) {
        throw Refused.invalid("ticketTypeCode must not repeat: " + line.ticketTypeCode());
      }
      RequestChecks.between("quantity", 1, MAX_QUANTITY, line.quantity());
    }
  }

  /** As the contract's digests have them: {@code code*quantity,code*quantity}. */
  public static String text(List<TicketLine> lines) {
    return lines.stream()
        .map(line -> line.ticketTypeCode() + "*" + line.quantity())
        .collect(Collectors.joining(","));
  }
}
