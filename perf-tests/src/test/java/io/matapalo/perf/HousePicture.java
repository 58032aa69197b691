package io.matapalo.perf;

import io.matapalo.testkit.rules.SourcePackage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws the {@link House} as SVG: a frame for each module, in it a box for each package, in layers,
 * and arrows for imports. An arrow that follows from two others is left out. The same sources give
 * the same bytes. Confined to one thread.
 */
final class HousePicture {
  private static final int WIDTH = 800;
  private static final int LANES = 40;
  private static final int MARGIN = 16;
  private static final int BOX = 26;
  private static final int GAP = 12;
  private static final int LAYER = 58;
  private static final int TITLE = 30;

  private static final String STYLE =
      """
        <style>
          svg { color: #1f2328; }
          text { fill: currentColor; font: 13px Helvetica, Arial, sans-serif; text-anchor: middle; }
          .module { font-weight: bold; text-anchor: start; }
          .note { text-anchor: start; }
          .frame { fill: #f6f8fa; stroke: #d0d7de; }
          .box { fill: #ffffff; stroke: #57606a; }
          .interior { stroke-dasharray: 4 3; }
          .arrow { fill: none; stroke: #57606a; stroke-opacity: 0.55; marker-end: url(#tip); }
          .between { fill: none; stroke: #0969da; stroke-width: 1.5; marker-end: url(#tip); }
          .tip { fill: #57606a; }
          @media (prefers-color-scheme: dark) {
            svg { color: #e6edf3; }
            .frame { fill: #161b22; stroke: #30363d; }
            .box { fill: #0d1117; stroke: #9ea7b3; }
            .arrow { stroke: #9ea7b3; }
            .between { stroke: #58a6ff; }
            .tip { fill: #9ea7b3; }
          }
        </style>
        <defs>
          <marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
            <path class="tip" d="M0 0 L10 5 L0 10 z"/>
          </marker>
        </defs>
      """;

  private final House house;
  private final StringBuilder frames = new StringBuilder();
  private final StringBuilder arrows = new StringBuilder();
  private final StringBuilder boxes = new StringBuilder();
  private final Map<String, Integer> tops = new HashMap<>();
  private final Map<String, Box> placed = new HashMap<>();
  private int y = MARGIN;

  HousePicture(House house) {
    this.house = house;
  }

  /** Where a package stands. */
  private record Box(int x, int y, int width) {
    int middle() {
      return x + width / 2;
    }
  }

  String svg() {
    house.modules().forEach(this::module);
    house.modules().keySet().forEach(this::arrowsOut);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img"
         aria-labelledby="title desc">
      <title id="title">The house</title>
      <desc id="desc">Modules with their packages in layers; arrows are imports, and all lead down.</desc>
    """
            .formatted(WIDTH + LANES, y)
        + STYLE
        + frames
        + arrows
        + boxes
        + "</svg>\n";
  }

  private void module(String name, List<SourcePackage> packages) {
    int top = y;
    tops.put(name, top);
    String base = base(packages);
    PackageLayers layers = new PackageLayers(packages);
    Map<String, SourcePackage> byName =
        packages.stream().collect(Collectors.toMap(SourcePackage::name, one -> one));
    y += TITLE + GAP;
    for (List<String> layer : layers.layers()) {
      rows(layer.stream().map(byName::get).toList(), base);
    }
    y += GAP - (LAYER - BOX);
    for (SourcePackage one : packages) {
      layers.directImports(one.name()).forEach(imported -> arrow(one.name(), imported));
    }
    frames.append(
        "  <rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n"
            .formatted(MARGIN, top, WIDTH - 2 * MARGIN, y - top));
    boxes.append(
        "  <text class=\"module\" x=\"%d\" y=\"%d\">%s: %s</text>\n"
            .formatted(MARGIN + GAP, top + 20, name, base));
    y += MARGIN;
  }

  /** One layer; a row that is full goes on in the next. */
  private void rows(List<SourcePackage> layer, String base) {
    int room = WIDTH - 2 * MARGIN - 2 * GAP;
    int from = 0;
    while (from < layer.size()) {
      int to = from;
      int used = 0;
      while (to < layer.size() && used + width(layer.get(to), base) <= room) {
        used += width(layer.get(to), base) + GAP;
        to++;
      }
      int x = (WIDTH - used + GAP) / 2;
      for (SourcePackage one : layer.subList(from, to)) {
        box(one, base, x);
        x += width(one, base) + GAP;
      }
      from = to;
      y += from < layer.size() ? BOX + GAP : LAYER;
    }
  }

  private void box(SourcePackage one, String base, int x) {
    Box box = new Box(x, y, width(one, base));
    placed.put(one.name(), box);
    String kind = one.door() == SourcePackage.Door.API ? "box" : "box interior";
    boxes
        .append(
            "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n"
                .formatted(kind, x, y, box.width(), BOX))
        .append(
            "  <text x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(box.middle(), y + 18, label(one.name(), base)));
  }

  private void arrow(String from, String to) {
    Box upper = House.known(placed, from);
    Box lower = House.known(placed, to);
    int start = upper.y() + BOX;
    if (start >= lower.y()) {
      throw new AssertionError("an arrow leads up: %s imports %s".formatted(from, to));
    }
    arrows.append(
        "  <path class=\"arrow\" d=\"M%d %d C%d %d %d %d %d %d\"/>\n"
            .formatted(
                upper.middle(),
                start,
                upper.middle(),
                start + 22,
                lower.middle(),
                lower.y() - 22,
                lower.middle(),
                lower.y()));
  }

  /** From a module to each that it imports, along the right side, with the packages as a note. */
  private void arrowsOut(String module) {
    Map<String, List<String>> byModule =
        house.importedBy(module).stream()
            .collect(Collectors.groupingBy(name -> house.moduleOf(name).orElseThrow()));
    byModule.forEach((other, names) -> {
      int start = House.known(tops, module) + TITLE / 2;
      int end = House.known(tops, other) + TITLE / 2;
      if (start >= end) {
        throw new AssertionError("an arrow leads up: %s imports %s".formatted(module, other));
      }
      int lane = WIDTH + 8 + 14 * (House.MODULES.indexOf(module) % 2);
      int side = WIDTH - MARGIN;
      arrows.append(
          "  <path class=\"between\" d=\"M%d %d H%d V%d H%d\"/>\n"
              .formatted(side, start, lane, end, side));
      boxes.append(
          "  <text class=\"note\" x=\"%d\" y=\"%d\">imports %s of %s</text>\n"
              .formatted(
                  WIDTH / 2 - 60,
                  House.known(tops, module) + 20,
                  names.stream()
                      .map(name -> label(name, base(House.known(house.modules(), other))))
                      .collect(Collectors.joining(", ")),
                  other));
    });
  }

  private static int width(SourcePackage one, String base) {
    return 24 + 7 * label(one.name(), base).length();
  }

  private static String label(String name, String base) {
    return name.equals(base)
        ? name.substring(name.lastIndexOf('.') + 1)
        : name.substring(base.length() + 1);
  }

  /** The longest package that all of a module's packages lie in. */
  private static String base(List<SourcePackage> packages) {
    String base = packages.getFirst().name();
    while (!everyLiesIn(base, packages)) {
      base = base.substring(0, base.lastIndexOf('.'));
    }
    return base;
  }

  private static boolean everyLiesIn(String base, List<SourcePackage> packages) {
    return packages.stream().allMatch(one -> (one.name() + ".").startsWith(base + "."));
  }
}
