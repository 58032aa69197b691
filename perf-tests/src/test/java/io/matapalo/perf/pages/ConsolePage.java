package io.matapalo.perf.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a page and the output that the page promises: lines of {@code console} blocks, a
 * command behind a dollar sign. Immutable.
 */
record ConsolePage(List<Step> steps) {
  private static final String PROMPT = "$ ";
  private static final String LEFT_OUT = "…";

  ConsolePage {
    steps = List.copyOf(steps);
  }

  /**
   * One command and the lines that follow it on the page; a line of an ellipsis stands for any
   * number of lines.
   */
  record Step(String command, List<String> promised) {
    Step {
      promised = List.copyOf(promised);
    }

    /**
     * What the page says, with numbers masked, in runs of lines that stand together; the runs
     * follow one another.
     */
    List<List<String>> runs() {
      List<List<String>> runs = new ArrayList<>();
      runs.add(new ArrayList<>());
      for (String line : promised) {
        if (line.strip().equals(LEFT_OUT)) {
          runs.add(new ArrayList<>());
        } else {
          runs.getLast().add(masked(line));
        }
      }
      return runs;
    }
  }

  static ConsolePage read(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<String> promised = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    boolean inside = false;
    boolean continued = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && (continued || line.startsWith(PROMPT))) {
        if (!continued && !command.isEmpty()) {
          steps.add(new Step(command.toString(), promised));
          promised.clear();
          command.setLength(0);
        }
        command.append(continued ? "\n" + line : line.substring(PROMPT.length()));
        continued = line.endsWith("\\");
      } else if (inside) {
        promised.add(line);
      }
    }
    steps.add(new Step(command.toString(), promised));
    return new ConsolePage(steps);
  }

  /** The line with each number as one sign and each gap as one blank. */
  static String masked(String line) {
    return line.replaceAll("\\d+([.,]\\d+)*", "#").replaceAll("\\s+", " ").strip();
  }
}
