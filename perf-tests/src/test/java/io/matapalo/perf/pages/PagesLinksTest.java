package io.matapalo.perf.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A link of a page leads to a file of the repository and, with an anchor, to a heading of it. */
final class PagesLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void linksLeadToFilesAndHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String page : Pages.all()) {
      Path file = Pages.ROOT.resolve(page);
      for (MatchResult link : LINK.matcher(Files.readString(file)).results().toList()) {
        Path target =
            link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1)).normalize();
        if (!Files.exists(target)) {
          broken.add("%s: no file for %s".formatted(page, link.group()));
        } else if (link.group(2) != null && !anchors(target).contains(link.group(2))) {
          broken.add("%s: no heading for %s".formatted(page, link.group()));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /** Headings as a browser of Markdown names them: lower case, blanks as dashes, no other signs. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading ->
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-'))
        .toList();
  }
}
